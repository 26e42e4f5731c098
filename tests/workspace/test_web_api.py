"""The Web API as the real slack-sdk finds it."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from tests.workspace.desk import CARD, CONFIG, Desk, button, desk, until


@pytest.fixture(scope="module")
def served() -> Iterator[Desk]:
    """One stand-in for the whole module, without rates."""
    with desk() as hands:
        hands.act("/app", rates=False)
        yield hands


@pytest.fixture
def web(served: Desk) -> WebClient:
    return served.web


def refusal(call: Any, **arguments: Any) -> str:
    """The error code that a call is refused with."""
    with pytest.raises(SlackApiError) as refused:
        call(**arguments)
    return str(refused.value.response["error"])


def test_a_posted_message_is_read_back_with_its_metadata(web: WebClient) -> None:
    """Metadata comes back only when it is asked for: the look-up after an unknown outcome rests on it."""
    metadata = {"event_type": "notice", "event_payload": {"outbox_id": 7}}
    ts = web.chat_postMessage(channel="C0SUPPORT", text="a", metadata=metadata)["ts"]
    full = web.conversations_history(
        channel="C0SUPPORT", include_all_metadata=True, oldest=ts, inclusive=True
    )
    bare = web.conversations_history(channel="C0SUPPORT", oldest=ts, inclusive=True)
    assert full["messages"][0]["metadata"] == metadata
    assert "metadata" not in bare["messages"][0]


def test_an_update_keeps_the_ts_and_marks_the_message_as_edited(web: WebClient) -> None:
    """chat.update replaces text and blocks of the bot's own message in place."""
    ts = web.chat_postMessage(channel="C0SUPPORT", text="a", blocks=CARD)["ts"]
    answer = web.chat_update(channel="C0SUPPORT", ts=ts, text="b")
    assert answer["ts"] == ts
    assert answer["message"]["text"] == "b"
    assert answer["message"]["blocks"] == []
    assert answer["message"]["edited"]["user"] == CONFIG.bot_user


def test_an_update_of_blocks_does_not_show_as_edited(web: WebClient) -> None:
    """As documented, the mark comes with a change of text, not with new blocks; metadata stays."""
    metadata = {"event_type": "card", "event_payload": {}}
    ts = web.chat_postMessage(channel="C0SUPPORT", text="a", blocks=CARD, metadata=metadata)["ts"]
    message = web.chat_update(channel="C0SUPPORT", ts=ts, text="b", blocks=CARD[:1])["message"]
    assert "edited" not in message
    assert [block["block_id"] for block in message["blocks"]] == ["head"]
    assert message["metadata"] == metadata


def test_timestamps_grow_though_the_clock_stands(web: WebClient) -> None:
    """Two messages of the same instant have different, growing ts."""
    stamps = [web.chat_postMessage(channel="C0DATA", text="x")["ts"] for _ in range(5)]
    assert stamps == sorted(set(stamps))


def test_a_deleted_message_is_gone(web: WebClient) -> None:
    """chat.delete removes it from the history, and a second time there is none."""
    ts = web.chat_postMessage(channel="C0DATA", text="x")["ts"]
    web.chat_delete(channel="C0DATA", ts=ts)
    assert ts not in [m["ts"] for m in web.conversations_history(channel="C0DATA")["messages"]]
    assert refusal(web.chat_delete, channel="C0DATA", ts=ts) == "message_not_found"


def test_replies_stay_in_their_thread(served: Desk, web: WebClient) -> None:
    """A reply counts at its parent and shows in the channel only when it is broadcast."""
    parent = web.chat_postMessage(channel="C0TRANSP", text="p")["ts"]
    web.chat_postMessage(channel="C0TRANSP", text="r", thread_ts=parent)
    web.chat_postMessage(channel="C0TRANSP", text="loud", thread_ts=parent, reply_broadcast=True)
    texts = [m["text"] for m in served.messages("U0LIWEI", "C0TRANSP")]
    assert texts == ["p", "loud"]
    thread = web.conversations_replies(channel="C0TRANSP", ts=parent)["messages"]
    assert [m["text"] for m in thread] == ["p", "r", "loud"]
    assert thread[0]["reply_count"] == 2


