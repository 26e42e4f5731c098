"""Deadlines, alarms and quiet hours as pure functions, by tables."""

from datetime import datetime, timedelta
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.course.rules import RequestRules
from bot.policy import Listener, thresholds_for
from bot.timers.alarms import Ladder, alarms
from bot.timers.deadline import due_of, timeline_of
from bot.timers.quiet import hold_until
from tests.timers.scene import at, policy

MONDAY = at("2026-11-23 10:00")
CALENDAR = policy().calendars["office"]
LADDER = Ladder(thresholds_for(policy(), "resource_check", "step"))
NOBODY_ANSWERED = SimpleNamespace(acknowledged_level=None, expected_at=None, snoozed_until_at=None)


def clock(hours: float = 6) -> SimpleNamespace:
    return SimpleNamespace(started_at=MONDAY, target_seconds=int(hours * 3600), carried_seconds=0)


def pause(start: str, end: str | None) -> SimpleNamespace:
    from_at = at(f"2026-11-{start}")
    return SimpleNamespace(from_at=from_at, to_at=at(f"2026-11-{end}") if end else None)


def move(moved: str, due: str) -> SimpleNamespace:
    return SimpleNamespace(moved_at=at(f"2026-11-{moved}"), due_at=at(f"2026-11-{due}"))


@pytest.mark.parametrize(
    ("pauses", "moves", "due"),
    [
        ([], [], "23 18:00"),
        ([pause("23 11:00", "23 15:00")], [], "24 11:00"),
        ([pause("23 12:00", "23 14:00")], [], "23 18:00"),
        ([pause("23 11:00", "23 15:00"), pause("23 14:30", "23 16:00")], [], "24 12:00"),
        ([pause("23 17:00", None)], [], None),
        ([], [move("23 11:00", "25 20:00")], "25 20:00"),
        ([], [move("23 11:00", "25 20:00"), move("23 12:00", "24 12:00")], "24 12:00"),
        ([pause("23 10:00", "23 11:00")], [move("23 11:00", "24 12:00")], "24 12:00"),
        ([pause("23 14:00", "23 15:00")], [move("23 11:00", "24 12:00")], "24 15:00"),
        ([pause("23 18:00", "24 09:00")], [move("23 11:00", "24 12:00")], "24 12:00"),
        ([pause("23 11:00", "23 15:00")], [move("23 14:30", "24 12:00")], "24 14:30"),
    ],
)
def test_the_deadline_follows_from_the_facts(
    pauses: list[SimpleNamespace], moves: list[SimpleNamespace], due: str | None
) -> None:
    """Six working hours from Monday 10:00; of several moves the last counts, later pauses push it."""
    wanted = at(f"2026-11-{due}") if due else None
    assert due_of(clock(), pauses, moves, CALENDAR) == wanted


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 4000), st.integers(0, 3000)), max_size=4), st.integers(1, 40))
def test_what_is_consumed_at_the_deadline_is_the_target(rows: list[tuple[int, int]], hours: int) -> None:
    """Whatever was paused, at its deadline a clock has consumed its target exactly, and nothing remains."""
    pauses = []
    for start, length in rows:
        from_at = MONDAY + timedelta(minutes=start)
        pauses.append(SimpleNamespace(from_at=from_at, to_at=from_at + timedelta(minutes=length)))
    course = timeline_of(clock(hours), pauses, [], CALENDAR)
    assert course.due_at is not None
    assert course.consumed(course.due_at) == timedelta(hours=hours)
    assert course.remaining(course.due_at) == timedelta(0)


def fired(key: str, turn: int, due: str) -> SimpleNamespace:
    return SimpleNamespace(threshold=key, turn=turn, due_at=at(f"2026-11-{due}"))


HALF, MOST = fired("half", 0, "23 15:00"), fired("most", 0, "23 16:48")
DUE = fired("due", 0, "23 18:00")
SEEN = SimpleNamespace(acknowledged_level="due", expected_at=None, snoozed_until_at=None)
SEEN_UNTIL = SimpleNamespace(
    acknowledged_level="due", expected_at=at("2026-11-24 17:00"), snoozed_until_at=None
)
SNOOZED = SimpleNamespace(acknowledged_level=None, expected_at=None, snoozed_until_at=at("2026-11-24 09:00"))


