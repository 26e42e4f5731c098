"""English vocabulary of the grammar: months, weekdays, numbers, holidays, and the patterns made of them."""

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MONTH = (
    r"(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)(?![a-z])\.?"
)
WEEKDAY = (
    r"(mon(?:day)?|tue(?:s(?:day)?)?|wed(?:s|nesday)?|thu(?:r(?:s(?:day)?)?)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?)"
    r"(?![a-z])\.?"
)
NUMBERS = {
    "an": 1, "a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40,
    "forty-five": 45, "sixty": 60, "ninety": 90,
}  # fmt: skip
NUMBER_WORD = "|".join(sorted(NUMBERS, key=len, reverse=True))
COUNT = rf"(\d{{1,4}}|(?:{NUMBER_WORD})(?![a-z-]))"
ORDINALS = {
    "first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4,
    "fifth": 5, "5th": 5,
}  # fmt: skip
ORDINAL = "|".join(ORDINALS)
FEASTS = {
    "spring festival": "spring_festival", "chinese new year": "spring_festival",
    "lunar new year": "spring_festival", "cny": "spring_festival",
    "new year's day": "new_year", "new year's": "new_year", "new years": "new_year",
    "new year": "new_year", "national day": "national_day", "golden week": "national_day",
    "labour day": "labour_day", "labor day": "labour_day", "may day": "labour_day",
    "mid-autumn festival": "mid_autumn", "mid-autumn": "mid_autumn", "mid autumn festival": "mid_autumn",
    "dragon boat festival": "dragon_boat", "dragon boat": "dragon_boat", "tomb-sweeping day": "tomb_sweeping",
    "tomb sweeping day": "tomb_sweeping", "qingming": "tomb_sweeping", "christmas": "christmas",
    "xmas": "christmas",
}  # fmt: skip
FEAST = "(" + "|".join(FEASTS) + ")(?: holidays?| break)?"


def number(said: str) -> int:
    """3, three, a."""
    return NUMBERS.get(said) or int(said)


def month_number(said: str) -> int:
    """1 for "jan" and "january"."""
    return _MONTHS.index(said[:3]) + 1


def weekday_index(said: str) -> int:
    """0 for "mon" and "monday"."""
    return _WEEKDAYS.index(said[:3])
