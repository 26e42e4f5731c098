"""Block Kit's rules for messages: what Slack refuses is refused here, and nothing else."""

from copy import deepcopy
from typing import Any

import pytest

from tests.workspace.desk import CARD, Json, button, plain
from workspace.errors import SlackError
from workspace.schema.check import check_message, options_said

LONG = "长" * 3001


def mrkdwn(text: str) -> Json:
    return {"type": "mrkdwn", "text": text}


def section(**more: Any) -> Json:
    return {"type": "section", "text": mrkdwn("x"), **more}


def actions(*parts: Json) -> Json:
    return {"type": "actions", "elements": list(parts)}


def option(value: str = "v", text: str = "t") -> Json:
    return {"text": plain(text), "value": value}


def menu(**more: Any) -> Json:
    return {"type": "static_select", "action_id": "m", "options": [option()], **more}


def table(rows: int = 1, columns: int = 1) -> Json:
    return {"type": "table", "rows": [[{"type": "raw_text", "text": "x"}] * columns] * rows}


def rich(*parts: Json) -> Json:
    return {"type": "rich_text", "elements": list(parts)}


IMAGE = {"type": "image", "image_url": "https://example.org/a.png", "alt_text": "a"}
CONFIRM = {"title": plain("Sure?"), "text": plain("Really"), "confirm": plain("Yes"), "deny": plain("No")}
SAID = {"type": "rich_text_section", "elements": [{"type": "text", "text": "x", "style": {"bold": True}}]}

REFUSED: dict[str, list[Any]] = {
    "no type": [{"text": mrkdwn("x")}],
    "unknown block": [{"type": "headline", "text": plain("x")}],
    "block is no object": ["section"],
    "51 blocks": [{"type": "divider"}] * 51,
    "section without text and fields": [{"type": "section"}],
    "section text empty": [section(text=mrkdwn(""))],
    "section text 3001": [section(text=mrkdwn(LONG))],
    "section text as string": [section(text="x")],
    "section text without type": [section(text={"text": "x"})],
    "section with 11 fields": [section(fields=[mrkdwn("x")] * 11)],
    "section field 2001": [section(fields=[mrkdwn("x" * 2001)])],
    "section with unknown property": [section(colour="red")],
    "mrkdwn with emoji": [section(text={**mrkdwn("x"), "emoji": True})],
    "text input as accessory": [section(accessory={"type": "plain_text_input", "action_id": "a"})],
    "header 151": [{"type": "header", "text": plain("x" * 151)}],
    "header in mrkdwn": [{"type": "header", "text": mrkdwn("x")}],
    "context without elements": [{"type": "context", "elements": []}],
    "context with 11": [{"type": "context", "elements": [mrkdwn("x")] * 11}],
    "button in context": [{"type": "context", "elements": [button("a")]}],
    "actions empty": [actions()],
    "26 in actions": [actions(*(button(f"a{n}") for n in range(26)))],
    "same action_id twice": [actions(button("a"), button("a"))],
    "same block_id twice": [section(block_id="b"), section(block_id="b")],
    "block_id 256": [section(block_id="b" * 256)],
    "button text 76": [actions(button("a", "x" * 76))],
    "button text in mrkdwn": [actions({**button("a"), "text": mrkdwn("x")})],
    "button without text": [actions({"type": "button", "action_id": "a"})],
    "button value 2001": [actions({**button("a"), "value": "v" * 2001})],
    "button style": [actions({**button("a"), "style": "warning"})],
    "button to javascript": [actions({**button("a"), "url": "javascript:alert(1)"})],
    "action_id 256": [actions(button("a" * 256))],
    "confirm without deny": [actions({**button("a"), "confirm": {**CONFIRM, "deny": plain("")}})],
    "confirm title 101": [actions({**button("a"), "confirm": {**CONFIRM, "title": plain("x" * 101)}})],
    "confirm text 301": [actions({**button("a"), "confirm": {**CONFIRM, "text": plain("x" * 301)}})],
    "menu without options": [actions({"type": "static_select", "action_id": "m"})],
    "menu with empty options": [actions(menu(options=[]))],
    "menu with 101 options": [actions(menu(options=[option(str(n)) for n in range(101)]))],
    "option text 76": [actions(menu(options=[option("v", "x" * 76)]))],
    "option value 151": [actions(menu(options=[option("v" * 151)]))],
    "option values doubled": [actions(menu(options=[option("v"), option("v", "other")]))],
    "options and groups": [actions(menu(option_groups=[{"label": plain("g"), "options": [option()]}]))],
    "initial option not on offer": [actions(menu(initial_option=option("w")))],
    "placeholder 151": [actions(menu(placeholder=plain("x" * 151)))],
    "overflow with 6": [
        actions({"type": "overflow", "action_id": "o", "options": [option(str(n)) for n in range(6)]})
    ],
    "11 checkboxes": [
        actions({"type": "checkboxes", "action_id": "c", "options": [option(str(n)) for n in range(11)]})
    ],
    "date in words": [actions({"type": "datepicker", "action_id": "d", "initial_date": "tomorrow"})],
    "time of 25": [actions({"type": "timepicker", "action_id": "t", "initial_time": "25:00"})],
    "epoch as text": [
        actions({"type": "datetimepicker", "action_id": "d", "initial_date_time": "1795399200"})
    ],
    "datetimepicker as accessory": [section(accessory={"type": "datetimepicker", "action_id": "d"})],
    "unknown filter": [actions({"type": "conversations_select", "action_id": "c", "filter": {"only": "me"}})],
    "image without alt": [{"type": "image", "image_url": "https://example.org/a.png"}],
    "image without address": [{"type": "image", "alt_text": "a"}],
    "image from data": [{**IMAGE, "image_url": "data:image/png;base64,x"}],
    "markdown 12001": [{"type": "markdown", "text": "x" * 12_001}],
    "markdown 12001 together": [{"type": "markdown", "text": "x" * 6_001}] * 2,
    "table of 101 rows": [table(rows=101)],
    "table of 21 columns": [table(columns=21)],
    "two tables": [table(), table()],
    "rich text with a section": [rich(section())],
    "rich list without style": [rich({"type": "rich_text_list", "elements": [SAID]})],
    "rich text broadcast to all": [
        rich({"type": "rich_text_section", "elements": [{"type": "broadcast", "range": "all"}]})
    ],
    "input without label": [{"type": "input", "element": {"type": "plain_text_input", "action_id": "a"}}],
    "input with a button": [{"type": "input", "label": plain("l"), "element": button("a")}],
}


