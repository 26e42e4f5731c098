"""Up to which instant a recurring piece of work has been done, and whose turn the next one is."""

from datetime import datetime, timedelta

from sqlalchemy import or_
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import col

from bot.storage.unit_of_work import UnitOfWork
from models import Mark


def put_mark(uow: UnitOfWork, name: str, at: datetime | None = None) -> None:
    """Moves the mark to `at` (the unit's instant); replicas that do so at once do not disturb each other."""
    statement = _insert(uow, name, at or uow.now)
    statement = statement.on_conflict_do_update(index_elements=["name"], set_={"at": statement.excluded.at})
    uow.session.connection().execute(statement)


def run_if_due(uow: UnitOfWork, name: str, every: timedelta) -> bool:
    """Whether it is the caller's turn to do what is done once in `every`, over all replicas.

    A replica that asks at the same time waits for this transaction and is told no. A mark that lies ahead
    (a local clock that had been moved) keeps nobody from working.
    """
    statement = _insert(uow, name, uow.now)
    is_due = or_(col(Mark.at) <= uow.now - every, col(Mark.at) > uow.now + every)
    statement = statement.on_conflict_do_update(
        index_elements=["name"], set_={"at": statement.excluded.at}, where=is_due
    )
    return uow.session.connection().execute(statement.returning(col(Mark.name))).first() is not None


def _insert(uow: UnitOfWork, name: str, at: datetime) -> postgresql.Insert | sqlite.Insert:
    dialect = uow.session.get_bind().dialect.name
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    return insert(Mark).values(name=name, at=at)
