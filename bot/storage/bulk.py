"""Many rows of one table in one statement, as the driver wants them.

SQLAlchemy's work on every single parameter took longer than the database (measured: 60 of 130 ms for 1,000
due). So whoever writes by the thousand makes the rows plain (`at` for instants, JSON as text) and hands
them over.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Table

from bot.storage.unit_of_work import UnitOfWork
from models.base import UtcDateTime

Row = tuple[Any, ...]


class Bulk:
    """Writes plain rows within the unit of work; each row has its values in the order of `columns`."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._connection = uow.session.connection()
        dialect = self._connection.dialect
        self._mark = "?" if dialect.name == "sqlite" else "%s"
        self.at = UtcDateTime().bind_processor(dialect)
        self.now = self.at(uow.now)

    def insert(self, table: Table, columns: Sequence[str], rows: list[Row]) -> None:
        """Adds the rows."""
        marks = ", ".join(self._mark for _ in columns)
        self._run(f"INSERT INTO {table.name} ({', '.join(columns)}) VALUES ({marks})", rows)

    def update(self, table: Table, columns: Sequence[str], rows: list[Row]) -> None:
        """Changes rows by their id, which stands behind the values of `columns`."""
        changes = ", ".join(f"{column} = {self._mark}" for column in columns)
        self._run(f"UPDATE {table.name} SET {changes} WHERE id = {self._mark}", rows)

    def _run(self, statement: str, rows: list[Row]) -> None:
        if rows:
            self._connection.exec_driver_sql(statement, rows)
