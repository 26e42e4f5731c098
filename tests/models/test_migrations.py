"""The migrations are the schema, on both databases; audit events can only be added."""

from datetime import UTC, datetime
from threading import Thread

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, SQLModel

from bot.storage.database import open_engine
from bot.storage.migrations import UnknownSchema, is_current, upgrade
from models import AuditEvent


def test_migrations_and_models_agree(engine: Engine) -> None:
    """A database made by the migrations has exactly the tables, columns, types and indexes of the models."""
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        differences = compare_metadata(context, SQLModel.metadata)
    assert differences == []


def test_upgrading_twice_changes_nothing(engine: Engine) -> None:
    """A database that stands at the newest migration stays as it is."""
    assert is_current(engine)
    upgrade(engine)
    assert is_current(engine)


def test_a_new_database_is_not_current(tmp_path) -> None:
    """An empty file has no schema yet, and one upgrade brings it there."""
    engine = open_engine(f"sqlite:///{tmp_path / 'new.db'}")
    assert not is_current(engine)
    upgrade(engine)
    assert is_current(engine)
    engine.dispose()


@pytest.mark.parametrize("revision", ["0001", "0002"])
def test_an_older_database_is_brought_up(tmp_path, revision: str) -> None:
    """A database that stopped at an older migration gets the rest."""
    engine = open_engine(f"sqlite:///{tmp_path / 'old.db'}")
    upgrade(engine, revision)
    assert not is_current(engine)
    upgrade(engine)
    assert is_current(engine)
    engine.dispose()


def test_replicas_that_start_together_upgrade_once(tmp_path) -> None:
    """Four processes that upgrade an empty database at once all find it current afterwards."""
    engine = open_engine(f"sqlite:///{tmp_path / 'together.db'}")
    faults: list[BaseException] = []

    def start() -> None:
        try:
            upgrade(engine)
        except Exception as fault:
            faults.append(fault)

    threads = [Thread(target=start) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert is_current(engine)
    engine.dispose()


def test_a_database_of_another_line_is_refused_with_a_clear_word(tmp_path) -> None:
    """What this code does not know is named, and nothing in the database is touched."""
    engine = open_engine(f"sqlite:///{tmp_path / 'other.db'}")
    upgrade(engine)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(UnknownSchema, match="migration 9999"):
        upgrade(engine)
    assert not is_current(engine)
    engine.dispose()


@pytest.mark.parametrize("statement", ["UPDATE auditevent SET action = 'nothing'", "DELETE FROM auditevent"])
def test_audit_events_can_only_be_added(engine: Engine, statement: str) -> None:
    """The database itself refuses to change or remove an audit event."""
    with Session(engine) as session:
        session.add(AuditEvent(at=datetime(2026, 11, 23, tzinfo=UTC), action="request_opened"))
        session.commit()
    with pytest.raises(DBAPIError, match="can only be added"), engine.begin() as connection:
        connection.execute(text(statement))
    with engine.connect() as connection:
        assert connection.execute(text("SELECT action FROM auditevent")).all() == [("request_opened",)]


def test_audit_events_cannot_be_truncated(postgres_engine: Engine) -> None:
    """PostgreSQL's short cut for emptying a table is refused too."""
    with pytest.raises(DBAPIError, match="can only be added"), postgres_engine.begin() as connection:
        connection.execute(text("TRUNCATE auditevent"))