@pytest.mark.parametrize(
    ("before", "marks", "now", "due", "told", "next_at"),
    [
        ([], NOBODY_ANSWERED, "23 14:59", [], None, "23 15:00"),
        ([], NOBODY_ANSWERED, "23 15:00", ["half 0"], "half 0", "23 16:48"),
        ([], NOBODY_ANSWERED, "23 18:00", ["half 0", "most 0", "due 0"], "due 0", "24 11:00"),
        ([HALF, MOST], NOBODY_ANSWERED, "24 16:00", ["due 0", "due 1", "due 2"], "due 2", "24 17:00"),
        ([HALF, MOST, DUE], NOBODY_ANSWERED, "24 10:59", [], None, "24 11:00"),
        ([HALF, MOST, DUE], NOBODY_ANSWERED, "24 11:00", ["due 1"], "due 1", "24 15:00"),
        ([HALF, MOST, DUE], SEEN, "24 17:59", [], None, "24 18:00"),
        ([HALF, MOST, DUE], SEEN_UNTIL, "24 16:59", [], None, "24 17:00"),
        ([HALF, MOST, DUE], SEEN_UNTIL, "24 17:00", ["due 1"], "due 1", "24 18:00"),
        ([HALF], SNOOZED, "23 16:47", [], None, "23 16:48"),
        ([HALF], SNOOZED, "23 16:48", ["most 0"], "most 0", "23 18:00"),
        ([HALF, MOST], SNOOZED, "23 17:59", [], None, "23 18:00"),
    ],
)
def test_what_is_due_is_told_by_its_highest(
    before: list[SimpleNamespace],
    marks: SimpleNamespace,
    now: str,
    due: list[str],
    told: str | None,
    next_at: str,
) -> None:
    """Six hours from Monday 10:00: half at 15:00, 80 % at 16:48, due at 18:00 and every 2 h."""
    found = alarms(timeline_of(clock(), [], [], CALENDAR), marks, LADDER, before, at(f"2026-11-{now}"))
    assert [f"{each.threshold.key} {each.turn}" for each in found.due] == due
    assert (found.told and f"{found.told.threshold.key} {found.told.turn}") == told
    assert found.next_at == at(f"2026-11-{next_at}")


def test_a_snooze_tells_the_level_once_more_when_it_ends() -> None:
    """A level without repeats is told again at the end of a snooze, and then the answer is used up."""
    snoozed = SimpleNamespace(
        acknowledged_level=None, expected_at=None, snoozed_until_at=at("2026-11-23 16:00")
    )
    found = alarms(timeline_of(clock(), [], [], CALENDAR), snoozed, LADDER, [HALF], at("2026-11-23 16:00"))
    assert [(each.threshold.key, each.turn) for each in found.due] == [("half", 1)]
    assert found.answered


@pytest.mark.parametrize(
    ("kind", "grade", "assurance", "now", "until"),
    [
        ("resource_check", "bronze", "normal", "23 10:00", None),
        ("resource_check", "bronze", "normal", "23 20:00", "24 09:00"),
        ("resource_check", "bronze", "AAA", "23 20:00", "24 09:00"),
        ("resource_check", "bronze", "normal", "27 18:00", "30 09:00"),
        ("resource_check", "key", "normal", "28 03:00", None),
        ("fault", "gold", "AAA", "28 03:00", None),
        ("fault", "gold", "AA", "28 03:00", "30 09:00"),
    ],
)
def test_quiet_hours_hold_all_but_what_cannot_wait(
    kind: str, grade: str, assurance: str, now: str, until: str | None
) -> None:
    """Nights and weekends wait for the office to open; faults at AAA and key customers do not."""
    request = SimpleNamespace(kind=kind, grade=grade, assurance=assurance)
    wanted: datetime | None = at(f"2026-11-{until}") if until else None
    rules = RequestRules(policy(), policy(), kind)
    assert hold_until(rules, Listener.LEAD, request, at(f"2026-11-{now}")) == wanted
