"""Interactive elements: buttons, selects, inputs, within Slack's limits."""

from collections.abc import Sequence
from typing import Any

from messages.blocks import Block, plain

MAX_OPTIONS = 100


def button(text: str, action_id: str, value: str, *, style: str | None = None) -> Block:
    """A button; `style` is `primary` or `danger`, for at most one of a row."""
    element = {"type": "button", "text": plain(text, 75), "action_id": action_id, "value": value[:2_000]}
    return element | ({"style": style} if style else {})


def option(text: str, value: str) -> Block:
    """One choice of a select."""
    return {"text": plain(text, 75), "value": value[:150]}


def static_select(
    action_id: str, placeholder: str, options: Sequence[Block], chosen: str | None = None
) -> Block:
    """A select over a fixed list; `chosen` is the value that stands there at first."""
    element: Block = {
        "type": "static_select",
        "action_id": action_id,
        "placeholder": plain(placeholder, 150),
        "options": list(options)[:MAX_OPTIONS],
    }
    initial = next((each for each in element["options"] if each["value"] == chosen), None)
    return element | ({"initial_option": initial} if initial else {})


def external_select(action_id: str, placeholder: str, chosen: Block | None = None) -> Block:
    """A select that asks for its options while people type, from the first character on."""
    element: Block = {
        "type": "external_select",
        "action_id": action_id,
        "placeholder": plain(placeholder, 150),
        "min_query_length": 1,
    }
    return element | ({"initial_option": chosen} if chosen else {})


def users_select(action_id: str, placeholder: str, chosen: str | None = None) -> Block:
    """A select over the people of the workspace."""
    element: Block = {
        "type": "users_select",
        "action_id": action_id,
        "placeholder": plain(placeholder, 150),
    }
    return element | ({"initial_user": chosen} if chosen else {})


def text_input(
    action_id: str,
    *,
    value: str | None = None,
    placeholder: str | None = None,
    multiline: bool = False,
    longest: int | None = None,
) -> Block:
    """A line of text, or several."""
    element: Block = {"type": "plain_text_input", "action_id": action_id, "multiline": multiline}
    if value:
        element["initial_value"] = value[: longest or 3_000]
    if placeholder:
        element["placeholder"] = plain(placeholder, 150)
    return element | ({"max_length": min(longest, 3_000)} if longest else {})


def number_input(
    action_id: str,
    *,
    is_decimal: bool,
    value: object = None,
    minimum: object = None,
    maximum: object = None,
) -> Block:
    """A number, whole or decimal."""
    element: Block = {
        "type": "number_input",
        "action_id": action_id,
        "is_decimal_allowed": is_decimal,
    }
    given: dict[str, Any] = {"initial_value": value, "min_value": minimum, "max_value": maximum}
    return element | {key: str(each) for key, each in given.items() if each is not None}


def date_picker(action_id: str, value: str | None = None) -> Block:
    """A calendar day; `value` is ISO `2026-11-27`."""
    return {"type": "datepicker", "action_id": action_id} | ({"initial_date": value} if value else {})
