"""Dates and hours written in figures, the same in both languages."""

from dataclasses import replace
from datetime import UTC, date, timedelta, timezone
from zoneinfo import ZoneInfo

from bot.language.times.atoms import FILLER, Atom, Clock, Days, Now, Offset, Part
from bot.language.times.days import month_day, the_date
from bot.language.times.lexer import Rule
from bot.language.times.reading import Unreadable

_NO_UNIT = (
    r"(?![\d./:\-]|[dhwm](?![a-z])"
    r"| ?(?:个|天|日内|小时|工|周|分|年|时|day|hour|hr|min|week|month|year|work|bus))"
)
CHINA = ZoneInfo("Asia/Shanghai")


def _moment(_: Now, groups: tuple[str, ...]) -> tuple[Atom, ...]:
    year, month, day, hour, minute, second, fraction, offset = groups
    on = the_date(int(year), int(month), int(day))
    clock = exact_clock(int(hour), int(minute), int(second or 0), int(fraction.ljust(6, "0") or 0))
    return Days((on,)), clock, Offset(_zone(offset))


def _zone(said: str) -> timezone:
    digits = said.replace(":", "")
    if said == "z":
        return UTC
    away = timedelta(hours=int(digits[1:3]), minutes=int(digits[3:5] or 0))
    if away >= timedelta(hours=15) or int(digits[3:5] or 0) > 59:
        raise Unreadable("impossible", what="offset", offset=said)
    return timezone(-away if said[0] == "-" else away)


def exact_clock(
    hour: int, minute: int = 0, second: int = 0, microsecond: int = 0, *, sure: bool = True
) -> Clock:
    """A checked hour; raises Unreadable("impossible") for 25:00."""
    if hour > 24 or minute > 59 or second > 59 or (hour == 24 and (minute or second or microsecond)):
        raise Unreadable("impossible", what="time", hour=hour, minute=minute)
    return Clock(hour, minute, second, microsecond, sure or hour > 12 or hour == 0)


def _year_month_day(_: Now, groups: tuple[str, ...]) -> Days:
    year, dash, slash, dot, day = groups
    return Days((the_date(int(year), int(dash or slash or dot), int(day)),))


def _compact(_: Now, groups: tuple[str, ...]) -> Days:
    return Days((the_date(*map(int, groups)),))


def _with_year_last(now: Now, groups: tuple[str, ...]) -> Days:
    """12/31/2026 or 31/12/2026: both orders where both are days to come, the likelier month first."""
    first, second, year = map(int, groups)
    found: list[date] = []
    for month, day in ((first, second), (second, first)):
        if 1 <= month <= 12:
            try:
                on = date(year, month, day)
            except ValueError:
                continue
            found.append(on)
    if not found:
        raise Unreadable("impossible", what="date", year=year, month=first, day=second)
    to_come = [on for on in found if on >= now.today]
    return Days(tuple(dict.fromkeys(to_come or found)))


def _month_day(now: Now, groups: tuple[str, ...]) -> Days:
    """12/5 is 5 December; the other order is a second reading only where it comes sooner."""
    first, sign, second = int(groups[0]), groups[1], int(groups[2])
    if first > 12 and sign != "-":
        return month_day(now, second, first)
    usual = month_day(now, first, second)
    if sign == "/" and first != second <= 12:
        other = month_day(now, second, first)
        if other.on < usual.on:
            return Days(usual.on + other.on)
    return usual


def _clock(_: Now, groups: tuple[str, ...]) -> Clock:
    hour, minute, second, fraction, half = groups
    if half:
        return half_day_clock(int(hour), int(minute), half)
    sure = hour.startswith("0") or bool(second)
    return exact_clock(int(hour), int(minute), int(second or 0), int(fraction.ljust(6, "0") or 0), sure=sure)


def half_day_clock(hour: int, minute: int, half: str) -> Clock:
    """3pm, 12am; raises Unreadable("impossible") for 15pm."""
    if not 1 <= hour <= 12:
        raise Unreadable("impossible", what="time", hour=hour, minute=minute)
    return replace(exact_clock(hour % 12 + (12 if half.startswith("p") else 0), minute), halved=True)


def _half_day(_: Now, groups: tuple[str, ...]) -> Clock:
    return half_day_clock(int(groups[0]), int(groups[1] or 0), groups[2])


def _noon(_: Now, __: tuple[str, ...]) -> Part:
    return Part.NOON


def _offset(_: Now, groups: tuple[str, ...]) -> Offset:
    return Offset(_zone(groups[0] or "z"))


NUMERIC_RULES = (
    Rule(
        r"(\d{4})-(\d{2})-(\d{2})[t ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,6}))?)?"
        r" ?(z|[+-]\d{2}:?\d{2})(?![\d:a-z])",
        _moment,
    ),
    Rule(
        r"(\d{4})(?:-(\d{1,2})-|/(\d{1,2})/|\.(\d{1,2})\.)(\d{1,2})(?:t(?=\d\d:)|(?![\d./\-]))",
        _year_month_day,
    ),
    Rule(r"(20\d\d)(\d\d)(\d\d)(?!\d)", _compact),
    Rule(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](20\d\d)(?!\d)", _with_year_last),
    Rule(r"12:00 noon(?![a-z])", _noon),
    Rule(r"(\d{1,2}):(\d\d)(?::(\d\d)(?:\.(\d{1,6}))?)?(?: ?([ap]m))?(?![\da-z:])", _clock),
    Rule(r"(\d{1,2})(?:\.(\d\d))? ?([ap]m)(?![a-z])", _half_day),
    Rule(r"(\d{1,2})([/.\-])(\d{1,2})" + _NO_UNIT, _month_day),
    Rule(r"(?:utc|gmt)?(\+\d\d:?\d\d)(?!\d)", _offset),
    Rule(r"(?:utc|gmt)()(?![a-z\d+\-])", _offset),
    Rule(r"北京时间|(?:beijing|china) time", lambda _, __: (Offset(CHINA), FILLER)),
)
