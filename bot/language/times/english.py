"""The English grammar: dates, weekdays, stretches, holidays."""

from bot.language.times import feasts
from bot.language.times.atoms import GONE, Atom, Days, Now, Ordinal, Part, Span, Weekday
from bot.language.times.days import (
    DAY,
    coming,
    day_of_month,
    month_day,
    month_of,
    next_month_named,
    next_quarter_named,
    nth_working_day,
    quarter_of,
    shift_month,
    the_date,
    week_of,
    weekday_in_week,
    year_of,
)
from bot.language.times.english_words import (
    COUNT,
    FEAST,
    FEASTS,
    MONTH,
    ORDINAL,
    ORDINALS,
    WEEKDAY,
    month_number,
    number,
    weekday_index,
)
from bot.language.times.lexer import Rule
from bot.language.times.reading import Unreadable

_TH = "(?:st|nd|rd|th)"
_WORKING_DAY = r"(?:working|business|work) ?day"
_TOMORROW = "tomm?orr?ow|tmrw|tmr"


def _ahead(days: int) -> Rule:
    words = {
        0: "today|this(?= (?:morning|afternoon|evening))",
        1: rf"(?:the )?(?:following|next) day|(?:{_TOMORROW})(?:'s)?",
    }
    pattern = words.get(days, rf"(?:the )?day after (?:{_TOMORROW})")
    return Rule(pattern, lambda now, _: Days((now.today + days * DAY,)))


def _tonight(now: Now, _: tuple[str, ...]) -> tuple[Atom, ...]:
    return Days((now.today,)), Part.EVENING


def _day_month(now: Now, groups: tuple[str, ...]) -> Days:
    day, month, year = groups
    if year:
        return Days((the_date(int(year), month_number(month), int(day)),))
    return month_day(now, month_number(month), int(day))


def _month_day(now: Now, groups: tuple[str, ...]) -> Days:
    return _day_month(now, (groups[1], groups[0], groups[2]))


def _day_of_named_month(now: Now, groups: tuple[str, ...]) -> Days:
    """the 5th of next month."""
    year, month = shift_month(now.today.year, now.today.month, int(groups[1] == "next"))
    return Days((the_date(year, month, int(groups[0])),))


def _day_number(now: Now, groups: tuple[str, ...]) -> Days:
    return day_of_month(now, int(groups[0] or groups[1]))


def _which_weekday(now: Now, groups: tuple[str, ...]) -> Days:
    """next friday is that of next week or the coming one: both, where they differ."""
    which, index = groups[0], weekday_index(groups[1])
    if which == "next":
        soonest = coming(now, Weekday(index)).on[-1]
        return Days(tuple(dict.fromkeys((weekday_in_week(now, index, 1), soonest))))
    on = weekday_in_week(now, index, 0)
    return Days((on + 7 * DAY if "coming" in which and on <= now.today else on,))


def _weekday_of_week(now: Now, groups: tuple[str, ...]) -> Days:
    """friday next week, friday after next."""
    ahead = {"this week": 0, "next week": 1}.get(groups[1], 2)
    return Days((weekday_in_week(now, weekday_index(groups[0]), ahead),))


def _week_of_weekday(now: Now, groups: tuple[str, ...]) -> Days:
    return _weekday_of_week(now, groups[::-1])


def _weekday(_: Now, groups: tuple[str, ...]) -> Weekday:
    return Weekday(weekday_index(groups[0]), next_week_first=True)


def _from_a_day(now: Now, groups: tuple[str, ...]) -> Days:
    """a week from friday, two days from tomorrow."""
    count, unit, base, weekday = groups
    days = number(count) * (7 if unit.startswith("week") else 1)
    if weekday:
        return Days(tuple(on + days * DAY for on in coming(now, Weekday(weekday_index(weekday))).on))
    return Days((now.today + (days + (base != "today")) * DAY,))


def _span(now: Now, which: str, unit: str) -> Span:
    ahead = {"next": 1, "coming": 1, "after next": 2}.get(which, 0)
    if unit == "weekend":
        monday = week_of(now, ahead if which != "coming" else 0).first_on
        return Span(monday + 5 * DAY, monday + 6 * DAY, "weekend")
    return {"week": week_of, "month": month_of, "quarter": quarter_of, "year": year_of}[unit](now, ahead)


def _stretch(now: Now, groups: tuple[str, ...]) -> Span:
    """this week, next month, the week after next, december, q1."""
    which, unit, later_unit, month, quarter = groups
    if month:
        return next_month_named(now, month_number(month))
    if quarter:
        return next_quarter_named(now, int(quarter))
    return _span(now, "after next" if later_unit else which, unit or later_unit)


def _end(now: Now, groups: tuple[str, ...]) -> Span:
    span = _stretch(now, groups)
    return Span(span.first_on, span.last_on, span.kind, ended=True)


def _short_end(now: Now, groups: tuple[str, ...]) -> Span:
    """eow, eom, month-end."""
    unit = {"w": "week", "m": "month", "q": "quarter", "y": "year"}.get(groups[0], groups[1])
    return _end(now, ("", unit, "", "", ""))


