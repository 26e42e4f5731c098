"""Hours, weekdays and lengths as a policy file writes them; every refusal says what would be right."""

import re
from itertools import pairwise

from bot.worktime.days import DAY, Span

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_CLOCK = r"([01]?\d|2[0-4]):([0-5]\d)(?::([0-5]\d))?"
_SPAN = re.compile(rf"{_CLOCK}\s*-\s*{_CLOCK}", re.ASCII)
_LENGTH = re.compile(r"(?=\d)(?:(\d{1,2})h)?(?:(\d{1,2})m)?", re.ASCII)


def parse_span(text: object) -> Span:
    """`09:00-12:00`; what ends no later than it starts runs over midnight. Raises ValueError."""
    if match := _SPAN.fullmatch(str(text).strip()):
        h, m, s, to_h, to_m, to_s = (int(part or 0) for part in match.groups())
        start, end = 3600 * h + 60 * m + s, 3600 * to_h + 60 * to_m + to_s
        if start < DAY and end <= DAY and start != end:
            return Span(start, end if end > start else end + DAY)
    raise ValueError(
        f"{text!r} are no hours; right is 09:00-12:00, over midnight 22:00-06:00, all day 00:00-24:00"
    )


def parse_weekdays(text: object) -> tuple[int, ...]:
    """`mon`, `mon-fri` or `sat,sun` as numbers, Monday being 0. Raises ValueError."""
    parts = [part.strip() for part in re.split(r"[-,]", str(text).lower())]
    if any(part not in WEEKDAYS for part in parts):
        raise ValueError(f"{text!r} are no weekdays; right is mon, mon-fri or sat,sun")
    numbers = [WEEKDAYS.index(part) for part in parts]
    if "-" not in str(text):
        return tuple(numbers)
    if len(numbers) != 2 or numbers[0] > numbers[1]:
        raise ValueError(f"{text!r} is no stretch of the week, which goes from mon to sun; right is mon-fri")
    return tuple(range(numbers[0], numbers[1] + 1))


def parse_length(text: object) -> int:
    """The length of one working day, `7h` or `7h30m`, in seconds. Raises ValueError."""
    if match := _LENGTH.fullmatch(str(text)):
        hours, minutes = (int(part or 0) for part in match.groups())
        if 0 < (seconds := 3600 * hours + 60 * minutes) <= DAY:
            return seconds
    raise ValueError(f"{text!r} is no length of a working day; right is 7h or 7h30m, at most 24h")


def in_order(spans: tuple[Span, ...]) -> tuple[Span, ...]:
    """One day's hours, earliest first. Raises ValueError where they overlap."""
    ordered = tuple(sorted(spans))
    for one, other in pairwise(ordered):
        if other.start < one.end:
            raise ValueError("hours of one day overlap; let one end before the other starts")
    return ordered
