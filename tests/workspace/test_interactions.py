"""What people do reaches a real Bolt app by Socket Mode, and its acks do what they do in Slack."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.workspace.desk import Desk, Json, desk, modal, text_input, until
from tests.workspace.small_bot import in_socket_mode

pytestmark = pytest.mark.xdist_group("workspace_socket")


@pytest.fixture(scope="module")
def heard() -> list[Json]:
    """Every body that the bot got."""
    return []


@pytest.fixture(scope="module")
def office(heard: list[Json]) -> Iterator[Desk]:
    """A stand-in with the small bot connected; acks are waited for 0.4 s."""
    with desk(ack_seconds=0.4) as hands:
        hands.act("/app", rates=False)
        with in_socket_mode(hands, heard):
            yield hands


def command(office: Desk, text: str, person: str = "U0CHENLU", channel: str = "C0SUPPORT") -> Json:
    return office.act("/command", person, channel=channel, text=f"/coord {text}")


def open_form(office: Desk, person: str = "U0CHENLU") -> Json:
    """The modal that the bot opens on a command."""
    return command(office, "form", person)["views"][-1]


def submit(office: Desk, view: Json, typed: Any, person: str = "U0CHENLU") -> Json:
    block_id = view["blocks"][0]["block_id"]
    return office.act("/view/submit", person, view_id=view["id"], values={block_id: {"typed": typed}})


def card(office: Desk) -> Json:
    """A message with buttons that the bot posts after its ack."""
    before = {m["ts"] for m in office.messages("U0CHENLU", "C0SUPPORT")}
    command(office, "card")
    fresh = until(lambda: [m for m in office.messages("U0CHENLU", "C0SUPPORT") if m["ts"] not in before])
    return fresh[-1]


def click(office: Desk, message: Json, action_id: str, person: str = "U0CHENLU", **more: Any) -> Json:
    return office.act(
        "/action", person, channel=message["channel"], ts=message["ts"], action_id=action_id, **more
    )


def test_the_answer_of_a_command_is_whispered_to_the_person(office: Desk) -> None:
    """An ack with text becomes an ephemeral message; typed mentions arrive as Slack escapes them."""
    outcome = command(office, "hello @grace in #xb-data <b> & so on")
    assert (outcome["acked"], outcome["error"]) == (True, None)
    said = outcome["messages"][0]
    assert said["ephemeral"]
    text = "heard hello <@U0GRACE|grace> in <#C0DATA|xb-data> &lt;b&gt; &amp; so on"
    assert said["text"] == text
    assert said["ts"] not in [m["ts"] for m in office.messages("U0DAVID", "C0SUPPORT")]


def test_an_answer_in_channel_is_seen_by_all(office: Desk) -> None:
    """`response_type: in_channel` makes the answer an ordinary message."""
    said = command(office, "public")["messages"][0]
    assert said["ts"] in [m["ts"] for m in office.messages("U0DAVID", "C0SUPPORT")]


@pytest.mark.parametrize(("word", "error"), [("silent", "operation_timeout"), ("broken", "invalid_response")])
def test_slack_speaks_for_an_app_that_fails(office: Desk, word: str, error: str) -> None:
    """Without a usable ack in time the person sees Slackbot's words with the error."""
    outcome = command(office, word)
    assert outcome["error"] == error
    assert outcome["messages"][0]["user"] == "USLACKBOT"
    assert error in outcome["messages"][0]["text"]


def test_a_command_can_only_be_typed_where_one_is(office: Desk) -> None:
    """Unknown commands and channels without the person are wrong requests."""
    assert "not a command" in office.act("/command", "U0CHENLU", channel="C0SUPPORT", text="/dance")["error"]
    assert "is not in" in command(office, "x", channel="C0DATA")["error"]


def test_a_required_input_is_asked_for_by_the_client(office: Desk, heard: list[Json]) -> None:
    """An empty required input never reaches the app."""
    view = open_form(office)
    before = len(heard)
    outcome = office.act("/view/submit", "U0CHENLU", view_id=view["id"], values={})
    assert outcome["error"] == "refused"
    assert set(outcome["errors"]["what"]) == {"zh", "en"}
    assert len(heard) == before


def test_errors_of_a_submission_stay_with_what_was_typed(office: Desk) -> None:
    """`response_action: errors` keeps the modal open, with the errors at their blocks."""
    outcome = submit(office, open_form(office), "bad")
    view = outcome["views"][-1]
    assert view["errors"] == {"what": "not this"}
    assert view["state"]["values"]["what"]["typed"]["value"] == "bad"
    assert submit(office, view, "fine")["views"] == []


@pytest.mark.parametrize(("typed", "depth"), [("fine", 0), ("clear", 0), ("update", 1), ("push", 2)])
def test_the_ack_of_a_submission_changes_the_stack(office: Desk, typed: str, depth: int) -> None:
    """An empty ack closes the modal; update, push and clear do what they say."""
    assert len(submit(office, open_form(office), typed)["views"]) == depth


def test_errors_at_unknown_blocks_are_an_invalid_response(office: Desk) -> None:
    """Slack cannot show an error at a block that the view does not have."""
    assert submit(office, open_form(office), "nowhere")["error"] == "invalid_response"


