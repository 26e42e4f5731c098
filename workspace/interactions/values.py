"""What people type and choose, as Slack's actions and `state.values` carry it."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

from workspace.branch import Json
from workspace.errors import ControlError
from workspace.schema.rules import all_options, elements

# element type → (key in the state, key of the initial value in the element, value when nothing is chosen)
SLOTS: dict[str, tuple[str, str, Any]] = {
    "static_select": ("selected_option", "initial_option", None),
    "external_select": ("selected_option", "initial_option", None),
    "radio_buttons": ("selected_option", "initial_option", None),
    "overflow": ("selected_option", "", None),
    "multi_static_select": ("selected_options", "initial_options", []),
    "multi_external_select": ("selected_options", "initial_options", []),
    "checkboxes": ("selected_options", "initial_options", []),
    "users_select": ("selected_user", "initial_user", None),
    "multi_users_select": ("selected_users", "initial_users", []),
    "conversations_select": ("selected_conversation", "initial_conversation", None),
    "multi_conversations_select": ("selected_conversations", "initial_conversations", []),
    "channels_select": ("selected_channel", "initial_channel", None),
    "multi_channels_select": ("selected_channels", "initial_channels", []),
    "datepicker": ("selected_date", "initial_date", None),
    "timepicker": ("selected_time", "initial_time", None),
    "datetimepicker": ("selected_date_time", "initial_date_time", None),
    "plain_text_input": ("value", "initial_value", None),
    "email_text_input": ("value", "initial_value", None),
    "url_text_input": ("value", "initial_value", None),
    "number_input": ("value", "initial_value", None),
    "rich_text_input": ("rich_text_value", "initial_value", None),
}
STATELESS = {"overflow"}
Known = Callable[[str], bool]


def state_of(blocks: list[Json], kept: Json) -> Json:
    """The `state.values` of blocks: what was chosen before where it still fits, else the initial values."""
    values: Json = {}
    for block in blocks:
        for _, element in elements(block):
            kind = element["type"]
            if kind not in SLOTS or kind in STATELESS:
                continue
            key, initial, empty = SLOTS[kind]
            entry = {"type": kind, key: element.get(initial, empty)}
            old = kept.get(block["block_id"], {}).get(element["action_id"])
            if old and old["type"] == kind and _still_offered(element, old):
                entry = old
            values.setdefault(block["block_id"], {})[element["action_id"]] = entry
    return values


def _still_offered(element: Json, entry: Json) -> bool:
    chosen = entry.get("selected_option") or entry.get("selected_options")
    if not chosen or "external" in element["type"]:
        return True
    offered = [option["value"] for option in all_options(element)]
    return all(option["value"] in offered for option in (chosen if isinstance(chosen, list) else [chosen]))


def entry_for(element: Json, value: Any, loaded: list[Json], known: Known) -> Json:
    """The state entry for a value of docs/workspace.md; raise ControlError for one that is not on offer.

    `loaded`: the options that an external select last got; `known`: is this id a person or a channel?
    """
    kind = element["type"]
    if kind not in SLOTS:
        raise ControlError(f"a {kind} takes no value")
    key, _, empty = SLOTS[kind]
    if value is None:
        return {"type": kind, key: empty}
    return {"type": kind, key: _chosen(key, element, value, loaded, known)}


def _chosen(key: str, element: Json, value: Any, loaded: list[Json], known: Known) -> Any:
    options = [*loaded, *_initial_options(element)] if "external" in element["type"] else all_options(element)
    match key:
        case "selected_option":
            return _option(options, value)
        case "selected_options":
            most = element.get("max_selected_items", 100)
            if len(value) > most:
                raise ControlError(f"at most {most} can be chosen")
            return [_option(options, each) for each in value]
        case "selected_date":
            date.fromisoformat(_matching(value, r"\d{4}-\d{2}-\d{2}", "a date is YYYY-MM-DD"))
        case "selected_time":
            return _matching(value, r"([01]\d|2[0-3]):[0-5]\d", "a time is HH:MM")
        case "selected_date_time":
            return int(value)
        case "rich_text_value":
            parts = [{"type": "rich_text_section", "elements": [{"type": "text", "text": value}]}]
            return {"type": "rich_text", "elements": parts}
        case "value":
            return str(value)
        case _:
            for each in value if isinstance(value, list) else [value]:
                if not known(each):
                    raise ControlError(f"{each} is nobody and no channel")
    return value


def _initial_options(element: Json) -> list[Json]:
    single = element.get("initial_option")
    return [single] if single else list(element.get("initial_options") or [])


def _option(options: list[Json], value: Any) -> Json:
    for option in options:
        if option.get("value") == value:
            return option
    raise ControlError(f"{value!r} is not on offer; on offer: {[option.get('value') for option in options]}")


def _matching(value: Any, pattern: str, text: str) -> str:
    if not isinstance(value, str) or not re.fullmatch(pattern, value):
        raise ControlError(f"{value!r}: {text}")
    return value


def is_empty(entry: Json) -> bool:
    """Is nothing typed or chosen?"""
    return not entry[SLOTS[entry["type"]][0]]


def client_refusal(element: Json, entry: Json, optional: bool) -> dict[str, str] | None:
    """What Slack's client says before it sends anything, in both languages; None: nothing."""
    if is_empty(entry):
        return (
            None if optional else {"zh": "请填写此必填字段。", "en": "Please complete this required field."}
        )
    value: str = entry.get("value") or ""
    match element["type"]:
        case "plain_text_input":
            return _length_refusal(len(value), element)
        case "number_input":
            return _number_refusal(value, element)
        case "email_text_input" if not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", value):
            return {"zh": "请输入有效的电子邮件地址。", "en": "Please enter a valid email address."}
        case "url_text_input" if not re.match(r"https?://\S+$", value):
            return {"zh": "请输入有效的网址。", "en": "Please enter a valid URL."}
    return None


def _length_refusal(length: int, element: Json) -> dict[str, str] | None:
    least, most = element.get("min_length", 0), element.get("max_length", 3000)
    if length < least:
        return {"zh": f"至少 {least} 个字符。", "en": f"At least {least} characters."}
    if length > most:
        return {"zh": f"最多 {most} 个字符。", "en": f"At most {most} characters."}
    return None


def _number_refusal(value: str, element: Json) -> dict[str, str] | None:
    pattern = r"-?\d+(\.\d+)?" if element["is_decimal_allowed"] else r"-?\d+"
    if not re.fullmatch(pattern, value):
        return {"zh": "请输入有效的数字。", "en": "Please enter a valid number."}
    least, most = element.get("min_value"), element.get("max_value")
    if least is not None and float(value) < float(least):
        return {"zh": f"不能小于 {least}。", "en": f"Must be {least} or more."}
    if most is not None and float(value) > float(most):
        return {"zh": f"不能大于 {most}。", "en": f"Must be {most} or less."}
    return None
