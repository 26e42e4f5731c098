"""Tests share engines, and nothing else: what one did is gone for the next, also where it failed."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from tests.databases import TEMPLATE, copied, copied_on_server

Copies = Callable[[], AbstractContextManager[Engine]]


@pytest.fixture
def on_sqlite(migrated_sqlite_file: Path, one_sqlite_engine: Engine) -> Copies:
    return lambda: copied(migrated_sqlite_file, one_sqlite_engine)


@pytest.fixture
def on_postgresql(postgres_url: str, one_postgres_engine: Engine) -> Copies:
    return lambda: copied_on_server(postgres_url, TEMPLATE, one_postgres_engine)


@pytest.mark.parametrize("database", ["on_sqlite", "on_postgresql"])
def test_a_failure_leaves_nothing_behind(request: pytest.FixtureRequest, database: str) -> None:
    """Hypothesis goes on after a failure, on the same engine: it finds a fresh database there."""
    copies: Copies = request.getfixturevalue(database)
    with pytest.raises(RuntimeError):
        fail_in(copies)
    with copies() as engine, engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM mark")).scalar() == 0


def fail_in(copies: Copies) -> None:
    """Something is put there, and then it goes wrong."""
    with copies() as engine:
        with engine.begin() as connection:
            connection.execute(text("INSERT INTO mark (name, at) VALUES ('here', '2026-11-23 10:00:00')"))
        raise RuntimeError
