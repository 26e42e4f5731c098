"""Brings a database to the schema of this code; the only way in which tables come to be."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text

FOLDER = Path(__file__).resolve().parents[2] / "models" / "migrations"
UPGRADE_LOCK = 0x0A1EBA


class UnknownSchema(Exception):
    """The database was made by a version of this code whose migrations are not there (any more)."""


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Runs what is missing, in one transaction; replicas that start together wait for the first.

    Raises UnknownSchema for a database that another line of this code has made.
    """
    with engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": UPGRADE_LOCK})
        present = MigrationContext.configure(connection).get_current_revision()
        known = {script.revision for script in ScriptDirectory(str(FOLDER)).walk_revisions()}
        if present is not None and present not in known:
            raise UnknownSchema(f"the database is at migration {present}, which this version does not know")
        command.upgrade(_config(connection), revision)


def is_current(engine: Engine) -> bool:
    """Whether the database stands at this code's newest migration."""
    with engine.connect() as connection:
        present = MigrationContext.configure(connection).get_current_revision()
    return present == ScriptDirectory(str(FOLDER)).get_current_head()


def write_revision(engine: Engine, message: str) -> Path:
    """Writes the migration from the database as it stands to the models, for a person to read over."""
    number = len(list((FOLDER / "versions").glob("[0-9]*.py"))) + 1
    with engine.begin() as connection:
        script = command.revision(
            _config(connection), message=message, autogenerate=True, rev_id=f"{number:04d}"
        )
    if script is None or isinstance(script, list):
        raise RuntimeError("Alembic wrote no single migration")
    return Path(script.path)


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    config.set_main_option("truncate_slug_length", "20")
    config.attributes["connection"] = connection
    return config
