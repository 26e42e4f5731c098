"""The desk on both databases."""

from pathlib import Path

import pytest
from sqlalchemy import Engine

from bot.policy import Policy, load_policy
from tests.delivery.desk import Desk

POLICIES = Path(__file__).resolve().parents[2] / "policies"


@pytest.fixture(scope="session")
def policy() -> Policy:
    """The sample branch's policy."""
    return load_policy(POLICIES)


@pytest.fixture
def desk(engine: Engine, policy: Policy) -> Desk:
    """A desk on each database in turn."""
    return Desk.at(engine, policy)


@pytest.fixture
def sqlite_desk(sqlite_engine: Engine, policy: Policy) -> Desk:
    """A desk on SQLite, for what does not depend on the database."""
    return Desk.at(sqlite_engine, policy)


@pytest.fixture
def postgres_desk(postgres_engine: Engine, policy: Policy) -> Desk:
    """A desk on PostgreSQL."""
    return Desk.at(postgres_engine, policy)