def _start(now: Now, groups: tuple[str, ...]) -> Days:
    """The first day of a stretch, of a week its first working day; without "this", one that is to come."""
    span = _stretch(now, groups)
    if groups[0] in ("", "the") and groups[1] and span.first_on < now.today:
        span = _span(now, "next", groups[1])
    return Days((nth_working_day(now, span.first_on, 1) if span.kind == "week" else span.first_on,))


def _middle(now: Now, groups: tuple[str, ...]) -> Days:
    """The Wednesday of a week, the 15th of a month; raises Unreadable("vague") for what is longer."""
    span = _stretch(now, groups)
    if (span.last_on - span.first_on).days > 30:
        raise Unreadable("vague")
    middle = 2 if span.kind == "week" else 14
    if groups[0] in ("", "the") and groups[1] and span.first_on + middle * DAY < now.today:
        span = _span(now, "next", groups[1])
    return Days((span.first_on + middle * DAY,))


def _before_feast(now: Now, groups: tuple[str, ...]) -> Days:
    count, unit, feast = groups
    return feasts.before(now, FEASTS[feast], days=number(count or "1") * (7 if unit == "week" else 1))


_WHICH = "(this|next|coming|the|current)"
_UNIT = "(week|weekend|month|quarter|year)"
_LATER = rf"(?:the )?{_UNIT} after next|{MONTH}|q([1-4])"
_STRETCH = rf"(?:{_WHICH} {_UNIT}(?! after next)|{_LATER})"
_LOOSE_STRETCH = rf"(?:(?:{_WHICH} )?{_UNIT}(?! after next)|{_LATER})"
_WEEKS = "(this week|next week|after next|week after next)"
_YEAR = r"(?:,? (20\d\d)(?![\d:]))?"
ENGLISH_DAY_RULES = (
    Rule(r"(?:\d{1,4}|an?|two|three|four|five) (?:\w+ )?\w+ ago", lambda _, __: GONE),
    Rule(
        rf"yesterday|(?:the )?day before yesterday|(?:last|previous) (?:{_UNIT}|night|{WEEKDAY})",
        lambda _, __: GONE,
    ),
    *map(_ahead, (2, 1, 0)),
    Rule("tonight", _tonight),
    Rule(
        rf"(?:the )?last {_WORKING_DAY} before {FEAST}",
        lambda now, groups: feasts.last_working_day_before(now, FEASTS[groups[0]]),
    ),
    Rule(rf"(?:(?:the )?(?:eve|day) |{COUNT} (day|week)s? )?before {FEAST}", _before_feast),
    Rule(
        rf"(?:the )?({ORDINAL}) {_WORKING_DAY} after {FEAST}",
        lambda now, groups: feasts.working_day_after(now, FEASTS[groups[1]], ORDINALS[groups[0]]),
    ),
    Rule(FEAST, lambda now, groups: feasts.itself(now, FEASTS[groups[0]])),
    Rule(
        rf"(?:the )?(?:next|following) {_WORKING_DAY}|nbd",
        lambda now, _: Days((nth_working_day(now, now.today + DAY, 1),)),
    ),
    Rule(rf"(?:the )?({ORDINAL}) {_WORKING_DAY}(?: of| in)?", lambda _, groups: Ordinal(ORDINALS[groups[0]])),
    Rule(rf"(?:the )?last {_WORKING_DAY}(?: of| in)?", lambda _, __: Ordinal(-1)),
    Rule(rf"{COUNT} (day|week)s? from (today|tomorrow|{WEEKDAY})", _from_a_day),
    Rule(rf"{WEEKDAY} (?:of |in )?(?:the )?{_WEEKS}", _weekday_of_week),
    Rule(rf"(?:the )?{_WEEKS}(?:'s)?(?: on)? {WEEKDAY}", _week_of_weekday),
    Rule(rf"(next|this coming|this|coming) {WEEKDAY}", _which_weekday),
    Rule(WEEKDAY, _weekday),
    Rule(rf"(?:the )?(\d{{1,2}}){_TH}?[ -]?(?:of )?{MONTH}(?:(?:,? |-)(20\d\d)(?![\d:]))?", _day_month),
    Rule(rf"{MONTH}[ -]?(?:the )?(\d{{1,2}}){_TH}?{_YEAR}(?![\d:]| ?[ap]m| o'clock)", _month_day),
    Rule(rf"(?:the )?(\d{{1,2}}){_TH}?(?: of)? (this|next) month", _day_of_named_month),
    Rule(
        rf"(this|next) month(?: on)?(?: the)? (\d{{1,2}}){_TH}", lambda n, g: _day_of_named_month(n, g[::-1])
    ),
    Rule(rf"(?:the )?(\d{{1,2}}){_TH}|the (\d{{1,2}})(?![\d:.]| ?[ap]m)", _day_number),
    Rule(r"eo([wmqy])|(month|quarter|year)[ -]?end", _short_end),
    Rule(rf"(?:the )?end of {_LOOSE_STRETCH}", _end),
    Rule(rf"(?:the )?(?:start|beginning) of {_LOOSE_STRETCH}", _start),
    Rule(rf"(?:the )?(?:middle of |mid[ -]?){_LOOSE_STRETCH}", _middle),
    Rule(_STRETCH, _stretch),
    Rule("weekend", lambda now, _: _span(now, "this", "weekend")),
)
