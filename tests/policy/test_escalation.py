"""Thresholds, quiet hours, pauses and chasing of the sample branch."""

from datetime import timedelta
from decimal import Decimal

import pytest

from bot.policy import Capacity, Listener, Policy, Verb, chase_interval, pause_limit, thresholds_for

DAY = timedelta(hours=7)


def test_a_steps_clock_reminds_first_and_escalates_then(policy: Policy) -> None:
    """The holder hears at 50 % and 80 %, lead and coordinator at 100 %, a manager a working day later."""
    half, most, due, late, later = thresholds_for(policy, "resource_check", "step")
    assert (half.percent, most.percent, due.percent) == (Decimal(50), Decimal(80), Decimal(100))
    assert half.tell == most.tell == (Listener.HOLDER,)
    assert due.tell == (Listener.HOLDER, Listener.LEAD, Listener.COORDINATOR)
    assert (late.offset, later.offset) == (DAY, 2 * DAY)
    assert Listener.MANAGER in late.tell
    assert Listener.MANAGER in later.tell
    assert (due.repeat_every, due.repeat_at_most) == (timedelta(hours=2), 5)
    assert [each.is_escalation for each in (half, most, due, late, later)] == [False, False, True, True, True]


def test_a_fault_has_levels_of_its_own(policy: Policy) -> None:
    """A fault that is late by two hours of the clock is the manager's, whatever the working hours."""
    last = thresholds_for(policy, "fault", "step")[-1]
    assert (last.offset, last.tell[-1]) == (timedelta(hours=2), Listener.MANAGER)


@pytest.mark.parametrize("measures", ["request", "step", "question"])
@pytest.mark.parametrize("kind", ["resource_check", "site_survey", "fault"])
def test_thresholds_are_crossed_in_the_order_of_their_levels(
    policy: Policy, kind: str, measures: str
) -> None:
    """A higher level never comes before a lower one, so that the highest crossed one says it all."""
    thresholds = thresholds_for(policy, kind, measures)
    crossed = [each.crossed_after(timedelta(hours=28)) for each in thresholds]
    assert crossed == sorted(crossed)
    assert [each.level for each in thresholds] == list(range(1, len(thresholds) + 1))


@pytest.mark.parametrize(
    ("kind", "grade", "assurance", "passes"),
    [
        ("fault", "bronze", "AAA", True),
        ("fault", "diamond", "AA", False),
        ("resource_check", "diamond", "AAA", False),
        ("resource_check", "key", "AA", True),
        ("fault", "key", "AA", True),
    ],
)
def test_quiet_hours_let_the_gravest_pass(
    policy: Policy, kind: str, grade: str, assurance: str, passes: bool
) -> None:
    """Faults at AAA and key customers are heard at any hour; the rest waits for the office to open."""
    quiet = policy.escalation.quiet_hours
    assert quiet.lets_pass(kind=kind, grade=grade, assurance=assurance) is passes


def test_a_pauses_length_is_in_the_clocks_own_time(policy: Policy) -> None:
    """A day's pause is 7 working hours for a survey and 24 hours for a fault."""
    asked = {"reason": "customer_not_ready", "grade": "diamond"}
    assert pause_limit(policy, **asked, kind="site_survey") == DAY
    assert pause_limit(policy, **asked, kind="fault") == timedelta(days=1)


def test_a_step_is_chased_once_an_hour_at_most(policy: Policy) -> None:
    """Chasing counts by the wall clock."""
    assert chase_interval(policy) == timedelta(hours=1)


def test_every_verb_is_somebodys(policy: Policy) -> None:
    """Each verb may be done by somebody, and coordinators alone move deadlines and grades."""
    assert all(policy.permissions[verb] for verb in Verb)
    for verb in (Verb.MOVE_DEADLINE, Verb.REGRADE_CUSTOMER, Verb.REOPEN_STEP):
        assert [each for each in Capacity if policy.may(verb, {each})] == [Capacity.COORDINATOR]
