"""Block Kit's rules for modals and the App Home."""

from typing import Any

import pytest

from tests.workspace.desk import Json, modal, plain, text_input
from workspace.errors import SlackError
from workspace.schema.check import check_view

LONGEST = {"type": "section", "text": plain("x" * 3000)}
OPTION = {"text": plain("t"), "value": "v"}
TABLE = {"type": "table", "rows": [[{"type": "raw_text", "text": "x"}]]}


def element(kind: str, **more: Any) -> Json:
    return {"type": "input", "label": plain("l"), "element": {"type": kind, "action_id": "a", **more}}


REFUSED_VIEWS: dict[str, Json] = {
    "no title": {"type": "modal", "blocks": [LONGEST]},
    "title 25": modal("m", title=plain("x" * 25)),
    "submit 25": modal("m", submit=plain("x" * 25)),
    "close 25": modal("m", close=plain("x" * 25)),
    "no blocks": {"type": "modal", "title": plain("t")},
    "empty blocks": {"type": "modal", "title": plain("t"), "blocks": []},
    "101 blocks": modal("m", *[{"type": "divider"}] * 101),
    "input without submit": {"type": "modal", "title": plain("t"), "blocks": [text_input("b")]},
    "callback_id 256": modal("m" * 256),
    "private_metadata 3001": modal("m", private_metadata="x" * 3001),
    "private_metadata as object": modal("m", private_metadata={"id": 1}),
    "markdown in a modal": modal("m", {"type": "markdown", "text": "x"}),
    "table in a modal": modal("m", TABLE),
    "home": {"type": "home", "blocks": []},
    "unknown property": modal("m", colour="red"),
    "min above max": modal("m", text_input("b", min_length=9, max_length=3)),
    "max_length 3001": modal("m", text_input("b", max_length=3001)),
    "number without decimal rule": modal("m", element("number_input")),
    "number bounds crossed": modal(
        "m", element("number_input", is_decimal_allowed=False, min_value="5", max_value="1")
    ),
    "number as number": modal("m", element("number_input", is_decimal_allowed=False, initial_value=5)),
    "two with focus": modal("m", text_input("a", focus_on_load=True), text_input("b", focus_on_load=True)),
    "dispatch on blur": modal(
        "m", text_input("b", dispatch_action_config={"trigger_actions_on": ["on_blur"]})
    ),
}


@pytest.mark.parametrize("view", REFUSED_VIEWS.values(), ids=REFUSED_VIEWS)
def test_a_modal_that_slack_refuses_is_refused(view: Json) -> None:
    """A view that breaks a rule is `invalid_arguments`, with the place named."""
    with pytest.raises(SlackError) as refusal:
        check_view(view, ("modal",))
    assert refusal.value.code == "invalid_arguments"
    assert "[json-pointer:/view" in refusal.value.beside["response_metadata"]["messages"][0]


def test_a_modal_with_every_input_is_accepted() -> None:
    """Every element that may stand in an input block does."""
    kinds: dict[str, Json] = {
        "plain_text_input": {"multiline": True, "min_length": 1, "max_length": 3000},
        "number_input": {"is_decimal_allowed": True, "min_value": "1", "max_value": "1.5"},
        "email_text_input": {},
        "url_text_input": {},
        "rich_text_input": {},
        "static_select": {"options": [OPTION]},
        "multi_static_select": {"options": [OPTION], "initial_options": [OPTION]},
        "external_select": {"min_query_length": 0},
        "multi_external_select": {},
        "users_select": {},
        "multi_users_select": {"initial_users": ["U0MINA"]},
        "conversations_select": {"filter": {"include": ["public"]}, "response_url_enabled": True},
        "channels_select": {},
        "checkboxes": {"options": [OPTION]},
        "radio_buttons": {"options": [OPTION]},
        "datepicker": {},
        "timepicker": {},
        "datetimepicker": {"initial_date_time": 1795399200},
    }
    view = modal("m", *(element(kind, **more) for kind, more in kinds.items()), private_metadata="x" * 3000)
    assert check_view(view, ("modal",)) is view


def test_a_view_above_a_quarter_megabyte_is_too_large() -> None:
    """Slack measures the whole view as well as its parts."""
    with pytest.raises(SlackError, match="view_too_large"):
        check_view(modal("m", *(LONGEST for _ in range(90))), ("modal",))
