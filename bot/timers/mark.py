"""Up to which instant a recurring piece of work has been done."""

from sqlalchemy.dialects import postgresql, sqlite

from bot.unit_of_work import UnitOfWork
from models import Mark


def put_mark(uow: UnitOfWork, name: str) -> None:
    """Moves the mark to the unit's instant; replicas that do so at once do not disturb each other."""
    dialect = uow.session.get_bind().dialect.name
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    statement = insert(Mark).values(name=name, at=uow.now)
    statement = statement.on_conflict_do_update(index_elements=["name"], set_={"at": statement.excluded.at})
    uow.session.connection().execute(statement)