def test_a_shortcut_opens_a_modal_and_its_closing_is_told(office: Desk, heard: list[Json]) -> None:
    """With notify_on_close the app hears `view_closed`."""
    view = office.act("/shortcut", "U0MINA", callback_id="open_request")["views"][-1]
    outcome = office.act("/view/close", "U0MINA", view_id=view["id"])
    assert (outcome["acked"], outcome["views"]) == (True, [])
    assert (heard[-1]["type"], heard[-1]["is_cleared"]) == ("view_closed", False)


def test_a_message_shortcut_takes_the_message_along(office: Desk, heard: list[Json]) -> None:
    """The payload carries the text, the author and the channel."""
    ts = office.act("/post", "U0MINA", channel="C0CUSTOMER", text="line down")["message"]["ts"]
    order = {"callback_id": "open_request_from_message", "channel": "C0CUSTOMER", "ts": ts}
    assert office.act("/message_shortcut", "U0LINQ", **order)["acked"]
    assert heard[-1]["message"]["text"] == "line down"
    assert heard[-1]["message"]["user"] == "U0MINA"
    assert heard[-1]["user"]["id"] == "U0LINQ"


def test_a_click_is_answered_by_response_url(office: Desk) -> None:
    """`respond` puts an ephemeral message before the person who clicked."""
    outcome = click(office, card(office), "go", "U0DAVID")
    assert outcome["acked"]

    def answers(person: str) -> list[str]:
        return [m["text"] for m in office.messages(person, "C0SUPPORT") if m.get("ephemeral")]

    until(lambda: "went" in answers("U0DAVID"))
    assert "went" not in answers("U0WANGJG")


def test_choices_on_a_message_travel_with_later_clicks(office: Desk, heard: list[Json]) -> None:
    """`state.values` of a message holds what the person chose before."""
    message = card(office)
    click(office, message, "picked", value="2026-11-24")
    assert heard[-1]["actions"][0]["selected_date"] == "2026-11-24"
    click(office, message, "go")
    assert heard[-1]["state"]["values"]["acts"]["picked"]["selected_date"] == "2026-11-24"


def test_an_external_select_offers_what_the_bot_answers(office: Desk) -> None:
    """Options come with the ack, and only those can be chosen."""
    message = card(office)
    where = {"channel": message["channel"], "ts": message["ts"], "action_id": "customer"}
    outcome = office.act("/options", "U0CHENLU", **where, query="华美")
    assert [option["text"]["text"] for option in outcome["options"]] == ["华美 0", "华美 1"]
    assert "not on offer" in click(office, message, "customer", value="c9")["error"]


@pytest.mark.parametrize(
    ("action_id", "value", "says"),
    [("more", "9", "not on offer"), ("picked", "soon", "YYYY-MM-DD"), ("nothing", None, "0 elements")],
)
def test_a_value_that_is_not_on_offer_is_a_wrong_request(
    office: Desk, action_id: str, value: Any, says: str
) -> None:
    """The control interface does not let a script do what no person could."""
    assert says in click(office, card(office), action_id, value=value)["error"]


def test_the_home_is_published_when_it_is_opened(office: Desk) -> None:
    """app_home_opened goes out, and the published view can be clicked."""
    assert office.act("/home", "U0LIANG")["acked"]
    view = until(lambda: office.get("/home", "U0LIANG")["view"])
    outcome = office.act("/action", "U0LIANG", view_id=view["id"], action_id="picked")
    assert outcome["acked"]


def test_a_mention_reaches_the_bot(office: Desk) -> None:
    """Typing @协办 in a channel sends app_mention; the bot answers there."""
    outcome = office.act("/post", "U0DAVID", channel="C0SUPPORT", text="@协办 hello")
    assert outcome["acked"]
    said = f"you said {outcome['message']['text']}"
    until(lambda: any(m["text"] == said for m in office.messages("U0DAVID", "C0SUPPORT")))


def test_a_direct_message_reaches_the_bot(office: Desk, heard: list[Json]) -> None:
    """message.im carries what was written to the bot."""
    office.act("/post", "U0MINA", channel="D0MINA", text="hi")
    assert (heard[-1]["event"]["channel_type"], heard[-1]["event"]["text"]) == ("im", "hi")


def test_unsent_inputs_travel_with_a_click_in_a_modal(office: Desk, heard: list[Json]) -> None:
    """An element with dispatch_action sends the whole state of the view."""
    view = open_form(office, "U0WANGJG")
    blocks = [text_input("what"), {**text_input("now"), "dispatch_action": True}]
    blocks[1]["element"]["action_id"] = "picked"
    office.web.views_update(view_id=view["id"], view=modal("form", *blocks))
    order = {
        "view_id": view["id"],
        "action_id": "picked",
        "value": "x",
        "values": {"what": {"typed": "unsent"}},
    }
    assert office.act("/action", "U0WANGJG", **order)["acked"]
    values = heard[-1]["view"]["state"]["values"]
    assert values["what"]["typed"]["value"] == "unsent"
    assert values["now"]["picked"]["value"] == "x"


def test_only_the_visible_modal_can_be_submitted(office: Desk) -> None:
    """A view of somebody else, or one below the top, is not there for the person."""
    view = open_form(office)
    assert "not the visible modal" in submit(office, view, "x", person="U0DAVID")["error"]
