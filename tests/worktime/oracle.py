"""The slow way: walks minute by minute over the wall clock. Shares no code with what it judges.

It reads calendars as calendars.yaml writes them, and asks `chinese_calendar` day by day.
"""

from bisect import bisect_left
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import accumulate
from typing import Any
from zoneinfo import ZoneInfo

import chinese_calendar

Pauses = Sequence[tuple[datetime, datetime]]
MINUTE = timedelta(minutes=1)
WEEKDAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
WINDOW_DAYS = 14
# Hours that began two days before the window may still run in it, over midnight and a day that was skipped.
LEAD = timedelta(days=3)


def day_hours(spec: dict[str, Any], on: date) -> list[str]:
    """The hours of one day: override, then holiday or make-up workday, then weekday."""
    for override in spec.get("overrides", ()):
        if override["days"][0] <= on <= override["days"][1]:
            return list(override["hours"])
    usual: list[str] = spec["hours"].get(WEEKDAYS[on.weekday()], [])
    if not spec.get("holidays"):
        return usual
    if chinese_calendar.is_in_lieu(on) or chinese_calendar.get_holiday_detail(on)[1] is not None:
        if not chinese_calendar.is_workday(on):
            return []
        return usual or next(spec["hours"][day] for day in WEEKDAYS if spec["hours"].get(day))
    return usual


@lru_cache(maxsize=64)
def wall_clock(zone: str, start_at: datetime) -> list[datetime]:
    """The latest time that the wall clock has shown up to every minute of the window."""
    minutes = int((LEAD + timedelta(days=WINDOW_DAYS + 3)) / MINUTE)
    shown = (start_at - LEAD + n * MINUTE for n in range(minutes))
    return list(accumulate((at.astimezone(ZoneInfo(zone)).replace(tzinfo=None) for at in shown), max))


class Oracle:
    """Which minutes of the 14 days from `start_at` are worked; pauses begin and end on full minutes."""

    def __init__(self, spec: dict[str, Any], start_at: datetime) -> None:
        self.start_at = start_at.astimezone(UTC)
        clock = wall_clock(spec["zone"], self.start_at)
        worked = [False] * len(clock)
        on = clock[0].date()
        while on <= clock[-1].date():
            for hours in day_hours(spec, on):
                opens, closes = (_minutes(part) for part in hours.split("-"))
                closes += 24 * 60 if closes <= opens else 0
                midnight = datetime.combine(on, time())
                first, last = (bisect_left(clock, midnight + n * MINUTE) for n in (opens, closes))
                worked[first:last] = [True] * (last - first)
            on += timedelta(days=1)
        self.worked = worked[int(LEAD / MINUTE) :]

    def slots(self, pauses: Pauses = ()) -> list[bool]:
        """The worked minutes without the paused ones."""
        slots = list(self.worked)
        for pause_start, pause_end in pauses:
            low, high = (max(0, int((each - self.start_at) / MINUTE)) for each in (pause_start, pause_end))
            slots[low:high] = [False] * len(slots[low:high])
        return slots

    def between(self, start_at: datetime, end_at: datetime, pauses: Pauses) -> timedelta:
        """Every worked minute, or the part of it that lies between the instants, summed up."""
        first, last = self._seconds(start_at), self._seconds(end_at)
        counted = 0
        for n, is_worked in enumerate(self.slots(pauses)):
            if is_worked and 60 * n < last and 60 * n + 60 > first:
                counted += min(last, 60 * n + 60) - max(first, 60 * n)
        return timedelta(seconds=counted)

    def add(self, start_at: datetime, working: timedelta, pauses: Pauses) -> datetime | None:
        """Uses the amount up minute by minute; None when the window ends first."""
        first, left = self._seconds(start_at), int(working.total_seconds())
        if not left:
            return start_at
        for n, is_worked in enumerate(self.slots(pauses)):
            if is_worked and 60 * n + 60 > first:
                counted = 60 * n + 60 - max(first, 60 * n)
                if counted >= left:
                    return self.start_at + timedelta(seconds=max(first, 60 * n) + left)
                left -= counted
        return None

    def _seconds(self, at: datetime) -> int:
        return int((at - self.start_at).total_seconds())

    def is_working(self, at: datetime) -> bool:
        return self.worked[int((at - self.start_at) / MINUTE)]


def _minutes(clock: str) -> int:
    hours, minutes = clock.split(":")
    return 60 * int(hours) + int(minutes)
