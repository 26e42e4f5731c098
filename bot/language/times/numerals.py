"""Chinese numerals as staff type them, turned into digits; what is not one clear number stays as it was."""

import re

_DIGITS = {
    "零": 0,
    "〇": 0,
    "一": 1,
    "二": 2,
    "两": 2,
    "俩": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
}
_UNITS = {"十": 10, "百": 100}
_SHORT_TENS = {"廿": 20, "卅": 30}
# A numeral after 周, 星期, 礼拜 is a weekday: only the one character that follows is left alone.
_RUN = re.compile(r"(?<![周期拜])[零〇一二两俩三四五六七八九十百廿卅]+")


def value_of(numeral: str) -> int | None:
    """The number that a run of Chinese numerals says, or None when it says none or a vague one (三五)."""
    if not any(sign in _UNITS or sign in _SHORT_TENS for sign in numeral):
        return _positional(numeral)
    total, digit = 0, None
    last_unit = 1000
    for sign in numeral:
        if sign in _SHORT_TENS:
            if total or digit is not None:
                return None
            total, last_unit = _SHORT_TENS[sign], 10
        elif sign in _UNITS:
            unit = _UNITS[sign]
            if unit >= last_unit or digit == 0 or (digit is None and (unit == 100 or total)):
                return None
            total, digit, last_unit = total + (1 if digit is None else digit) * unit, None, unit
        elif digit:
            return None
        else:
            digit = _DIGITS[sign]
    return total + (digit or 0)


def _positional(numeral: str) -> int | None:
    """Digit after digit: one digit, a year (二〇二六), or one that starts with a nought (零五)."""
    if len(numeral) == 1 or len(numeral) == 4 or (len(numeral) == 2 and numeral[0] in "零〇"):
        return int("".join(str(_DIGITS[sign]) for sign in numeral))
    return None


def _digits(match: re.Match[str]) -> str:
    value = value_of(match[0])
    return match[0] if value is None else str(value)


def with_digits(text: str) -> str:
    """`text` with every clear Chinese numeral in digits: 十二月五号 → 12月5号, 周二十点 → 周二10点."""
    return _RUN.sub(_digits, text)
