"""A field of the policy as a field of a form: its action id is the id, its block `field:ID`, or marked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from bot.policy import FieldRule, ServiceRule
from messages.blocks import Block, input_block
from messages.elements import (
    date_picker,
    external_select,
    number_input,
    option,
    static_select,
    text_input,
)
from messages.texts import Texts


@dataclass(frozen=True)
class Chosen:
    """A customer that is chosen already: the registry's id and how it is shown."""

    id: str
    name: str


Values = Mapping[str, object]
"""By field id, as a form holds them: text, number, a choice's id, ISO date; a customer is `Chosen`."""


def block_id(field: str, mark: str = "") -> str:
    """The block under which Slack shows an error at that field; another `mark`, another block."""
    return f"field:{field}:{mark}" if mark else f"field:{field}"


def field_blocks(
    rules: Sequence[FieldRule],
    values: Values,
    t: Texts,
    services: Sequence[ServiceRule] = (),
    marks: Mapping[str, str] | None = None,
) -> list[Block]:
    """The fields in the policy's order, with what stood in them before; `marks` are those of their blocks."""
    return [
        _field(rule, _element(rule, values.get(rule.id), t, services), t, (marks or {}).get(rule.id, ""))
        for rule in rules
    ]


def _field(rule: FieldRule, element: Block, t: Texts, mark: str) -> Block:
    return input_block(
        t.start(rule.name),
        element,
        block_id=block_id(rule.id, mark),
        optional=not rule.required,
        hint=_hint(rule, t),
    )


def _element(rule: FieldRule, value: object, t: Texts, services: Sequence[ServiceRule]) -> Block:
    text = None if value is None else str(value)
    if rule.type == "customer":
        chosen = option(value.name, value.id) if isinstance(value, Chosen) else None
        return external_select(rule.id, t("Type part of the name or its initials"), chosen)
    if rule.type in ("service", "choice"):
        named = services if rule.type == "service" else rule.choices
        return static_select(
            rule.id, t("Choose"), [option(t.start(each.name), each.id) for each in named], text
        )
    if rule.type in ("integer", "decimal"):
        return number_input(
            rule.id,
            is_decimal=rule.type == "decimal",
            value=text if _fits(rule, text) else None,
            minimum=rule.minimum,
            maximum=rule.maximum,
        )
    if rule.type == "date":
        return date_picker(rule.id, text)
    return text_input(rule.id, value=text, multiline=rule.type == "long_text", longest=rule.longest)


def _fits(rule: FieldRule, text: str | None) -> bool:
    """Whether Slack takes the number as an initial value: it refuses the whole view otherwise."""
    try:
        number = Decimal(text or "")
    except InvalidOperation:
        return False
    above = rule.minimum is None or number >= rule.minimum
    below = rule.maximum is None or number <= rule.maximum
    return above and below and (rule.type == "decimal" or number == number.to_integral_value())


def _hint(rule: FieldRule, t: Texts) -> str | None:
    if rule.hint:
        return t.of(rule.hint)
    if rule.type == "deadline":
        return t("In your own words, e.g. “Friday 3 pm”, “within 3 working days”, “2026-11-27 18:00”")
    return None
