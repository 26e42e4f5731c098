"""What the grammars leave over, given to dateparser; an answer counts only if every figure said is in it."""

import re
from datetime import UTC, datetime

from bot.language.times.atoms import Now
from bot.language.times.resolve import Instant

_WORDS = re.compile(r"[a-z]+")
_FIGURES = re.compile(r"\d+")
_MONTHS = {name: index for index, name in enumerate(
    ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), start=1
)}  # fmt: skip
_OTHER_WORDS = re.compile(
    r"(?:mon|tue(?:s)?|wed(?:nes)?|thu(?:r|rs)?|fri|sat(?:ur)?|sun)(?:day)?|[ap]m|st|nd|rd|th|of|at|on|the|by|utc|gmt|t|z"
)
_LONG_MONTHS = re.compile(
    "january|february|march|april|june|july|august|sept|september|october|november|december"
)


def instant(plain: str, now: Now) -> Instant | None:
    """The instant of an absolute date with day, month, year and hour in words that dateparser knows, or None.

    dateparser guesses readily, so it is asked only for phrases made of month names, weekdays, figures and a
    few small words, and is believed only if its answer shows each figure of the phrase.
    """
    words = _WORDS.findall(plain)
    names = {word for word in words if word in _MONTHS or _LONG_MONTHS.fullmatch(word)}
    months = {_MONTHS[name[:3]] for name in names}
    known = all(word in names or _OTHER_WORDS.fullmatch(word) for word in words)
    if not known or len(months) != 1 or not plain.isascii() or not re.search(r"(?<!\d)20\d\d(?!\d)", plain):
        return None
    found = _ask(plain, now)
    if found is None or found.month not in months or not _shows_all_figures(plain, found):
        return None
    return found.astimezone(UTC), "minute"


def _ask(plain: str, now: Now) -> datetime | None:
    import dateparser  # half a second, and seldom needed

    settings = {
        "STRICT_PARSING": True,
        "REQUIRE_PARTS": ["day", "month", "year"],
        "RETURN_AS_TIMEZONE_AWARE": True,
        "TIMEZONE": now.calendar.zone.key,
        "RELATIVE_BASE": now.local.replace(tzinfo=None),
        "PARSERS": ["absolute-time"],
    }
    found: datetime | None = dateparser.parse(plain, languages=["en"], settings=settings)
    return found


def _shows_all_figures(plain: str, found: datetime) -> bool:
    """Whether the figures said are the answer's day, year and hour, each once and none left over."""
    hour = found.hour % 12 or 12 if re.search(r"[ap]m", plain) else found.hour
    parts = [found.day, found.year, hour]
    figures = [int(figure) for figure in _FIGURES.findall(re.sub(r"[+-]\d\d:?\d\d$", "", plain))]
    if len(figures) < len(parts):
        return False
    extra = [found.minute] if len(figures) > 3 else []
    extra += [found.second] if len(figures) > 4 else []
    clock_is_whole = len(figures) > 3 or found.minute == 0
    return sorted(figures) == sorted(parts + extra) and clock_is_whole
