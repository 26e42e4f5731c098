"""Pieces of SQL that SQLite and PostgreSQL both understand; for statements that are made once, at import."""

from collections.abc import Callable
from typing import Any, TypeVar

from sqlalchemy import Executable, Table, literal, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.elements import ColumnElement

Statement = TypeVar("Statement", bound=Executable)


def is_there(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    """EXISTS, by the index for each row of the outer query: PostgreSQL may read the whole other table for an
    EXISTS, all the cards that ever were; a LIMIT keeps it from that."""
    return select(literal(1)).where(*conditions).limit(1).scalar_subquery().is_not(None)


def inserts(table: Table, build: Callable[[Any], Statement]) -> dict[str, Statement]:
    """A statement by the name of its database: `build` adds what happens on a conflict to the INSERT that it
    is given (`sqlalchemy.dialects.sqlite.Insert` or PostgreSQL's), whose `excluded` are the new values."""
    return {"sqlite": build(sqlite.insert(table)), "postgresql": build(postgresql.insert(table))}
