"""People who act in the very same moment, on PostgreSQL, where transactions do not queue by themselves."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import Engine

from bot.coordination.drafts import save_draft, send_draft
from tests.office import TestOffice

AT_ONCE = 6


@pytest.fixture
def shared(postgres_engine: Engine) -> TestOffice:
    """An office on PostgreSQL."""
    return TestOffice(postgres_engine)


def at_once(act: Callable[[], int]) -> list[int]:
    """What everybody got who did it at once."""
    ready = Barrier(AT_ONCE)

    def one() -> int:
        ready.wait()
        return act()

    with ThreadPoolExecutor(AT_ONCE) as people:
        return [each.result() for each in [people.submit(one) for _ in range(AT_ONCE)]]


def test_a_policys_first_requests_may_come_at_once(shared: TestOffice) -> None:
    """Nobody is turned away because somebody else puts the policy on record just then."""
    assert len(set(at_once(shared.opens))) == AT_ONCE


def test_a_draft_that_is_sent_twice_at_once_opens_one_request(shared: TestOffice) -> None:
    """A double click gets the one request both times, and no apology."""
    shared.opens()
    values = {
        "customer": shared.customer().id,
        "service": "cpe",
        "access_points": "1",
        "site": "8号楼",
    }
    with shared.by("U0LINQ") as uow:
        draft = save_draft(uow, "resource_check", values).id or 0

    def send() -> int:
        with shared.by("U0LINQ") as uow:
            return send_draft(uow, draft).id or 0

    assert len(set(at_once(send))) == 1
