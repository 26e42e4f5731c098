"""Block elements as JSON Schema, and which of them may stand where."""

from typing import Any

from workspace.schema.objects import (
    ACTION_ID,
    BOOLEAN,
    CONFIRM,
    DATE,
    DISPATCH,
    EPOCH,
    FILTER,
    IMAGE_URL,
    OPTION,
    OPTION_GROUP,
    OVERFLOW_OPTION,
    RICH_OPTION,
    SLACK_FILE,
    TIME,
    URL,
    Schema,
    listed,
    plain,
    string,
    thing,
    typed,
)

COUNT: Schema = {"type": "integer", "minimum": 1}
LENGTH: Schema = {"type": "integer", "minimum": 0, "maximum": 3000}
NUMBER = string(pattern=r"^-?\d+(\.\d+)?$", errorMessage="must be a number in a string")


def element(kind: str, required: str = "", **properties: Any) -> Schema:
    """An interactive element."""
    common = {"action_id": ACTION_ID, "focus_on_load": BOOLEAN}
    return typed(kind, required, **common, **properties)


def select(kind: str, **properties: Any) -> Schema:
    """A menu of one or several choices."""
    several: dict[str, Any] = {"max_selected_items": COUNT} if kind.startswith("multi_") else {}
    return element(kind, placeholder=plain(150), confirm=CONFIRM, **several, **properties)


def typing(kind: str, **properties: Any) -> Schema:
    """An input that people type into."""
    return element(kind, placeholder=plain(150), dispatch_action_config=DISPATCH, **properties)


OPTIONS = {"options": listed(OPTION, 100), "option_groups": listed(OPTION_GROUP, 100)}
IDS = {"type": "array", "items": string()}
SEARCH: dict[str, Any] = {"min_query_length": {"type": "integer", "minimum": 0}}

SELECTS: dict[str, Schema] = {
    "static_select": select("static_select", **OPTIONS, initial_option=OPTION),
    "external_select": select("external_select", initial_option=OPTION, **SEARCH),
    "users_select": select("users_select", initial_user=string()),
    "conversations_select": select(
        "conversations_select",
        initial_conversation=string(),
        default_to_current_conversation=BOOLEAN,
        response_url_enabled=BOOLEAN,
        filter=FILTER,
    ),
    "channels_select": select("channels_select", initial_channel=string(), response_url_enabled=BOOLEAN),
}
MULTI_SELECTS: dict[str, Schema] = {
    "multi_static_select": select("multi_static_select", **OPTIONS, initial_options=listed(OPTION, 100)),
    "multi_external_select": select("multi_external_select", initial_options=listed(OPTION, 100), **SEARCH),
    "multi_users_select": select("multi_users_select", initial_users=IDS),
    "multi_conversations_select": select(
        "multi_conversations_select",
        initial_conversations=IDS,
        default_to_current_conversation=BOOLEAN,
        filter=FILTER,
    ),
    "multi_channels_select": select("multi_channels_select", initial_channels=IDS),
}
PICKERS: dict[str, Schema] = {
    "datepicker": element("datepicker", initial_date=DATE, placeholder=plain(150), confirm=CONFIRM),
    "timepicker": element(
        "timepicker", initial_time=TIME, placeholder=plain(150), confirm=CONFIRM, timezone=string()
    ),
    "datetimepicker": element("datetimepicker", initial_date_time=EPOCH, confirm=CONFIRM),
}
CHOICES: dict[str, Schema] = {
    "checkboxes": element(
        "checkboxes",
        "options",
        options=listed(RICH_OPTION, 10),
        initial_options=listed(RICH_OPTION, 10),
        confirm=CONFIRM,
    ),
    "radio_buttons": element(
        "radio_buttons",
        "options",
        options=listed(RICH_OPTION, 10),
        initial_option=RICH_OPTION,
        confirm=CONFIRM,
    ),
}
TYPED: dict[str, Schema] = {
    "plain_text_input": typing(
        "plain_text_input",
        initial_value=string(3000, 0),
        multiline=BOOLEAN,
        min_length=LENGTH,
        max_length={**LENGTH, "minimum": 1},
    ),
    "email_text_input": typing("email_text_input", initial_value=string(3000, 0)),
    "url_text_input": typing("url_text_input", initial_value=string(3000, 0)),
    "rich_text_input": typing("rich_text_input", initial_value={"type": "object"}),
}
NUMBER_INPUT = {
    **typing(
        "number_input", is_decimal_allowed=BOOLEAN, initial_value=NUMBER, min_value=NUMBER, max_value=NUMBER
    ),
    "required": ["type", "is_decimal_allowed"],
}
PRESSED: dict[str, Schema] = {
    "button": typed(
        "button",
        "text",
        action_id=ACTION_ID,
        text=plain(75),
        value=string(2000),
        url=URL,
        style={"enum": ["primary", "danger"]},
        confirm=CONFIRM,
        accessibility_label=string(75),
    ),
    "overflow": typed(
        "overflow", "options", action_id=ACTION_ID, options=listed(OVERFLOW_OPTION, 5), confirm=CONFIRM
    ),
}
WORKFLOW = typed(
    "workflow_button",
    "text workflow action_id",
    action_id=ACTION_ID,
    text=plain(75),
    workflow={"type": "object"},
    style={"enum": ["primary", "danger"]},
    accessibility_label=string(75),
)
IMAGE: dict[str, Schema] = {
    "image": {
        **thing(
            "type alt_text",
            type={"const": "image"},
            alt_text=string(2000),
            image_url=IMAGE_URL,
            slack_file=SLACK_FILE,
        ),
        "oneOf": [{"required": ["image_url"]}, {"required": ["slack_file"]}],
    }
}

ON_SECTION = {**SELECTS, **MULTI_SELECTS, **PRESSED, **CHOICES, **IMAGE, "workflow_button": WORKFLOW}
ON_SECTION |= {kind: PICKERS[kind] for kind in ("datepicker", "timepicker")}
IN_ACTIONS = {**SELECTS, **MULTI_SELECTS, **PRESSED, **CHOICES, **PICKERS, "workflow_button": WORKFLOW}
IN_INPUT = {**SELECTS, **MULTI_SELECTS, **CHOICES, **PICKERS, **TYPED, "number_input": NUMBER_INPUT}
