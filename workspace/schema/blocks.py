"""Blocks, messages and views as JSON Schema, by the surface that they stand on."""

from typing import Any

from workspace.schema.elements import IMAGE, IN_ACTIONS, IN_INPUT, ON_SECTION
from workspace.schema.objects import (
    BLOCK_ID,
    BOOLEAN,
    IMAGE_URL,
    SLACK_FILE,
    Schema,
    by_type,
    listed,
    plain,
    string,
    text,
    thing,
    typed,
)


def block(kind: str, required: str = "", **properties: Any) -> Schema:
    """A block of the given type."""
    return typed(kind, required, block_id=BLOCK_ID, **properties)


INTEGER: Schema = {"type": "integer"}
STYLE = {"type": "object", "additionalProperties": BOOLEAN}
RICH_INLINE = {
    "text": typed("text", "text", text=string(None, 0), style=STYLE),
    "link": typed("link", "url", url=string(), text=string(None, 0), unsafe=BOOLEAN, style=STYLE),
    "user": typed("user", "user_id", user_id=string(), style=STYLE),
    "channel": typed("channel", "channel_id", channel_id=string(), style=STYLE),
    "usergroup": typed("usergroup", "usergroup_id", usergroup_id=string(), style=STYLE),
    "emoji": typed("emoji", "name", name=string(), unicode=string(), skin_tone=INTEGER, style=STYLE),
    "broadcast": typed("broadcast", "range", range={"enum": ["here", "channel", "everyone"]}, style=STYLE),
    "date": typed(
        "date",
        "timestamp format",
        timestamp=INTEGER,
        format=string(),
        url=string(),
        fallback=string(),
        style=STYLE,
    ),
    "color": typed("color", "value", value=string()),
}
INLINE: Schema = {"type": "array", "items": by_type(RICH_INLINE)}
NATURAL: Schema = {"type": "integer", "minimum": 0}
RICH_SECTION = typed("rich_text_section", "elements", elements=INLINE)
RICH_PARTS = {
    "rich_text_section": RICH_SECTION,
    "rich_text_preformatted": typed("rich_text_preformatted", "elements", elements=INLINE, border=NATURAL),
    "rich_text_quote": typed("rich_text_quote", "elements", elements=INLINE, border=NATURAL),
    "rich_text_list": typed(
        "rich_text_list",
        "elements style",
        elements={"type": "array", "items": by_type({"rich_text_section": RICH_SECTION})},
        style={"enum": ["bullet", "ordered"]},
        indent={**NATURAL, "maximum": 8},
        offset=NATURAL,
        border=NATURAL,
    ),
}
RICH_TEXT = block(
    "rich_text", "elements", elements={"type": "array", "items": by_type(RICH_PARTS), "minItems": 1}
)

SECTION = {
    **block(
        "section",
        text=text(3000),
        fields=listed(text(2000), 10),
        accessory=by_type(ON_SECTION),
        expand=BOOLEAN,
    ),
    "anyOf": [{"required": ["text"]}, {"required": ["fields"]}],
}
IMAGE_BLOCK = {
    **block(
        "image",
        "alt_text",
        alt_text=string(2000),
        title=plain(2000),
        image_url=IMAGE_URL,
        slack_file=SLACK_FILE,
    ),
    "oneOf": [{"required": ["image_url"]}, {"required": ["slack_file"]}],
}
CONTEXT_PARTS = {**IMAGE, **text(3000)["by_type"]}
CELL = by_type({"raw_text": typed("raw_text", "text", text=string(None)), "rich_text": RICH_TEXT})
COLUMN = {
    "anyOf": [{"type": "null"}, thing("", align={"enum": ["left", "center", "right"]}, is_wrapped=BOOLEAN)]
}
TABLE = block(
    "table",
    "rows",
    rows=listed(listed(CELL, 20), 100),
    column_settings={"type": "array", "items": COLUMN, "maxItems": 20},
)
COMMON = {
    "section": SECTION,
    "divider": block("divider"),
    "header": block("header", "text", text=plain(150)),
    "context": block("context", "elements", elements=listed(by_type(CONTEXT_PARTS), 10)),
    "actions": block("actions", "elements", elements=listed(by_type(IN_ACTIONS), 25)),
    "image": IMAGE_BLOCK,
    "rich_text": RICH_TEXT,
    "input": block(
        "input",
        "label element",
        label=plain(2000),
        element=by_type(IN_INPUT),
        hint=plain(2000),
        optional=BOOLEAN,
        dispatch_action=BOOLEAN,
    ),
}
MARKDOWN = block("markdown", "text", text=string(12_000))
FILE = block("file", "external_id source", external_id=string(), source={"const": "remote"})

MESSAGE_BLOCKS = listed(by_type({**COMMON, "markdown": MARKDOWN, "table": TABLE, "file": FILE}), 50, 0)
MODAL_BLOCKS = listed(by_type(COMMON), 100)
HOME_BLOCKS = listed(by_type({**COMMON, "table": TABLE}), 100, 0)

ATTACHMENTS: Schema = {
    "type": "array",
    "maxItems": 100,
    "items": {
        "type": "object",
        "properties": {"blocks": MESSAGE_BLOCKS, "color": string(), "fallback": string(None, 0)},
    },
}
METADATA = thing("event_type event_payload", event_type=string(255), event_payload={"type": "object"})

OF_VIEW: dict[str, Any] = {
    "callback_id": string(255, 0),
    "private_metadata": string(3000, 0),
    "external_id": string(255, 0),
}
MODAL = typed(
    "modal",
    "title blocks",
    title=plain(24),
    blocks=MODAL_BLOCKS,
    submit=plain(24),
    close=plain(24),
    clear_on_close=BOOLEAN,
    notify_on_close=BOOLEAN,
    submit_disabled=BOOLEAN,
    **OF_VIEW,
)
HOME = typed("home", "blocks", blocks=HOME_BLOCKS, **OF_VIEW)
