"""The offices that stories happen in."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from tests.stories.office import StoryOffice, story_office


@pytest.fixture
def office(sqlite_engine: Engine) -> Iterator[StoryOffice]:
    """The sample branch on SQLite, by Socket Mode."""
    with story_office(sqlite_engine, "socket") as office:
        yield office


@pytest.fixture(params=["socket", "http"])
def either_office(request: pytest.FixtureRequest, sqlite_engine: Engine) -> Iterator[StoryOffice]:
    """The same by Socket Mode and by signed HTTP in turn."""
    with story_office(sqlite_engine, request.param) as office:
        yield office


@pytest.fixture
def postgres_office(postgres_engine: Engine) -> Iterator[StoryOffice]:
    """The same on PostgreSQL."""
    with story_office(postgres_engine, "socket") as office:
        yield office
