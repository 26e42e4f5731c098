"""What came in once is done once: Slack's redeliveries and double clicks change nothing."""

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import col

from bot.storage.unit_of_work import UnitOfWork
from models import Received

RECEIVED = Received.__table__  # type: ignore[attr-defined]
# RETURNING, because psycopg's rowcount of such an insert is not to be relied on
_REMEMBER = {
    "sqlite": sqlite.insert(RECEIVED).on_conflict_do_nothing().returning(RECEIVED.c.key),
    "postgresql": postgresql.insert(RECEIVED).on_conflict_do_nothing().returning(RECEIVED.c.key),
}


def first_time(uow: UnitOfWork, key: str) -> bool:
    """Whether `key` (an event id, a trigger id, a view's id and hash) comes in for the first time.

    It is remembered in the unit's own transaction: when that fails, a retry is a first time again.
    """
    connection = uow.session.connection()
    statement = _REMEMBER[connection.dialect.name]
    return connection.execute(statement, {"key": key, "at": uow.now}).first() is not None


def forget_before(uow: UnitOfWork, instant: datetime) -> int:
    """Forgets what came in before `instant`; Slack retries for minutes, so days are plenty."""
    return uow.session.connection().execute(delete(Received).where(col(Received.at) < instant)).rowcount
