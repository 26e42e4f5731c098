"""Looks into what builders made, and asks the stand-in whether Slack would take it."""

from collections.abc import Iterator
from typing import Any

from bot.delivery.rendered import Rendered
from messages.blocks import MAX_TEXT
from workspace.schema.check import check_message, check_view

Json = dict[str, Any]


def assert_valid(made: Rendered | Json) -> None:
    """Raises what Slack would answer if it refused this message or view."""
    if isinstance(made, Rendered):
        assert made.text
        assert len(made.text) <= MAX_TEXT
        check_message({"blocks": made.blocks})
        # Slack's `only_one_table_allowed`, which the stand-in does not know.
        assert sum(block["type"] == "table" for block in made.blocks) <= 1
    else:
        check_view(made, ("modal", "home"))


def nodes(part: Any) -> Iterator[Json]:
    """Every object inside, outermost first."""
    if isinstance(part, dict):
        yield part
        for value in part.values():
            yield from nodes(value)
    elif isinstance(part, list):
        for value in part:
            yield from nodes(value)


def mrkdwn_of(made: Rendered | Json) -> str:
    """All mrkdwn that Slack would interpret, the message's own text included."""
    blocks = made.blocks if isinstance(made, Rendered) else made["blocks"]
    said = [node["text"] for node in nodes(blocks) if node.get("type") == "mrkdwn"]
    return "\n".join([*said, made.text] if isinstance(made, Rendered) else said)


def text_of(made: Rendered | Json) -> str:
    """Everything that people read: mrkdwn, plain text, cells."""
    blocks = made.blocks if isinstance(made, Rendered) else made["blocks"]
    kinds = ("mrkdwn", "plain_text", "raw_text")
    said = [node["text"] for node in nodes(blocks) if node.get("type") in kinds]
    return "\n".join([*said, made.text] if isinstance(made, Rendered) else said)


def buttons_of(made: Rendered | Json) -> list[tuple[str, str]]:
    """The buttons' action ids with their values, in order."""
    blocks = made.blocks if isinstance(made, Rendered) else made["blocks"]
    return [(node["action_id"], node["value"]) for node in nodes(blocks) if node.get("type") == "button"]


def element(view: Json, block_id: str) -> Json:
    """The element of a form's field."""
    return next(block["element"] for block in view["blocks"] if block.get("block_id") == block_id)