def test_an_ephemeral_message_is_seen_by_one_person(served: Desk, web: WebClient) -> None:
    """chat.postEphemeral shows to its reader only, and only to a member of the channel."""
    ts = web.chat_postEphemeral(channel="C0SWITCH", user="U0HUANGH", text="psst")["message_ts"]
    assert [m["ts"] for m in served.messages("U0HUANGH", "C0SWITCH") if m.get("ephemeral")] == [ts]
    assert served.messages("U0QIANF", "C0SWITCH") == []
    assert (
        refusal(web.chat_postEphemeral, channel="C0SWITCH", user="U0MINA", text="x") == "user_not_in_channel"
    )


def test_a_direct_message_reaches_only_its_person(served: Desk, web: WebClient) -> None:
    """conversations.open gives the room; posting to the person's id ends up there as well."""
    room = web.conversations_open(users="U0PETER")["channel"]["id"]
    web.chat_postMessage(channel=room, text="one")
    web.chat_postMessage(channel="U0PETER", text="two")
    assert [m["text"] for m in served.messages("U0PETER", room)] == ["one", "two"]
    assert served.http.get("/messages", params={"as": "U0GRACE", "channel": room}).status_code == 404


def test_typed_ampersands_are_escaped_and_mentions_are_told(served: Desk, web: WebClient) -> None:
    """A bare `&` is stored escaped; `rings` names everybody whom the message would ring."""
    web.chat_postMessage(channel="C0CONSTR", text="A & B &lt;!channel&gt; <@U0ZHAOLEI>", blocks=CARD)
    message = served.messages("U0ZHAOLEI", "C0CONSTR")[-1]
    assert message["text"] == "A &amp; B &lt;!channel&gt; <@U0ZHAOLEI>"
    assert message["rings"] == ["U0ZHAOLEI", "!here"]


@pytest.mark.parametrize(
    ("method", "arguments", "code"),
    [
        ("chat.postMessage", {"channel": "C0NOWHERE", "text": "x"}, "channel_not_found"),
        ("chat.postMessage", {"channel": "C0SUPPORT"}, "no_text"),
        ("chat.postMessage", {"text": "x"}, "invalid_arguments"),
        ("chat.postMessage", {"channel": "C0SUPPORT", "text": "x" * 40_001}, "msg_too_long"),
        ("chat.postMessage", {"channel": "C0SUPPORT", "text": "x", "thread_ts": "1.0"}, "thread_not_found"),
        ("chat.postMessage", {"channel": "C0SUPPORT", "blocks": [{"type": "x"}]}, "invalid_blocks"),
        (
            "chat.postMessage",
            {"channel": "C0SUPPORT", "attachments": [{"blocks": [{"type": "x"}]}]},
            "invalid_attachments",
        ),
        ("chat.update", {"channel": "C0SUPPORT", "ts": "1.0", "text": "x"}, "message_not_found"),
        ("chat.update", {"channel": "U0MINA", "ts": "1.0", "text": "x"}, "channel_not_found"),
        ("conversations.history", {"channel": "#xb-support"}, "channel_not_found"),
        ("chat.getPermalink", {"channel": "C0SUPPORT", "message_ts": "1.0"}, "message_not_found"),
        ("conversations.history", {"channel": "C0SUPPORT", "limit": 5000}, "invalid_limit"),
        ("conversations.list", {"types": "secret"}, "invalid_types"),
        ("conversations.open", {}, "users_list_not_supplied"),
        ("conversations.open", {"users": "U0NOBODY"}, "user_not_found"),
        ("users.info", {"user": "U0NOBODY"}, "user_not_found"),
        ("users.lookupByEmail", {"email": "nobody@branch.example"}, "users_not_found"),
        ("usergroups.users.list", {"usergroup": "S0NONE"}, "no_such_subteam"),
        ("views.open", {"trigger_id": "1.2.3", "view": {"type": "modal"}}, "invalid_arguments"),
        ("views.update", {"view_id": "V1", "view": {"type": "modal"}}, "not_found"),
        ("chat.sing", {}, "unknown_method"),
    ],
)
def test_a_wrong_call_gets_slacks_error_code(web: WebClient, method: str, arguments: dict, code: str) -> None:
    """Each refusal carries the code that Slack documents."""
    assert refusal(web.api_call, api_method=method, json=arguments) == code


