"""Prefix sums over working hours: what makes working time cheap whatever its span.

All instants here are integers: microseconds since 1970-01-01T00:00Z, so that sums are exact.
"""

from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from bot.worktime.days import Rules
from bot.worktime.errors import CalendarError, UnknownYear

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
_NONE = timedelta(0)
# A wrong year must not make the table grow for ever.
FIRST_YEAR, LAST_YEAR = 1900, 2199
FIRST = (datetime(FIRST_YEAR, 1, 3, tzinfo=UTC) - EPOCH) // MICROSECOND
LAST = (datetime(LAST_YEAR, 12, 30, tzinfo=UTC) - EPOCH) // MICROSECOND


class Table(NamedTuple):
    """Working intervals in order, and how much working time lies before and after the i-th of them.

    Exact for instants in [first, last). Entry 0 is empty and lies at their beginning, so that
    every instant follows one.
    """

    first_year: int
    last_year: int
    first: int
    last: int
    starts: list[int]
    ends: list[int]
    before: list[int]
    after: list[int]
    on: list[date]


def build_table(rules: Rules, first_year: int, last_year: int) -> Table:
    """The table of these years and, where they are known, of some more. Raises UnknownYear, CalendarError."""
    if first_year < FIRST_YEAR or last_year > LAST_YEAR:
        raise CalendarError(f"calendar {rules.name!r}: it answers for the years {FIRST_YEAR} to {LAST_YEAR}")
    for year in range(first_year, last_year + 1):
        if not rules.knows(year):
            raise UnknownYear(year, rules.name)
    # As much again, so that a span of n years costs few builds.
    roomy = min(2 * last_year - first_year + 1, LAST_YEAR)
    while last_year < roomy and rules.knows(last_year + 1):
        last_year += 1
    first_on, last_on = date(first_year, 1, 1), date(last_year, 12, 31)
    first, last = wall_instant(rules.zone, first_on, 0), wall_instant(rules.zone, last_on + timedelta(1), 0)
    table = Table(first_year, last_year, first, last, [first], [first], [0], [0], [first_on])
    if rules.around_the_clock:
        _append(table, first, last, first_on)
        return table
    for n in range((last_on - first_on).days + 1):
        on = first_on + timedelta(n)
        for span in rules.hours(on):
            _append(
                table, wall_instant(rules.zone, on, span.start), wall_instant(rules.zone, on, span.end), on
            )
    # What ran over midnight from the year before is not in the table.
    return table._replace(first=first + 2 * 86_400_000_000) if rules.over_midnight else table


def _append(table: Table, start: int, end: int, on: date) -> None:
    # An override may begin while the evening before still runs; a daylight-saving gap may swallow hours.
    start = max(start, table.ends[-1])
    if end <= start:
        return
    worked = table.after[-1]
    table.starts.append(start)
    table.ends.append(end)
    table.before.append(worked)
    table.after.append(worked + end - start)
    table.on.append(on)


def wall_instant(zone: ZoneInfo, on: date, seconds: int) -> int:
    """The first instant at which the wall clock of `zone` shows, or has passed, so many seconds of day `on`.

    Where the clock jumps over that time: the instant of the jump; where it shows it twice: the first of both.
    """
    wall = (datetime.combine(on, time()) + timedelta(seconds=seconds)).replace(tzinfo=zone)
    # The two folds have the offsets before and after a change of the clock; without one they are the same.
    first, second = (
        wall.replace(tzinfo=UTC) - (at.utcoffset() or _NONE) for at in (wall, wall.replace(fold=1))
    )
    if first <= second:
        return (first - EPOCH) // MICROSECOND
    # In a gap the clock jumps somewhere between the two.
    low, high = (int((at - EPOCH).total_seconds()) for at in (second, first))
    shown = wall.replace(tzinfo=None)
    while low < high:
        middle = (low + high) // 2
        local = (EPOCH + timedelta(seconds=middle)).astimezone(zone).replace(tzinfo=None)
        low, high = (middle + 1, high) if local < shown else (low, middle)
    return low * 1_000_000