@pytest.mark.parametrize("blocks", REFUSED.values(), ids=REFUSED)
def test_a_message_that_slack_refuses_is_refused(blocks: list[Any]) -> None:
    """Blocks that break one of Slack's documented rules are `invalid_blocks`, with the place named."""
    with pytest.raises(SlackError) as refusal:
        check_message({"blocks": blocks})
    assert refusal.value.code == "invalid_blocks"
    messages = refusal.value.beside["response_metadata"]["messages"]
    assert all("[json-pointer:/blocks" in message for message in messages)


ACCEPTED: dict[str, list[Json]] = {
    "nothing": [],
    "50 blocks": [{"type": "divider"}] * 50,
    "section to the brim": [section(text=mrkdwn("长" * 3000), fields=[plain("x" * 2000)] * 10)],
    "section with every accessory": [
        section(accessory=part)
        for part in (
            button("a"),
            menu(),
            IMAGE,
            {"type": "users_select", "action_id": "u"},
            {"type": "multi_static_select", "action_id": "m", "options": [option()], "max_selected_items": 1},
            {"type": "datepicker", "action_id": "d", "initial_date": "2026-11-24"},
            {"type": "timepicker", "action_id": "t", "initial_time": "09:30"},
            {"type": "radio_buttons", "action_id": "r", "options": [{"text": mrkdwn("*x*"), "value": "x"}]},
        )
    ],
    "fields only": [{"type": "section", "fields": [mrkdwn("x")]}],
    "card": CARD,
    "25 buttons": [actions(*(button(f"a{n}") for n in range(25)))],
    "same action_id in two blocks": [actions(button("a")), actions(button("a"))],
    "confirm and link": [
        actions({**button("a"), "confirm": CONFIRM, "style": "danger", "url": "https://example.org"})
    ],
    "grouped options": [
        actions(
            {
                "type": "static_select",
                "action_id": "m",
                "option_groups": [{"label": plain("g"), "options": [option()]}],
                "initial_option": option(),
            }
        )
    ],
    "context": [{"type": "context", "elements": [mrkdwn("x"), plain("y"), IMAGE]}],
    "header": [{"type": "header", "text": {**plain("x" * 150), "emoji": True}}],
    "image": [{**IMAGE, "title": plain("t")}],
    "markdown": [{"type": "markdown", "text": "x" * 12_000}],
    "table": [table(100, 20) | {"column_settings": [{"align": "right"}, None, {"is_wrapped": True}]}],
    "rich text": [
        rich(
            SAID,
            {"type": "rich_text_list", "style": "bullet", "elements": [SAID], "indent": 1},
            {"type": "rich_text_quote", "elements": [{"type": "user", "user_id": "U0MINA"}]},
            {"type": "rich_text_preformatted", "elements": [{"type": "link", "url": "https://example.org"}]},
        )
    ],
}


@pytest.mark.parametrize("blocks", ACCEPTED.values(), ids=ACCEPTED)
def test_a_message_within_the_rules_is_accepted(blocks: list[Json]) -> None:
    """What Slack takes raises nothing, up to the last character."""
    before = deepcopy(blocks)
    check_message({"text": "x", "blocks": blocks})
    assert blocks == before


@pytest.mark.parametrize(
    ("answer", "right"),
    [
        ({"options": []}, True),
        ({"options": [option()]}, True),
        ({"option_groups": [{"label": plain("g"), "options": [option()]}]}, True),
        ({"options": [option(str(n)) for n in range(101)]}, False),
        ({"options": [option("v", "x" * 76)]}, False),
        ({}, False),
        (None, False),
    ],
)
def test_the_answer_to_a_type_ahead_is_checked(answer: Any, right: bool) -> None:
    """Options that come with an ack obey the same limits as those in a menu."""
    assert (options_said(answer) == []) is right


def test_metadata_needs_its_two_parts() -> None:
    """Message metadata without an event_payload is refused as Slack does."""
    with pytest.raises(SlackError, match="invalid_metadata_format"):
        check_message({"metadata": {"event_type": "x"}})
