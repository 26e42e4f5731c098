"""The database of a soak, and how it goes away for a while: a file, or a real PostgreSQL server."""

import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from sqlalchemy import create_engine, make_url, text

from tests.databases import create_database, pg_ctl, running_postgres, upgrade_and_leave


class Database(Protocol):
    """`is_a_server`: it can be restarted under the replicas' feet; a file only goes when they all do."""

    url: str
    is_a_server: bool

    def restart(self, mode: str, seconds: float) -> None:
        """Stops it in `mode` (PostgreSQL's: fast, immediate), leaves it away so long, starts it again."""


class SqliteFile:
    """A file has no server to restart: its restart is that of all replicas at once."""

    is_a_server = False

    def __init__(self, folder: Path) -> None:
        self.url = f"sqlite:///{folder / 'soak.db'}"
        upgrade_and_leave(self.url)

    def restart(self, mode: str, seconds: float) -> None:
        """Nothing to stop."""
        time.sleep(seconds)


class PostgresServer:
    """A server of our own. What it has acknowledged survives its crash: commits are flushed."""

    is_a_server = True

    def __init__(self, server_url: str) -> None:
        engine = create_engine(server_url, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            for setting in ("synchronous_commit", "fsync"):
                connection.execute(text(f"ALTER SYSTEM SET {setting} = on"))
            connection.execute(text("SELECT pg_reload_conf()"))
            self._folder = str(connection.execute(text("SHOW data_directory")).scalar_one())
        engine.dispose()
        self.url = create_database(server_url, "soak")
        self._sockets = str(make_url(server_url).query["host"])

    def restart(self, mode: str, seconds: float) -> None:
        """`immediate` is a crash: it recovers from its log."""
        pg_ctl(self._folder, "stop", "-m", mode)
        time.sleep(seconds)
        log = f"{self._folder}/log"
        pg_ctl(self._folder, "start", "-l", log, "-o", f'-h "" -k {self._sockets}')


@contextmanager
def database_of(kind: str) -> Iterator[Database]:
    """A fresh, migrated database: `sqlite` or `postgres`."""
    if kind == "sqlite":
        with tempfile.TemporaryDirectory(prefix="xieban-soak-") as folder:
            yield SqliteFile(Path(folder))
    else:
        with running_postgres() as server_url:
            yield PostgresServer(server_url)
