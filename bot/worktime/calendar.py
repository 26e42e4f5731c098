"""The business calendar: adds working time to an instant, measures it between two, says what it counted."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from bot.worktime.days import DayNote, Period, Rules
from bot.worktime.errors import CalendarError, UnknownYear
from bot.worktime.table import (
    EPOCH,
    FIRST,
    FIRST_YEAR,
    LAST,
    LAST_YEAR,
    MICROSECOND,
    Table,
    build_table,
    wall_instant,
)


class Interval(NamedTuple):
    """From one aware instant to a later one."""

    start: datetime
    end: datetime


class Stretch(NamedTuple):
    """Working time that was counted in one piece; `on` is the day to whose hours it belongs."""

    start_at: datetime
    end_at: datetime
    on: date

    @property
    def working(self) -> timedelta:
        return self.end_at - self.start_at


class BusinessCalendar:
    """Working time by one calendar. It never changes; only what it has worked out grows.

    Instants go in aware, in any zone, and come out in UTC, exact to the microsecond. Elapsed time is real:
    an hour that daylight saving skips is not worked, one that it repeats is worked twice. An amount of
    one working day is `day_seconds`. Every question may raise CalendarError (a naive instant, a year beyond
    reason) and UnknownYear (holidays neither announced nor estimated).
    """

    __slots__ = ("_hours", "_rules", "_table", "day_seconds", "name", "zone")

    def __init__(self, rules: Rules, day_seconds: int) -> None:
        self.name = rules.name
        self.zone: ZoneInfo = rules.zone
        self.day_seconds = day_seconds
        self._rules = rules
        self._table: Table | None = None
        self._hours: dict[date, tuple[Interval, ...]] = {}

    def __repr__(self) -> str:
        return f"BusinessCalendar({self.name!r})"

    def informed_by(self, newer: "BusinessCalendar") -> "BusinessCalendar":
        """The same hours, with the years that `newer` knows as announced in place of estimates."""
        mine, theirs = self._rules.years, newer._rules.years
        if mine is None or theirs is None:
            return self
        told = {n: year for n, year in theirs.items() if not year.estimated}
        told = {n: year for n, year in told.items() if n not in mine or mine[n].estimated}
        rules = replace(self._rules, years={**mine, **told})
        return BusinessCalendar(rules, self.day_seconds) if told else self

    def add(self, start_at: datetime, working: timedelta, pauses: Sequence[Interval] = ()) -> datetime:
        """The first instant by which so much working time has passed since `start_at`, pauses left out.

        An amount used up exactly at 12:00 ends at 12:00; an amount of nothing is `start_at` itself, wherever
        it lies. A negative amount raises CalendarError.
        """
        start = _micros(start_at)
        amount = working // MICROSECOND
        if amount <= 0:
            if amount:
                raise CalendarError("only a positive amount of working time can be added")
            return self._local(start).astimezone(UTC)
        table = self._covering(start, start)
        target = _worked(table, start) + amount
        table, end = self._reach(table, target)
        if not pauses:
            return _instant(end)
        for pause_start, pause_end in _apart(pauses, start):
            if pause_start >= end:
                break
            table = self._covering(start, pause_end)
            target += _worked(table, pause_end) - _worked(table, pause_start)
            table, end = self._reach(table, target)
        return _instant(end)

    def between(self, start_at: datetime, end_at: datetime, pauses: Sequence[Interval] = ()) -> timedelta:
        """Working time from one instant to the other, pauses left out; negative when the end comes first."""
        start, end = _micros(start_at), _micros(end_at)
        if end < start:
            return -self.between(end_at, start_at, pauses)
        table = self._covering(start, end)
        worked = _worked(table, end) - _worked(table, start)
        for pause_start, pause_end in _apart(pauses, start, end) if pauses else ():
            worked -= _worked(table, pause_end) - _worked(table, pause_start)
        return worked * MICROSECOND

    def is_working(self, at: datetime) -> bool:
        """Whether work is on at that instant; at closing time it is not."""
        instant = _micros(at)
        table = self._covering(instant, instant)
        return instant < table.ends[bisect_right(table.starts, instant) - 1]

    def next_opening(self, at: datetime) -> datetime:
        """The earliest instant of working time that is not before `at`."""
        instant = _micros(at)
        table = self._covering(instant, instant)
        i = bisect_right(table.ends, instant)
        while i == len(table.ends):
            table = self._longer(table)
        return _instant(max(instant, table.starts[i]))

    def stretches(
        self, start_at: datetime, end_at: datetime, pauses: Sequence[Interval] = ()
    ) -> list[Stretch]:
        """Every stretch of working time from one instant to the other; together they are `between`."""
        start, end = _micros(start_at), _micros(end_at)
        if end <= start:
            return []
        table = self._covering(start, end)
        # A break of nothing at the end closes the last gap.
        breaks = [*_apart(pauses, start, end), (end, end)]
        found: list[Stretch] = []
        opened = start
        for break_start, break_end in breaks:
            i = bisect_right(table.ends, opened)
            while opened < break_start and i < len(table.starts) and table.starts[i] < break_start:
                piece = max(opened, table.starts[i]), min(break_start, table.ends[i])
                found.append(self._stretch(*piece, table.on[i]))
                i += 1
            opened = break_end
        return found

    def hours_on(self, on: date) -> tuple[Interval, ...]:
        """The hours that count to that day, in UTC; none on a day off. They may end on the day after."""
        if on not in self._hours:
            bounds = (
                (wall_instant(self.zone, on, span.start), wall_instant(self.zone, on, span.end))
                for span in self._rules.hours(on)
            )
            hours = (Interval(_instant(start), _instant(end)) for start, end in bounds if start < end)
            self._hours[on] = tuple(hours)
        return self._hours[on]

    def day_note(self, on: date) -> DayNote:
        """Why that day is worked or not."""
        return self._rules.note(on)

    def holiday_period(self, name_key: str, year: int) -> Period | None:
        """First and last day of a public holiday such as `spring_festival`, announced or estimated.

        None where the calendar keeps no public holidays, or where that one is part of no period that year.
        """
        if self._rules.years is None:
            return None
        if year not in self._rules.years:
            raise UnknownYear(year, self.name)
        return self._rules.years[year].holidays.get(name_key)

    def is_provisional(self, start_at: datetime, end_at: datetime) -> bool:
        """Whether what is counted between the two instants rests on an estimated year."""
        days = (self._local(_micros(start_at)).date(), self._local(_micros(end_at)).date())
        return any(
            period.first_on <= max(days) and min(days) <= period.last_on for period in self._rules.estimated
        )

    def _stretch(self, start: int, end: int, on: date) -> Stretch:
        # Around the clock the table holds one endless interval, so the day must be found.
        day = self._local(start).date() if self._rules.around_the_clock else on
        return Stretch(_instant(start), _instant(end), day)

    def _local(self, instant: int) -> datetime:
        if not FIRST <= instant < LAST:
            raise CalendarError(f"only instants of the years {FIRST_YEAR} to {LAST_YEAR} are known")
        return _instant(instant).astimezone(self.zone)

    def _covering(self, start: int, end: int) -> Table:
        """A table that holds both instants. Raises UnknownYear, CalendarError."""
        table = self._table
        if table and table.first <= start and end < table.last:
            return table
        margin = timedelta(2 if self._rules.over_midnight else 0)
        first_year, last_year = (self._local(start) - margin).year, self._local(end).year
        if table:
            first_year, last_year = min(first_year, table.first_year), max(last_year, table.last_year)
        self._table = table = build_table(self._rules, first_year, last_year)
        return table

    def _longer(self, table: Table) -> Table:
        """The same table with at least one year more; what it held keeps its sums."""
        self._table = table = build_table(self._rules, table.first_year, table.last_year + 1)
        return table

    def _reach(self, table: Table, target: int) -> tuple[Table, int]:
        """The first instant at which the table's working time comes to `target`."""
        i = bisect_left(table.after, target)
        while i == len(table.after):
            table = self._longer(table)
            i = bisect_left(table.after, target)
        return table, table.starts[i] + target - table.before[i]


def _worked(table: Table, instant: int) -> int:
    """Working time of the table up to that instant."""
    i = bisect_right(table.starts, instant) - 1
    return table.before[i] + instant - table.starts[i] if instant < table.ends[i] else table.after[i]


def _apart(pauses: Iterable[Interval], start: int, end: int | None = None) -> list[tuple[int, int]]:
    """The pauses in order, those that touch made one, cut to what lies after `start` and before `end`."""
    apart: list[tuple[int, int]] = []
    for pause_start, pause_end in sorted((_micros(pause[0]), _micros(pause[1])) for pause in pauses):
        if pause_end < pause_start:
            raise CalendarError("a pause ends before its start; right is [from, to]")
        low, high = max(pause_start, start), pause_end if end is None else min(pause_end, end)
        if apart and low <= apart[-1][1]:
            low, high = apart[-1][0], max(high, apart.pop()[1])
        if low < high:
            apart.append((low, high))
    return apart


def _micros(at: datetime) -> int:
    try:
        return (at - EPOCH) // MICROSECOND
    except TypeError:
        raise CalendarError(f"{at} has no offset; right is {at}+08:00") from None


def _instant(micros: int) -> datetime:
    return EPOCH + micros * MICROSECOND
