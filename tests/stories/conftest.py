"""The offices that stories happen in."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from bot.storage.database import open_engine
from tests.stories.office import StoryOffice, story_office


@pytest.fixture
def office(sqlite_engine: Engine) -> Iterator[StoryOffice]:
    """The sample branch on SQLite, by Socket Mode."""
    with story_office(sqlite_engine, "socket") as office:
        yield office


@pytest.fixture(scope="module")
def shared_office(
    migrated_sqlite_file: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[StoryOffice]:
    """One office for a module whose stories change nothing in it."""
    file = tmp_path_factory.mktemp("shared") / "xieban.db"
    shutil.copy(migrated_sqlite_file, file)
    engine = open_engine(f"sqlite:///{file}")
    with story_office(engine, "socket") as office:
        yield office
    engine.dispose()


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
