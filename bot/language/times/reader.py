"""Reads deadlines in people's words: the grammars first, dateparser for what remains, nothing by guessing."""

import re
from datetime import datetime

from bot.language.times import fallback
from bot.language.times.atoms import Now
from bot.language.times.chinese import CHINESE_DAY_RULES
from bot.language.times.chinese_hours import CHINESE_HOUR_RULES, VAGUE_CHINESE
from bot.language.times.english import ENGLISH_DAY_RULES
from bot.language.times.english_hours import AMOUNT_RULE, ENGLISH_HOUR_RULES, MILITARY_RULE, VAGUE_ENGLISH
from bot.language.times.lexer import Grammar, whole_words
from bot.language.times.numeric import NUMERIC_RULES
from bot.language.times.reading import Reading, Unreadable, When
from bot.language.times.resolve import Instant, instants, sorted_out
from bot.language.times.text import chinese_spelling, is_chinese, spelled_plainly
from bot.worktime.calendar import BusinessCalendar
from bot.worktime.errors import UnknownYear

LONGEST = 80
_ENGLISH_RULES = [
    *whole_words([*ENGLISH_DAY_RULES, MILITARY_RULE]),
    AMOUNT_RULE,
    *whole_words(ENGLISH_HOUR_RULES),
]
ENGLISH = Grammar([*NUMERIC_RULES, *_ENGLISH_RULES])
# Staff mix: 周五 by 6pm, tomorrow 下班前.
CHINESE = Grammar(
    [*NUMERIC_RULES, *CHINESE_HOUR_RULES[:2], *CHINESE_DAY_RULES, *CHINESE_HOUR_RULES[2:], *_ENGLISH_RULES]
)
_VAGUE = re.compile(rf"{VAGUE_CHINESE}|(?<![a-z])(?:{VAGUE_ENGLISH})(?![a-z])")


def read_when(phrase: str, at: datetime, calendar: BusinessCalendar) -> When:
    """What instant a phrase means, said at `at` (aware), by `calendar` and in its zone.

    A day without an hour ends with that day's office hours. With several readings the person must be asked.
    Raises Unreadable for the past, the impossible, the vague and what is not understood in full.
    """
    plain = spelled_plainly(phrase)
    if not plain:
        raise Unreadable("empty")
    if len(plain) > LONGEST:
        raise Unreadable("too_long", longest=LONGEST)
    now = Now(at.astimezone(calendar.zone), calendar)
    try:
        found = _by_grammar(plain, now)
    except UnknownYear as error:
        raise Unreadable("unknown_year", year=error.year) from error
    except OverflowError:
        raise Unreadable("too_far") from None
    said = phrase.strip()
    return When(tuple(Reading(instant, precision, said) for instant, precision in found))


def is_vague(plain: str) -> bool:
    """Whether a plainly spelled phrase is nothing but a vague time: 尽快, asap."""
    return _VAGUE.fullmatch(plain) is not None


def _by_grammar(plain: str, now: Now) -> list[Instant]:
    """The grammar's readings, or dateparser's where the grammar does not reach the end of the phrase."""
    chinese = is_chinese(plain)
    text = chinese_spelling(plain) if chinese else plain
    atoms, end = (CHINESE if chinese else ENGLISH).scan(text, now)
    if end == len(text):
        return instants(sorted_out(atoms), now)
    if _VAGUE.search(plain):
        raise Unreadable("vague")
    remaining = None if chinese else fallback.instant(plain, now)
    if remaining is None:
        raise Unreadable("unknown")
    if remaining[0] <= now.local:
        raise Unreadable("past")
    return [remaining]
