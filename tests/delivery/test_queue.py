"""Whose turn it is, as tables."""

from datetime import datetime, timedelta

import pytest

from bot.delivery.contract import LOOK_UP, OPEN_DM, UPDATE
from bot.delivery.limits import SLACK_LIMITS, WORKSPACE
from bot.delivery.paces import PaceState
from bot.delivery.queue import Action, Waiting, ready_now
from models import Urgency
from tests.delivery.desk import NINE


def at(seconds: float) -> datetime:
    """So many seconds after nine."""
    return NINE + timedelta(seconds=seconds)


def waiting(
    to: str = "team:a",
    action: Action = Action.POST,
    urgency: int = Urgency.NORMAL,
    first_id: int = 1,
    due: float = 0,
    needs_dm: bool = False,
) -> Waiting:
    """A group of notices that is due so many seconds after nine."""
    return Waiting(to, action, urgency, first_id, at(due), needs_dm)


def test_the_urgent_goes_before_the_old_and_doubt_before_all() -> None:
    """What is in doubt is cleared first; then urgency counts, then age."""
    groups = [
        waiting("team:digest", urgency=Urgency.DIGEST, first_id=1),
        waiting("team:old", first_id=2),
        waiting("team:new", first_id=9, action=Action.UPDATE),
        waiting("team:urgent", urgency=Urgency.URGENT, first_id=10),
        waiting("team:doubt", action=Action.LOOK_UP, urgency=Urgency.DIGEST, first_id=11),
    ]
    ready, next_at = ready_now(groups, {}, SLACK_LIMITS, NINE)
    order = [each.destination.removeprefix("team:") for each in ready]
    assert order == ["doubt", "urgent", "old", "new", "digest"]
    assert next_at is None


@pytest.mark.parametrize(
    ("group", "name", "pace", "opens"),
    [
        (waiting(), "to:team:a", PaceState(at(7)), 6.75),
        (waiting(), "to:team:a", PaceState(NINE, leased_until_at=at(50)), 50),
        (waiting(due=9), "to:team:a", PaceState(at(7)), 9),
        (waiting(), WORKSPACE, PaceState(at(10)), 10 - 19 * 0.2),
        (waiting(action=Action.UPDATE), f"method:{UPDATE}", PaceState(at(30)), 30 - 19 * 1.2),
        (waiting(action=Action.LOOK_UP), f"method:{LOOK_UP}", PaceState(at(30)), 30 - 19 * 1.2),
        (waiting("person:U1", needs_dm=True), f"method:{OPEN_DM}", PaceState(at(30)), 30 - 19 * 1.2),
        (waiting(action=Action.UPDATE), "to:team:a", PaceState(at(7)), None),
        (waiting(action=Action.UPDATE), WORKSPACE, PaceState(at(60)), None),
        (waiting("person:U1"), f"method:{OPEN_DM}", PaceState(at(60)), None),
        (waiting(), f"method:{UPDATE}", PaceState(at(60)), None),
        (waiting(), "to:team:other", PaceState(at(60)), None),
    ],
)
def test_a_shut_gate_holds_only_what_must_pass_it(
    group: Waiting, name: str, pace: PaceState, opens: float | None
) -> None:
    """Each lane waits for its own gates and lease, and for no other (`None`: it goes at once)."""
    ready, next_at = ready_now([group], {name: pace}, SLACK_LIMITS, NINE)
    if opens is None:
        assert (ready, next_at) == ([group], None)
    else:
        assert (ready, next_at) == ([], at(opens))


def test_nothing_is_posted_where_something_is_in_doubt() -> None:
    """Posts wait for the look-up of their destination; updates there and posts elsewhere do not."""
    groups = [
        waiting(action=Action.LOOK_UP, due=15),
        waiting(first_id=2),
        waiting(first_id=3, action=Action.UPDATE),
        waiting("team:b", first_id=4),
    ]
    ready, next_at = ready_now(groups, {}, SLACK_LIMITS, NINE)
    assert [each.first_id for each in ready] == [3, 4]
    assert next_at == at(15)
