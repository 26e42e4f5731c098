"""Arithmetic on calendar days that both grammars share."""

import calendar as month_table
from collections.abc import Iterator
from datetime import date, timedelta

from bot.language.times.atoms import Days, Now, Span, Weekday
from bot.language.times.reading import Unreadable

DAY = timedelta(days=1)
# A month and day that has only just gone by is rather a slip than next year's.
JUST_GONE = timedelta(days=31)


def the_date(year: int, month: int, day: int) -> date:
    """That date; raises Unreadable("impossible") where there is none (11月31日)."""
    try:
        return date(year, month, day)
    except ValueError:
        raise Unreadable("impossible", what="date", year=year, month=month, day=day) from None


def full_year(said: str) -> int:
    """The year of "2026" or "26"."""
    return int(said) + 2000 if len(said) == 2 else int(said)


def month_end(year: int, month: int) -> date:
    """The last day of that month; months beyond 12 or below 1 run on into other years."""
    year, month = shift_month(year, month, 0)
    return date(year, month, month_table.monthrange(year, month)[1])


def shift_month(year: int, month: int, by: int) -> tuple[int, int]:
    """(year, month) that many months on."""
    years, month_index = divmod(month - 1 + by, 12)
    return year + years, month_index + 1


def add_months(on: date, by: int) -> date:
    """The same day of the month `by` months on, or that month's last day."""
    year, month = shift_month(on.year, on.month, by)
    return min(date(year, month, 1) + (on.day - 1) * DAY, month_end(year, month))


def month_day(now: Now, month: int, day: int) -> Days:
    """The next such day of a year; what has just gone by is refused, not put off for a year in silence."""
    if not 1 <= month <= 12 or not 1 <= day <= month_table.monthrange(2024, month)[1]:
        raise Unreadable("impossible", what="date", month=month, day=day)
    year = now.today.year
    if (month, day) == (2, 29):
        while not month_table.isleap(year) or date(year, 2, 29) < now.today:
            year += 1
        return Days((date(year, 2, 29),))
    on = date(year, month, day)
    if on < now.today - JUST_GONE or on >= now.today:
        return Days((on if on >= now.today else date(year + 1, month, day),))
    raise Unreadable("past", on=on.isoformat())


def day_of_month(now: Now, day: int) -> Days:
    """The next day with that number, today included: 25号, the 25th; months without it are passed over."""
    if not 1 <= day <= 31:
        raise Unreadable("impossible", what="date", day=day)
    year, month = now.today.year, now.today.month
    while day > month_end(year, month).day or date(year, month, day) < now.today:
        year, month = shift_month(year, month, 1)
    return Days((date(year, month, day),))


def month_of(now: Now, by: int) -> Span:
    """The calendar month that lies `by` months from this one."""
    year, month = shift_month(now.today.year, now.today.month, by)
    return Span(date(year, month, 1), month_end(year, month))


def next_month_named(now: Now, month: int) -> Span:
    """The next month of that number, the present one included."""
    if not 1 <= month <= 12:
        raise Unreadable("impossible", what="date", month=month)
    year = now.today.year + (month < now.today.month)
    return Span(date(year, month, 1), month_end(year, month))


def quarter_of(now: Now, by: int) -> Span:
    """The quarter that lies `by` quarters from this one."""
    return quarter(now.today.year, (now.today.month - 1) // 3 + 1 + by)


def next_quarter_named(now: Now, number: int) -> Span:
    """The next quarter of that number, the present one included."""
    if not 1 <= number <= 4:
        raise Unreadable("impossible", what="date", quarter=number)
    return quarter(now.today.year + (number < (now.today.month - 1) // 3 + 1), number)


def quarter(year: int, number: int) -> Span:
    """A quarter of a year; numbers beyond 4 run on into the next year."""
    year, month = shift_month(year, number * 3 - 2, 0)
    return Span(date(year, month, 1), month_end(year, month + 2))


def year_of(now: Now, by: int) -> Span:
    """The calendar year that lies `by` years from this one."""
    year = now.today.year + by
    return Span(date(year, 1, 1), date(year, 12, 31))


def week_of(now: Now, by: int) -> Span:
    """The week, Monday to Sunday, that lies `by` weeks from this one."""
    monday = now.today - now.today.weekday() * DAY + by * 7 * DAY
    return Span(monday, monday + 6 * DAY, "week")


def weekday_in_week(now: Now, weekday: int, by: int) -> date:
    """That weekday (Monday is 0) in the week `by` weeks from this one."""
    return week_of(now, by).first_on + weekday * DAY


def coming(now: Now, weekday: Weekday) -> Days:
    """The next day with that weekday; when today is one, today and the one after a week."""
    ahead = (weekday.index - now.today.weekday()) % 7
    if ahead:
        return Days((now.today + ahead * DAY,))
    both = (now.today, now.today + 7 * DAY)
    return Days(both[::-1] if weekday.next_week_first else both)


def working_days(now: Now, first_on: date, last_on: date, *, backwards: bool = False) -> Iterator[date]:
    """The days between both ends that have office hours, in order or from the end."""
    count = (last_on - first_on).days + 1
    for index in range(count):
        on = last_on - index * DAY if backwards else first_on + index * DAY
        if now.calendar.hours_on(on):
            yield on


def nth_working_day(now: Now, first_on: date, number: int) -> date:
    """The `number`-th day with office hours on or after `first_on`."""
    last_on = first_on + (number * 3 + 40) * DAY
    for index, on in enumerate(working_days(now, first_on, last_on), start=1):
        if index == number:
            return on
    raise Unreadable("too_far")


def working_end(now: Now, span: Span) -> date:
    """The last day with office hours of a week whose day has not gone by; its Friday when it has none."""
    for on in working_days(now, span.first_on, span.last_on, backwards=True):
        return on if on >= now.today else span.last_on
    return span.first_on + 4 * DAY if span.first_on + 4 * DAY >= now.today else span.last_on
