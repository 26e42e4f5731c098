"""Modals and App Home through the Web API: stack, hash, triggers, kept input."""

from collections.abc import Iterator
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError

from tests.workspace.desk import CONFIG, Desk, Json, desk, modal, plain, text_input
from tests.workspace.small_bot import by_http, small_bot
from workspace.errors import SlackError
from workspace.interactions.triggers import Triggers


@pytest.fixture(scope="module")
def heard() -> list[Json]:
    """Every body that the bot got."""
    return []


@pytest.fixture(scope="module")
def office(heard: list[Json]) -> Iterator[Desk]:
    """A stand-in with the small bot behind HTTP."""
    with desk() as hands, by_http(small_bot(hands.web, heard, signing_secret=CONFIG.signing_secret)) as url:
        hands.act("/app", request_url=url, rates=False)
        yield hands


def refusal(call: Any, **arguments: Any) -> str:
    with pytest.raises(SlackApiError) as refused:
        call(**arguments)
    return str(refused.value.response["error"])


def trigger(office: Desk, heard: list[Json], person: str = "U0MINA") -> str:
    """A fresh trigger id from a command."""
    office.act("/command", person, channel="C0GENERAL", text="/coord x")
    return str(heard[-1]["trigger_id"])


def trigger_in_modal(office: Desk, heard: list[Json], view_id: str, person: str = "U0MINA") -> str:
    """A trigger id from a submission in that modal, which stays open."""
    values = {"what": {"typed": "bad"}}
    office.act("/view/submit", person, view_id=view_id, values=values)
    return str(heard[-1]["trigger_id"])


def test_a_trigger_works_once(office: Desk, heard: list[Json]) -> None:
    """The second views.open with the same trigger is refused."""
    trigger_id = trigger(office, heard)
    office.web.views_open(trigger_id=trigger_id, view=modal("m"))
    assert refusal(office.web.views_open, trigger_id=trigger_id, view=modal("m")) == "exchanged_trigger_id"
    assert refusal(office.web.views_open, trigger_id="1.2.x", view=modal("m")) == "invalid_trigger_id"


def test_a_modal_without_a_button_is_not_submitted(office: Desk, heard: list[Json]) -> None:
    """Where Slack shows nothing to press, nobody can press it, and the bot hears nothing."""
    said = {"type": "section", "text": plain("done")}
    shown = {"type": "modal", "title": plain("Note"), "blocks": [said]}
    view_id = office.web.views_open(trigger_id=trigger(office, heard), view=shown)["view"]["id"]
    before = len(heard)
    refused = office.act("/view/submit", "U0MINA", view_id=view_id, values={})
    assert refused == {"error": f"{view_id} has no button to submit it"}
    assert len(heard) == before


def test_a_trigger_lives_three_seconds() -> None:
    """At three seconds it still works, after that it is expired."""
    seconds = 0.0
    triggers = Triggers(ticks=lambda: seconds)
    early, late = triggers.give("U0MINA"), triggers.give("U0MINA")
    seconds = 3.0
    assert triggers.redeem(early).person == "U0MINA"
    seconds = 3.01
    with pytest.raises(SlackError, match="expired_trigger_id"):
        triggers.redeem(late)


def test_a_refused_view_does_not_use_up_its_trigger(office: Desk, heard: list[Json]) -> None:
    """The view is checked first, so that a corrected call still opens."""
    trigger_id = trigger(office, heard)
    assert (
        refusal(office.web.views_open, trigger_id=trigger_id, view={"type": "modal"}) == "invalid_arguments"
    )
    assert office.web.views_open(trigger_id=trigger_id, view=modal("m"))["ok"]


def test_three_views_stack_and_a_fourth_does_not(office: Desk, heard: list[Json]) -> None:
    """views.push takes the stack to three; closing shows the one below."""
    view = office.web.views_open(trigger_id=trigger(office, heard), view=modal("form"))["view"]
    for _ in range(2):
        trigger_id = trigger_in_modal(office, heard, view["id"])
        view = office.web.views_push(trigger_id=trigger_id, view=modal("form"))["view"]
    trigger_id = trigger_in_modal(office, heard, view["id"])
    assert refusal(office.web.views_push, trigger_id=trigger_id, view=modal("form")) == "push_limit_reached"
    stack = office.get("/views", "U0MINA")["views"]
    assert [each["previous_view_id"] for each in stack] == [None, stack[0]["id"], stack[1]["id"]]
    assert {each["root_view_id"] for each in stack} == {stack[0]["id"]}
    assert len(office.act("/view/close", "U0MINA", view_id=view["id"])["views"]) == 2
    assert office.act("/view/close", "U0MINA", view_id=stack[1]["id"], all=True)["views"] == []


