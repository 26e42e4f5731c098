"""The arithmetic of limits and waits, as tables."""

from datetime import timedelta
from itertools import pairwise

import pytest

from bot.delivery.contract import LOOK_UP, OPEN_DM, UPDATE
from bot.delivery.limits import NO_LIMITS, SLACK_LIMITS, WORKSPACE, Backoff, Limit
from tests.delivery.desk import NINE

SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(("burst", "in_ten_seconds"), [(1, 10), (3, 12), (5, 14)])
def test_a_limit_lets_through_its_rate_and_its_burst(burst: int, in_ten_seconds: int) -> None:
    """Asked a hundred times a second for ten seconds, a limit of one a second passes ten and the burst."""
    limit = Limit(SECOND, burst)
    free_at, passed = NINE, 0
    for hundredth in range(1000):
        now = NINE + SECOND * hundredth / 100
        if limit.opens_at(free_at) <= now:
            free_at, passed = limit.take(free_at, now), passed + 1
    assert passed == in_ten_seconds


def test_a_rest_is_not_saved_up_beyond_the_burst() -> None:
    """After an hour of silence no more than the burst goes at once."""
    limit = Limit(SECOND, burst=2)
    now, free_at, passed = NINE + timedelta(hours=1), NINE, 0
    while limit.opens_at(free_at) <= now:
        free_at, passed = limit.take(free_at, now), passed + 1
    assert passed == 2


def test_a_late_call_is_made_up_for() -> None:
    """Woken a fifth of a second late each time, a channel still gets a message a second, never two."""
    limit = SLACK_LIMITS.channel
    free_at, calls = NINE, []
    while len(calls) < 60:
        now = max(limit.opens_at(free_at), NINE) + SECOND / 5
        calls.append(now)
        free_at = limit.take(free_at, now)
    assert calls[-1] - calls[0] <= SECOND * 59
    assert min(later - sooner for sooner, later in pairwise(calls)) >= SECOND * 0.75


def test_a_call_given_back_leaves_the_gate_as_it_was() -> None:
    """A call that did not happen costs nothing."""
    limit = Limit(SECOND, burst=3)
    assert limit.give_back(limit.take(NINE, NINE)) == NINE


@pytest.mark.parametrize("burst", [1, 20])
def test_a_shut_gate_opens_when_told(burst: int) -> None:
    """Retry-After is kept to the second, whatever burst the limit allows."""
    limit = Limit(SECOND, burst)
    assert limit.opens_at(limit.shut_until(NINE, NINE + timedelta(seconds=30))) == NINE + timedelta(
        seconds=30
    )


def test_a_wait_doubles_up_to_the_longest() -> None:
    """Each failure doubles the wait until it is the longest."""
    backoff = Backoff(chance=lambda: 0.999999)
    waits = [round(backoff.delay(attempts).total_seconds()) for attempts in (1, 2, 3, 8, 9, 10, 500)]
    assert waits == [2, 4, 8, 256, 512, 600, 600]


def test_chance_shortens_a_wait_by_up_to_half() -> None:
    """Replicas that failed together come back at different instants."""
    waits = {Backoff(chance=lambda chance=chance: chance).delay(3) for chance in (0.0, 0.25, 0.5)}
    assert waits == {timedelta(seconds=4), timedelta(seconds=5), timedelta(seconds=6)}


@pytest.mark.parametrize("limits", [SLACK_LIMITS, NO_LIMITS])
def test_every_gate_has_a_limit(limits) -> None:
    """Each name that a gate can have is known to both sets of limits."""
    names = ["to:team:data", WORKSPACE, *(f"method:{method}" for method in (UPDATE, OPEN_DM, LOOK_UP))]
    assert all(limits.of(name).every >= timedelta(0) for name in names)
