"""Composition objects of Block Kit as JSON Schema.

`by_type` is a keyword of ours (see check.py): it picks the schema by the instance's `type`, so that an error
speaks of the one thing that was meant and not of every alternative.
"""

from typing import Any

Schema = dict[str, Any]


def string(most: int | None = None, least: int = 1, **more: Any) -> Schema:
    """A string of so many characters."""
    return {"type": "string", "minLength": least, **({"maxLength": most} if most else {}), **more}


def listed(items: Schema, most: int, least: int = 1) -> Schema:
    """A list of so many items."""
    return {"type": "array", "items": items, "minItems": least, "maxItems": most}


def thing(required: str, **properties: Any) -> Schema:
    """An object with these properties and no others; `required` names some of them."""
    return {
        "type": "object",
        "properties": properties,
        "required": required.split(),
        "additionalProperties": False,
    }


def typed(kind: str, required: str, **properties: Any) -> Schema:
    """A thing with a fixed `type`."""
    return thing(f"type {required}", type={"const": kind}, **properties)


def by_type(kinds: dict[str, Schema]) -> Schema:
    """One of several typed things."""
    return {"type": "object", "required": ["type"], "by_type": kinds}


BOOLEAN: Schema = {"type": "boolean"}
BLOCK_ID = string(255)
ACTION_ID = string(255)
URL = string(3000, pattern=r"^(https?|mailto|slack):", errorMessage="must be a valid URL")
IMAGE_URL = string(3000, pattern=r"^https?://", errorMessage="must be a valid URL")
DATE = string(
    10, pattern=r"^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$", errorMessage="must be a date YYYY-MM-DD"
)
TIME = string(5, pattern=r"^([01]\d|2[0-3]):[0-5]\d$", errorMessage="must be a time HH:mm")
EPOCH: Schema = {"type": "integer", "minimum": 1_000_000_000, "maximum": 9_999_999_999}
SLACK_FILE: Schema = {
    "type": "object",
    "properties": {"id": string(), "url": string(3000)},
    "additionalProperties": False,
    "minProperties": 1,
    "maxProperties": 1,
}


def plain(most: int) -> Schema:
    """A plain_text object."""
    return by_type({"plain_text": typed("plain_text", "text", text=string(most), emoji=BOOLEAN)})


def text(most: int) -> Schema:
    """A plain_text or mrkdwn object."""
    return by_type(
        {
            "plain_text": typed("plain_text", "text", text=string(most), emoji=BOOLEAN),
            "mrkdwn": typed("mrkdwn", "text", text=string(most), verbatim=BOOLEAN),
        }
    )


OPTION = thing("text value", text=plain(75), value=string(150), description=plain(75))
RICH_OPTION = thing("text value", text=text(75), value=string(150), description=text(75))
OVERFLOW_OPTION = thing("text value", text=plain(75), value=string(150), description=plain(75), url=URL)
OPTION_GROUP = thing("label options", label=plain(75), options=listed(OPTION, 100))
CONFIRM = thing(
    "title text confirm deny",
    title=plain(100),
    text=text(300),
    confirm=plain(30),
    deny=plain(30),
    style={"enum": ["primary", "danger"]},
)
DISPATCH = thing(
    "",
    trigger_actions_on={
        "type": "array",
        "items": {"enum": ["on_enter_pressed", "on_character_entered"]},
        "minItems": 1,
    },
)
FILTER: Schema = {
    "type": "object",
    "properties": {
        "include": listed({"enum": ["im", "mpim", "private", "public"]}, 4),
        "exclude_external_shared_channels": BOOLEAN,
        "exclude_bot_users": BOOLEAN,
    },
    "additionalProperties": False,
    "minProperties": 1,
}
OPTIONS_ANSWER: Schema = {
    "type": "object",
    "properties": {"options": listed(OPTION, 100, 0), "option_groups": listed(OPTION_GROUP, 100, 0)},
    "additionalProperties": False,
    "minProperties": 1,
    "maxProperties": 1,
}
