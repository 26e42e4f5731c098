"""Amounts of working time as people write them: `6.5d`, `90m`, `3h`, `2h30m`."""

import re
from datetime import timedelta
from decimal import Decimal
from typing import Protocol

from bot.worktime.errors import CalendarError

_NUMBER = r"([0-9]{1,6}(?:\.[0-9]{1,6})?)"
_AMOUNT = re.compile("".join(rf"(?:{_NUMBER}{unit})?" for unit in "dhms"))
_SECONDS = {"h": 3600, "m": 60}


class HasDay(Protocol):
    """Something that knows how long one working day is."""

    @property
    def day_seconds(self) -> int: ...


def parse_amount(text: str, calendar: HasDay) -> timedelta:
    """Working time from `6.5d`, `90m`, `3h`, `2h30m`, `1d4h`; one `d` is the calendar's working day.

    Raises CalendarError for anything else: no unit, a sign, units out of order.
    """
    compact = text.strip().lower().replace(" ", "")
    match = _AMOUNT.fullmatch(compact)
    if not compact or not match:
        raise CalendarError(f"{text!r} is no amount of working time; right are 6.5d, 3h, 90m, 2h30m")
    units = (calendar.day_seconds, 3600, 60, 1)
    seconds = sum((Decimal(n) * unit for n, unit in zip(match.groups(), units, strict=True) if n), Decimal(0))
    return timedelta(microseconds=int((seconds * 1_000_000).to_integral_value()))


def format_amount(working: timedelta, calendar: HasDay) -> str:
    """Words that `parse_amount` reads back, `6.5d`, `1d3h`, `1h30m`; with `-` before what is negative."""
    if working < timedelta(0):
        return "-" + format_amount(-working, calendar)
    half_days, rest = divmod(working, timedelta(seconds=calendar.day_seconds) / 2)
    if not rest:
        return f"{half_days // 2}{'.5' * (half_days % 2)}d" if half_days else "0h"
    days, left = divmod(working, timedelta(seconds=calendar.day_seconds))
    words = f"{days}d" if days else ""
    for unit, seconds in _SECONDS.items():
        count, left = divmod(left, timedelta(seconds=seconds))
        words += f"{count}{unit}" if count else ""
    if left:
        words += f"{Decimal(left // timedelta(microseconds=1)) / 1_000_000:f}s"
    return words
