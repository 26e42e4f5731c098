"""Stretches of past days in people's words, for summaries: last month, 上周, 2026-10, 10月1日到10月15日."""

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import NamedTuple

from bot.language.times.atoms import Now, Span
from bot.language.times.days import (
    DAY,
    add_months,
    month_end,
    month_of,
    quarter,
    quarter_of,
    the_date,
    week_of,
    year_of,
)
from bot.language.times.english_words import MONTH, month_number, number
from bot.language.times.reading import Unreadable
from bot.language.times.text import chinese_spelling, is_chinese, spelled_plainly
from bot.worktime.calendar import BusinessCalendar

_Reads = Callable[[Now, re.Match[str]], Span]
_UNITS = {"周": week_of, "星期": week_of, "礼拜": week_of, "week": week_of, "月": month_of, "month": month_of}
_UNITS |= {"季度": quarter_of, "季": quarter_of, "quarter": quarter_of, "年": year_of, "year": year_of}
_LONGEST_DAYS = 1100
_DAY = r"(?:(20\d\d)[-/.年])?(\d{1,2})[-/.月](\d{1,2})[日号]?"


class Period(NamedTuple):
    """Whole days of the calendar's zone, both ends included."""

    from_on: date
    to_on: date


def _relative(now: Now, match: re.Match[str]) -> Span:
    """上个月, this week: `which` tells how far back."""
    which, unit = match["which"], match["unit"]
    back = which.count("上") + which.count("去") + 2 * which.count("前")
    back += which in ("last", "previous", "the last", "the previous")
    return _UNITS[unit](now, -back)


def _recent(now: Now, match: re.Match[str]) -> Span:
    """最近7天, the past two weeks: up to today, today included."""
    count, unit = number(match["count"] or "1"), match["unit"].rstrip("s")
    if not count:
        raise Unreadable("impossible", what="period")
    if unit in ("月", "month"):
        first_on = add_months(now.today, -count) + DAY
    else:
        first_on = now.today - (count * (7 if unit in ("周", "星期", "week") else 1) - 1) * DAY
    return Span(first_on, now.today)


def _single_day(now: Now, match: re.Match[str]) -> Span:
    back = {"今": 0, "t": 0, "昨": 1, "y": 1, "前": 2}[match[0][0]]
    return Span(now.today - back * DAY, now.today - back * DAY)


def _dated(now: Now, year: str | None, month: str, day: str) -> date:
    if year:
        return the_date(int(year), int(month), int(day))
    on = the_date(now.today.year, int(month), int(day))
    return on if on <= now.today else the_date(on.year - 1, int(month), int(day))


def _from_to(now: Now, match: re.Match[str]) -> Span:
    """Two dates; a year left out is the latest that has begun, and the second's is the first's."""
    first_year, first_month, first_day, last_year, last_month, last_day = match.groups()
    first_on = _dated(now, first_year, first_month, first_day)
    last_on = _dated(now, last_year or str(first_on.year), last_month, last_day)
    return Span(first_on, last_on)


def _one_date(now: Now, match: re.Match[str]) -> Span:
    on = _dated(now, *match.groups())
    return Span(on, on)


def _month(year: int, month: int) -> Span:
    first_on = the_date(year, month, 1)
    return Span(first_on, month_end(year, month))


def _year_month(now: Now, match: re.Match[str]) -> Span:
    """2026-10, 去年10月, october: without a year the latest that has begun."""
    named = match["month"]
    month = int(named) if named.isdigit() else month_number(named)
    said = match["year"]
    if said:
        year = {"今": 0, "去": -1}.get(said[0])
        return _month(int(said[:4]) if year is None else now.today.year + year, month)
    return _month(now.today.year - (month > now.today.month), month)


def _quarter(now: Now, match: re.Match[str]) -> Span:
    wanted, year = int(match["quarter"]), match["year"]
    this = (now.today.month - 1) // 3 + 1
    return quarter(int(year) if year else now.today.year - (wanted > this), wanted)


def _year(_: Now, match: re.Match[str]) -> Span:
    return Span(date(int(match[1]), 1, 1), date(int(match[1]), 12, 31))


def _half_year(now: Now, match: re.Match[str]) -> Span:
    year = now.today.year - (match[1] == "去年")
    return (
        Span(date(year, 1, 1), date(year, 6, 30))
        if match[2] == "上"
        else Span(date(year, 7, 1), date(year, 12, 31))
    )


_RULES: tuple[tuple[re.Pattern[str], _Reads], ...] = tuple(
    (re.compile(pattern, re.ASCII), reads)
    for pattern, reads in (
        (r"(?P<which>本|这个?|当|上+个?)(?P<unit>周|星期|礼拜|月|季度|季)(?:份|度)?", _relative),
        (r"(?P<which>今|本|去|前)(?P<unit>年)(?:度|全年)?", _relative),
        (
            r"(?P<which>this|current|last|previous|the last|the previous) (?P<unit>week|month|quarter|year)",
            _relative,
        ),
        (r"(?:最近|近|过去)的?(?P<count>\d{1,3})?个?(?P<unit>天|日|周|星期|月)(?:内|以来)?", _recent),
        (
            r"(?:the )?(?:last|past|previous) (?P<count>\d{1,3}|[a-z]+) (?P<unit>days?|weeks?|months?)",
            _recent,
        ),
        (r"今[天日]|昨[天日]|前[天日]|today|yesterday", _single_day),
        (rf"{_DAY} ?(?:到|至|~|-|\.\.|—|to|until)+ ?{_DAY}", _from_to),
        (_DAY, _one_date),
        (r"(?P<year>20\d\d)[-/.年](?P<month>\d{1,2})月?份?", _year_month),
        (r"(?P<year>今年|去年)?(?P<month>\d{1,2})月份?", _year_month),
        (rf"(?:in )?(?P<month>{MONTH})(?: (?P<year>20\d\d))?", _year_month),
        (r"(?P<year>20\d\d)年?[- ]?(?:q|第)(?P<quarter>[1-4])季?度?", _quarter),
        (r"(?P<year>)(?:q|第)?(?P<quarter>[1-4])季?度?(?<!^\d)", _quarter),
        (r"q(?P<quarter>[1-4]) (?P<year>20\d\d)", _quarter),
        (r"(20\d\d)年?(?:度|全年)?", _year),
        (r"(今年|去年)?(上|下)半年", _half_year),
    )
)


def read_period(phrase: str, at: datetime, calendar: BusinessCalendar) -> Period:
    """The days that a phrase names, said at `at` (aware); a stretch under way reaches its own end.

    Raises Unreadable: "future" for what has not begun, "unknown" for what is not understood in full.
    """
    plain = spelled_plainly(phrase)
    if not plain:
        raise Unreadable("empty")
    text = chinese_spelling(plain) if is_chinese(plain) else plain
    now = Now(at.astimezone(calendar.zone), calendar)
    for pattern, reads in _RULES:
        match = pattern.fullmatch(text)
        if match:
            return _checked(reads, now, match)
    raise Unreadable("unknown")


def _checked(reads: _Reads, now: Now, match: re.Match[str]) -> Period:
    try:
        span = reads(now, match)
    except (OverflowError, ValueError):
        raise Unreadable("unknown") from None
    if span.first_on > now.today:
        raise Unreadable("future", on=span.first_on.isoformat())
    if span.last_on < span.first_on or (span.last_on - span.first_on).days > _LONGEST_DAYS:
        raise Unreadable("impossible", what="period")
    return Period(span.first_on, span.last_on)
