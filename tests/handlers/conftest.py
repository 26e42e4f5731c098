"""The bench that listeners are tried on."""

from collections.abc import Iterator

import pytest

from tests.handlers.bench import Bench
from tests.handlers.slack import Slack, agreeable_slack
from tests.office import TestOffice


@pytest.fixture(scope="session")
def one_slack() -> Iterator[Slack]:
    """One Slack for all tests of the process."""
    with agreeable_slack() as slack:
        yield slack


@pytest.fixture
def slack(one_slack: Slack) -> Slack:
    """It remembers nothing of earlier tests."""
    one_slack.calls.clear()
    return one_slack


@pytest.fixture
def bench(office: TestOffice, slack: Slack) -> Bench:
    """The sample branch's listeners, on SQLite."""
    return Bench(office, slack)
