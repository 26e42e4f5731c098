"""What came in once is done once: Slack's redeliveries and double clicks change nothing."""

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import col

from bot.unit_of_work import UnitOfWork
from models import Received


def first_time(uow: UnitOfWork, key: str) -> bool:
    """Whether `key` (an event id, a trigger id, a view's id and hash) comes in for the first time.

    It is remembered in the unit's own transaction: when that fails, a retry is a first time again.
    """
    dialect = uow.session.get_bind().dialect.name
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    statement = insert(Received).values(key=key, at=uow.now).on_conflict_do_nothing()
    # RETURNING, because psycopg's rowcount of such an insert is not to be relied on
    return uow.session.connection().execute(statement.returning(col(Received.key))).first() is not None


def forget_before(uow: UnitOfWork, instant: datetime) -> int:
    """Forgets what came in before `instant`; Slack retries for minutes, so days are plenty."""
    return uow.session.connection().execute(delete(Received).where(col(Received.at) < instant)).rowcount