def test_an_old_hash_is_a_conflict(office: Desk, heard: list[Json]) -> None:
    """views.update with the hash of an older state is refused."""
    view = office.web.views_open(trigger_id=trigger(office, heard), view=modal("m"))["view"]
    update = {"view_id": view["id"], "view": modal("m"), "hash": view["hash"]}
    assert office.web.views_update(**update)["view"]["hash"] != view["hash"]
    assert refusal(office.web.views_update, **update) == "hash_conflict"


def test_an_update_keeps_what_was_typed_where_the_ids_stay(office: Desk, heard: list[Json]) -> None:
    """Input survives under the same block and action id; a new block starts with its initial value."""
    menu = {"type": "static_select", "action_id": "m", "options": [{"text": plain("A"), "value": "a"}]}
    chosen = {"type": "input", "block_id": "menu", "label": plain("M"), "element": menu}
    view = office.web.views_open(trigger_id=trigger(office, heard), view=modal("m", text_input("b"), chosen))[
        "view"
    ]
    where = {"view_id": view["id"], "block_id": "b", "action_id": "typed"}
    office.act("/action", "U0MINA", **where, value="kept")
    office.act("/action", "U0MINA", **{**where, "block_id": "menu", "action_id": "m"}, value="a")
    menu["options"] = [{"text": plain("B"), "value": "b"}]
    fresh = modal("m", text_input("b"), text_input("c", initial_value="new"), chosen)
    values = office.web.views_update(view_id=view["id"], view=fresh)["view"]["state"]["values"]
    assert values["b"]["typed"]["value"] == "kept"
    assert values["c"]["typed"]["value"] == "new"
    assert values["menu"]["m"]["selected_option"] is None


def test_external_ids_are_unique(office: Desk, heard: list[Json]) -> None:
    """A second open view with the same external_id is refused, and views.update finds the first by it."""
    office.web.views_open(trigger_id=trigger(office, heard), view=modal("m", external_id="x1"))
    twice = {"trigger_id": trigger(office, heard, "U0LINQ"), "view": modal("m", external_id="x1")}
    assert refusal(office.web.views_open, **twice) == "duplicate_external_id"
    updated = office.web.views_update(external_id="x1", view=modal("m", title=plain("New"), external_id="x1"))
    assert updated["view"]["title"]["text"] == "New"


def test_a_closed_view_cannot_be_updated(office: Desk, heard: list[Json]) -> None:
    """views.update of a view that the person closed is `not_found`."""
    view = office.web.views_open(trigger_id=trigger(office, heard), view=modal("m"))["view"]
    office.act("/view/close", "U0MINA", view_id=view["id"])
    assert refusal(office.web.views_update, view_id=view["id"], view=modal("m")) == "not_found"


def test_a_home_is_replaced_under_its_hash(office: Desk) -> None:
    """views.publish keeps the view's id; an old hash is a conflict."""
    first = office.web.views_publish(user_id="U0HEJING", view={"type": "home", "blocks": []})["view"]
    again = {
        "user_id": "U0HEJING",
        "view": {"type": "home", "blocks": [{"type": "divider"}]},
        "hash": first["hash"],
    }
    assert office.web.views_publish(**again)["view"]["id"] == first["id"]
    assert refusal(office.web.views_publish, **again) == "hash_conflict"
    assert len(office.get("/home", "U0HEJING")["view"]["blocks"]) == 1


@pytest.mark.parametrize(
    ("element", "typed", "right"),
    [
        (
            {"type": "number_input", "is_decimal_allowed": False, "min_value": "1", "max_value": "9"},
            "5",
            True,
        ),
        (
            {"type": "number_input", "is_decimal_allowed": False, "min_value": "1", "max_value": "9"},
            "10",
            False,
        ),
        (
            {"type": "number_input", "is_decimal_allowed": False, "min_value": "1", "max_value": "9"},
            "0",
            False,
        ),
        ({"type": "number_input", "is_decimal_allowed": False}, "1.5", False),
        ({"type": "number_input", "is_decimal_allowed": True}, "1.5", True),
        ({"type": "number_input", "is_decimal_allowed": True}, "many", False),
        ({"type": "plain_text_input", "min_length": 2, "max_length": 3}, "a", False),
        ({"type": "plain_text_input", "min_length": 2, "max_length": 3}, "abcd", False),
        ({"type": "email_text_input"}, "mina@branch.example", True),
        ({"type": "email_text_input"}, "mina", False),
        ({"type": "url_text_input"}, "https://branch.example", True),
        ({"type": "url_text_input"}, "branch", False),
    ],
)
def test_the_client_checks_what_is_typed(
    office: Desk, heard: list[Json], element: Json, typed: str, right: bool
) -> None:
    """Bounds and formats of inputs are checked before anything is sent, as Slack's client does."""
    block = {"type": "input", "block_id": "b", "label": plain("L"), "element": {**element, "action_id": "a"}}
    view = office.web.views_open(trigger_id=trigger(office, heard), view=modal("unheard", block))["view"]
    outcome = office.act("/view/submit", "U0MINA", view_id=view["id"], values={"b": {"a": typed}})
    assert (outcome["error"] != "refused") is right
