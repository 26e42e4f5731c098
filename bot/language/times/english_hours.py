"""The English grammar, continued: amounts of time, hours, parts of the day, words that tie or fill."""

from bot.language.times.amounts import amount
from bot.language.times.atoms import FILLER, Amount, Atom, Clock, Edge, Now, Part
from bot.language.times.english_words import MONTH, NUMBER_WORD, WEEKDAY, number
from bot.language.times.lexer import Rule
from bot.language.times.numeric import exact_clock

_UNITS = (
    (r"(?:working|business|work|office) ?days?|bds?|wds?", "working_day"),
    (r"(?:working|business|work|office) ?hours?", "working_hour"),
    (r"hours?|hrs?|h", "hour"),
    (r"minutes?|mins?|m", "minute"),
    (r"days?|d", "day"),
    (r"weeks?|wks?|w", "week"),
    (r"months?|mos?", "month"),
    (r"quarters?(?! of)", "quarter"),
    (r"years?|yrs?", "year"),
)
_UNIT = "(?:" + "|".join(f"({pattern})(?![a-z])" for pattern, _ in _UNITS) + ")"
_FIGURE = rf"(?:(\d{{1,4}}(?:\.\d{{1,2}})?) ?|((?:{NUMBER_WORD})(?![a-z-])) )"
_LEAD = r"(in |within |after |for )?(?:the next |another |no more than |at most )?"
_TRAIL = r"(?:'s?)?(?: time| from (?:now|today)| hence)?"
_PARTS = {
    "first thing in the morning": Part.OPENING, "first thing": Part.OPENING, "opening": Part.OPENING,
    "start of business": Part.OPENING, "start of the day": Part.OPENING, "start of day": Part.OPENING,
    "morning": Part.MORNING,
    "afternoon": Part.AFTERNOON, "evening": Part.EVENING, "night": Part.EVENING, "noon": Part.NOON,
    "12 noon": Part.NOON, "midday": Part.NOON, "lunchtime": Part.NOON, "lunch": Part.NOON,
    "12 midnight": Part.MIDNIGHT, "midnight": Part.MIDNIGHT, "am": Part.MORNING, "pm": Part.AFTERNOON,
}  # fmt: skip
_FILLERS = (
    r"by|on|at|until|till|til|no later than|not later than|at the latest|latest|due|needed|need it|need|"
    r"wanted|to be done|be done|done|finish(?:ed)?|completed?|ready|please|pls|plz|deadline|is|it|must be|"
    r"should be|the|of|for|in|and|sharp|local time|thanks|thank you|-"
)
_CLOSE = (
    r"(?:the )?(?:end|close) of (?:the )?(?:business day|working day|business|day|play)|eod|cob|eob|cop|close"
)
_THEN_DAY = rf"(?= ?(?:,|$|on |today|tomorrow|tonight|next |this |{WEEKDAY}))"


def _amount(_: Now, groups: tuple[str, ...]) -> Amount | tuple[Atom, ...]:
    lead, figure, word, half, and_half, *units = groups
    value = 0.5 if half else float(figure) if figure else float(number(word))
    unit = next(key for said, (_pattern, key) in zip(units, _UNITS, strict=False) if said)
    found = amount(value + (0.5 if and_half or units[-1] else 0), unit)
    return (Edge.WITHIN, found) if lead else found


def _quarters(_: Now, groups: tuple[str, ...]) -> Amount:
    """a quarter of an hour, three quarters of an hour."""
    return amount(3 if groups[1] == "three" else 1, "quarter_hour")


def _fortnight(_: Now, __: tuple[str, ...]) -> Amount:
    return amount(2, "week")


def _spoken(_: Now, groups: tuple[str, ...]) -> Clock:
    """half past three, quarter to 4."""
    minutes, side, said = groups
    past = {"half": 30, "quarter": 15}.get(minutes.removeprefix("a ")) or number(
        minutes.removesuffix(" minutes")
    )
    hour = number(said)
    exact_clock(hour if hour <= 12 else 25)
    return (
        exact_clock(hour, past, sure=False)
        if side == "past"
        else exact_clock((hour - 2) % 12 + 1, 60 - past, sure=False)
    )


def _hour(_: Now, groups: tuple[str, ...]) -> Clock:
    return exact_clock(number(groups[0]), sure=groups[0].startswith("0"))


def _military(_: Now, groups: tuple[str, ...]) -> Clock:
    return exact_clock(int(groups[0]), int(groups[1]))


# 2h30m: a figure may follow at once, so this rule ends without a word's boundary.
MILITARY_RULE = Rule(r"(\d\d)(\d\d) ?(?:h|hrs|hours)", _military)
AMOUNT_RULE = Rule(
    rf"{_LEAD}(?:{_FIGURE}|(half (?:an? )?))(and a half )?{_UNIT}( and a half)?{_TRAIL}", _amount
)
ENGLISH_HOUR_RULES = (
    Rule(rf"{_LEAD}(a|three) quarters? of an hour", _quarters),
    Rule(rf"{_LEAD}a fortnight", _fortnight),
    Rule(
        r"((?:a )?quarter|half|(?:\d{1,2}|five|ten|twenty)(?: minutes)?) (past|to) "
        rf"(\d{{1,2}}|{NUMBER_WORD})(?![:\d])",
        _spoken,
    ),
    Rule(rf"(\d{{1,2}}|{NUMBER_WORD}) o'?clock", _hour),
    Rule(rf"(?:at|by|before|until|till) (\d{{1,2}}){_THEN_DAY}", _hour),
    Rule(r"(?:at )?(\d{1,2})(?= in the (?:morning|afternoon|evening))", _hour),
    Rule(_CLOSE, lambda _, __: Part.CLOSING),
    Rule(
        rf"(?:end|close) of(?= (?:today|tomorrow|next |this |{WEEKDAY}|\d|{MONTH}))",
        lambda _, __: Part.CLOSING,
    ),
    Rule(rf"(?:in the |at )?({'|'.join(_PARTS)})", lambda _, groups: _PARTS[groups[0]]),
    Rule("before", lambda _, __: Edge.BEFORE),
    Rule("within|during", lambda _, __: Edge.WITHIN),
    Rule("after|since|from", lambda _, __: Edge.AFTER),
    Rule(_FILLERS, lambda _, __: FILLER),
)
VAGUE_ENGLISH = (
    r"asap|a\.s\.a\.p|as soon as|soon|tb[dca]|whenever|n/?a|none|unknown|later|immediately|now|urgent(?:ly)?|"
    r"around|about|approx(?:imately)?|roughly|sometime|some time|few|couple|several|ish|maybe|anytime|"
    r"any time|no rush|no hurry|early|late|not sure|flexible|eventually|shortly|no deadline"
)
