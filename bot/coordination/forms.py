"""Reads the values of a form by the policy's field rules; says at each field what would be right."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from bot.errors import Invalid, Problem
from bot.language.times import Unreadable, read_when
from bot.policy import FieldRule
from bot.worktime import BusinessCalendar

MAX_TEXT = 3_000


class _Wrong(Exception):
    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.problem = Problem.of(code, **params)


def read_fields(
    rules: Sequence[FieldRule], values: Mapping[str, Any], *, now: datetime, calendar: BusinessCalendar
) -> tuple[dict[str, Any], dict[str, Problem]]:
    """The values by field id, clean and of their type, and the problems by field id.

    Texts are stripped; numbers come as int or str of a decimal, dates as ISO text, deadlines as instants.
    """
    clean: dict[str, Any] = {}
    problems: dict[str, Problem] = {}
    for rule in rules:
        raw = values.get(rule.id)
        if isinstance(raw, str):
            raw = raw.strip()
        if raw in (None, ""):
            if rule.required:
                problems[rule.id] = Problem.of("required")
            continue
        try:
            clean[rule.id] = _read(rule, raw, now, calendar)
        except _Wrong as wrong:
            problems[rule.id] = wrong.problem
    return clean, problems


def _read(rule: FieldRule, raw: Any, now: datetime, calendar: BusinessCalendar) -> Any:
    return _deadline(raw, now, calendar) if rule.type == "deadline" else _plain(rule, raw)


def _plain(rule: FieldRule, raw: Any) -> Any:
    if rule.type in ("integer", "decimal"):
        return _number(rule, raw)
    if rule.type == "choice":
        known = [choice.id for choice in rule.choices]
        if raw not in known:
            raise _Wrong("unknown_choice", value=str(raw), choices=tuple(known))
        return raw
    if rule.type == "date":
        try:
            return date.fromisoformat(str(raw)).isoformat()
        except ValueError:
            raise _Wrong("not_a_date", value=str(raw)) from None
    if rule.type in ("text", "long_text"):
        return _text(rule, str(raw))
    return raw


def fits(rule: FieldRule, raw: Any) -> bool:
    """Whether a form can hold the value in that field: a choice it knows, a number in bounds, no more signs
    than there is room for. Which customer, service or instant is meant is judged later."""
    if rule.type in ("text", "long_text", "deadline"):
        return len(str(raw)) <= rule.longest
    if rule.type in ("customer", "service"):
        return True
    try:
        _plain(rule, raw)
    except _Wrong:
        return False
    return True


def _text(rule: FieldRule, text: str) -> str:
    longest = int(rule.maximum or MAX_TEXT)
    if len(text) > longest:
        raise _Wrong("too_long", maximum=longest, length=len(text))
    if rule.minimum is not None and len(text) < rule.minimum:
        raise _Wrong("too_short", minimum=int(rule.minimum))
    return text


def _number(rule: FieldRule, raw: Any) -> int | str:
    try:
        number = Decimal(str(raw).replace(",", ""))
    except InvalidOperation:
        raise _Wrong("not_a_number", value=str(raw)) from None
    if not number.is_finite():
        raise _Wrong("not_a_number", value=str(raw))
    if rule.type == "integer" and number != number.to_integral_value():
        raise _Wrong("not_whole", value=str(raw))
    if rule.minimum is not None and number < rule.minimum:
        raise _Wrong("too_small", minimum=str(rule.minimum))
    if rule.maximum is not None and number > rule.maximum:
        raise _Wrong("too_big", maximum=str(rule.maximum))
    return int(number) if rule.type == "integer" else str(number.normalize())


def read_time(field: str, raw: Any, now: datetime, calendar: BusinessCalendar) -> datetime | None:
    """One time in people's words, None when nothing was said; raises Invalid at `field`."""
    if raw is None or (isinstance(raw, str) and not raw.strip()):
        return None
    try:
        return _deadline(raw, now, calendar)
    except _Wrong as wrong:
        raise Invalid({field: wrong.problem}) from None


def _deadline(raw: Any, now: datetime, calendar: BusinessCalendar) -> datetime:
    """A wished deadline in people's words; when it can be read in two ways it is asked, never guessed."""
    if isinstance(raw, datetime):
        if raw <= now:
            raise _Wrong("deadline_past", phrase=raw.isoformat())
        return raw
    try:
        when = read_when(str(raw), now, calendar)
    except Unreadable as unreadable:
        raise _Wrong(f"deadline_{unreadable.code}", phrase=str(raw)) from None
    if len(when.readings) > 1:
        raise _Wrong("deadline_ambiguous", readings=tuple(reading.at for reading in when.readings))
    return when.readings[0].at
