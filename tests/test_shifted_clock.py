"""The local workspace's clock: moved by hand, it stops wherever something falls due."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.running.shifted_clock import ShiftedClock
from tests.office import sample_policy

MONDAY = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


def clock() -> ShiftedClock:
    return ShiftedClock(lambda: MONDAY, sample_policy().calendars["office"])


def test_a_move_stops_at_everything_that_falls_due_on_the_way() -> None:
    """What people did since the last move counts: the clock looks before it leaves."""
    moved, stops = clock(), []
    due = [MONDAY + timedelta(minutes=20), MONDAY + timedelta(minutes=50)]

    def next_stop(target: datetime) -> datetime:
        return min((at for at in due if at > moved.now()), default=target)

    moved.next_stop, moved.arrived = next_stop, stops.append
    assert moved.move("1wh") == MONDAY + timedelta(hours=1)
    assert stops == [MONDAY, *due, MONDAY + timedelta(hours=1)]


def test_the_offered_moves_know_the_branchs_hours() -> None:
    """A working hour jumps the lunch break; the next morning jumps the night."""
    moved = clock()
    moved.move("2026-11-23T11:30+08:00")
    assert moved.move("1wh") == datetime(2026, 11, 23, 6, 30, tzinfo=UTC)
    assert moved.move("morning") == datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
    moved.move("2026-11-27T17:00+08:00")
    assert moved.move("morning") == datetime(2026, 11, 30, 1, 0, tzinfo=UTC)


@pytest.mark.parametrize("to", ["2026-11-23T09:00+08:00", "2026-11-24T09:00", "soon"])
def test_a_clock_goes_neither_back_nor_to_what_is_no_instant(to: str) -> None:
    """An earlier instant, one without an offset and a word are refused."""
    with pytest.raises(ValueError, match=r"clock does not go back|offset|Invalid isoformat"):
        clock().move(to)