def test_a_person_cannot_be_updated_over(served: Desk, web: WebClient) -> None:
    """The bot can neither change nor delete what people wrote."""
    ts = served.act("/post", "U0CHENLU", channel="C0SUPPORT", text="mine")["message"]["ts"]
    assert refusal(web.chat_update, channel="C0SUPPORT", ts=ts, text="x") == "cant_update_message"
    assert refusal(web.chat_delete, channel="C0SUPPORT", ts=ts) == "cant_delete_message"


def test_the_text_of_an_update_is_shorter_than_that_of_a_message(web: WebClient) -> None:
    """chat.update takes 4,000 characters, chat.postMessage 40,000."""
    ts = web.chat_postMessage(channel="C0SUPPORT", text="x" * 4001)["ts"]
    assert refusal(web.chat_update, channel="C0SUPPORT", ts=ts, text="x" * 4001) == "msg_too_long"


def test_history_is_paged_newest_first(web: WebClient) -> None:
    """A page's cursor leads to the older messages, none twice."""
    for number in range(5):
        web.chat_postMessage(channel="C0MANAGE", text=str(number))
    texts = [
        m["text"] for page in web.conversations_history(channel="C0MANAGE", limit=2) for m in page["messages"]
    ]
    assert texts == ["4", "3", "2", "1", "0"]


def test_a_file_goes_up_and_comes_down(served: Desk, web: WebClient) -> None:
    """files_upload_v2 of the sdk leaves a message with the file in the channel."""
    web.files_upload_v2(channel="C0MANAGE", filename="report.csv", content="a,b\n", initial_comment="here")
    message = until(lambda: served.messages("U0LIANG", "C0MANAGE")[-1])
    assert message["files"][0]["mimetype"] == "text/csv"
    assert httpx.get(message["files"][0]["url_private"]).text == "a,b\n"


def test_a_permalink_leads_to_the_page(served: Desk, web: WebClient) -> None:
    """The address of a message redirects to the page with channel and ts."""
    ts = web.chat_postMessage(channel="C0DATA", text="x")["ts"]
    link = web.chat_getPermalink(channel="C0DATA", message_ts=ts)["permalink"]
    assert httpx.get(link).headers["location"] == f"/#channel=C0DATA&ts={ts}"


def test_a_reaction_is_added_once() -> None:
    """The bot's second reaction of the same name is refused."""
    with desk(scopes=frozenset({"chat:write", "reactions:write"})) as hands:
        ts = hands.web.chat_postMessage(
            channel="C0DATA", text="x", blocks=[{"type": "actions", "elements": [button("a")]}]
        )["ts"]
        hands.web.reactions_add(channel="C0DATA", timestamp=ts, name="eyes")
        again = refusal(hands.web.reactions_add, channel="C0DATA", timestamp=ts, name="eyes")
        assert again == "already_reacted"
        shown = hands.act("/reaction", "U0WUQIAN", channel="C0DATA", ts=ts, name="eyes")["message"][
            "reactions"
        ]
        assert shown == [{"name": "eyes", "users": [CONFIG.bot_user, "U0WUQIAN"], "count": 2}]
