"""The control interface: reading, the stream, the record of calls, the clock."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml

from tests.workspace.desk import CARD, CONFIG, START_AT, Desk, Json, desk
from workspace.clock import SteppedClock
from workspace.config import SAMPLE, load_config


@pytest.fixture
def hands() -> Iterator[Desk]:
    """A stand-in of its own, without rates."""
    with desk() as served:
        served.act("/app", rates=False)
        yield served


def frames(hands: Desk, act: Any, number: int, **query: Any) -> list[tuple[str, Json]]:
    """The next events of the stream after `ready`, while `act` makes them happen."""
    found: list[tuple[str, Json]] = []
    with httpx.stream("GET", f"{hands.base_url}/control/events", params=query, timeout=5) as answer:
        name = ""
        for line in answer.iter_lines():
            if line.startswith("event: "):
                name = line.removeprefix("event: ")
            elif line.startswith("data: "):
                found.append((name, json.loads(line.removeprefix("data: "))))
                if name == "ready" and act:
                    act()
                if len(found) > number:
                    return found
    return found


def test_the_state_has_what_the_page_draws(hands: Desk) -> None:
    """People, channels, groups, commands, shortcuts and the clock come in one answer."""
    state = hands.get("/state")
    people = {person["id"]: person for person in state["people"]}
    assert len(people) == 18
    assert people["U0MINA"]["language"] == "en"
    assert people["U0MINA"]["dm"] == "D0MINA"
    assert people[state["bot"]["user_id"]]["is_bot"]
    assert "open" in [each["text"] for each in state["commands"][0]["completions"]]
    assert (state["now"], state["mode"], state["connections"]) == ("2026-11-23T02:00:00Z", "socket", 0)
    assert [move["key"] for move in state["moves"]] == ["15m", "1h", "1d"]


def test_every_member_of_channels_and_groups_exists() -> None:
    """The sample branch is consistent: no id that nobody has."""
    people = {person.id for person in CONFIG.people}
    for place in CONFIG.channels:
        assert people.issuperset(place.members)
        assert CONFIG.bot_user in place.members
    for group in CONFIG.groups:
        assert people.issuperset(group.users)


def test_a_branch_file_with_an_unknown_key_is_refused(tmp_path: Path) -> None:
    """A misspelt key is named instead of being ignored."""
    document = yaml.safe_load(SAMPLE.read_text(encoding="utf-8"))
    document["people"][0]["nickname"] = "M"
    path = tmp_path / "branch.yaml"
    path.write_text(yaml.safe_dump(document, allow_unicode=True), encoding="utf-8")
    with pytest.raises(TypeError, match="nickname"):
        load_config(path)


def test_new_messages_appear_in_the_stream(hands: Desk) -> None:
    """Posting and updating send `message` events with the whole message."""

    def act() -> None:
        ts = hands.web.chat_postMessage(channel="C0DATA", text="a", blocks=CARD)["ts"]
        hands.web.chat_update(channel="C0DATA", ts=ts, text="b")

    ready, new, changed = frames(hands, act, 2)
    assert ready[0] == "ready"
    assert (new[1]["change"], new[1]["message"]["text"]) == ("new", "a")
    assert (changed[1]["change"], changed[1]["message"]["text"]) == ("changed", "b")
    assert changed[1]["ts"] == new[1]["ts"]


def test_the_stream_keeps_secrets(hands: Desk) -> None:
    """With `as` only what concerns the person comes: no other's ephemerals and direct messages."""

    def act() -> None:
        hands.web.chat_postEphemeral(channel="C0DATA", user="U0WUQIAN", text="for Wu")
        hands.web.chat_postMessage(channel="D0WUQIAN", text="for Wu")
        hands.web.chat_postMessage(channel="C0DATA", text="for all")

    events = frames(hands, act, 1, **{"as": "U0GRACE"})
    assert [event["message"]["text"] for name, event in events if name == "message"] == ["for all"]


def test_the_stream_resumes_where_it_was_left(hands: Desk) -> None:
    """`after` brings what was missed; a number from before the kept events is told as a gap."""
    seq = hands.get("/state")["seq"]
    hands.web.chat_postMessage(channel="C0DATA", text="missed")
    events = frames(hands, None, 1, after=seq)
    assert events[0][1]["gap"] is False
    assert events[1][1]["message"]["text"] == "missed"


def test_moving_the_clock_is_told_and_does_not_go_back(hands: Desk) -> None:
    """`clock` events follow a move; the past and nonsense are refused."""
    events = frames(hands, lambda: hands.move("15m"), 1)
    assert events[1] == ("clock", {"now": "2026-11-23T02:15:00Z"})
    for to in ("2026-11-23T02:00:00Z", "soon", "2026-11-24T02:00:00"):
        assert hands.http.post("/clock", json={"to": to}).status_code == 400
    assert hands.get("/clock")["now"] == "2026-11-23T02:15:00Z"


def test_every_call_is_on_record_and_tokens_are_masked(tmp_path: Path) -> None:
    """The journal and the file hold the same lines: method, arguments, answer, no token."""
    path = tmp_path / "calls.jsonl"
    with desk(record_to=path) as hands:
        hands.web.chat_postMessage(channel="C0DATA", text="你好")
        hands.web.auth_test()
        rows = hands.lines("/calls")
        assert [(row["seq"], row["method"]) for row in rows] == [(1, "chat.postMessage"), (2, "auth.test")]
        assert rows[0]["args"] == {"channel": "C0DATA", "text": "你好"}
        assert rows[0]["ts"] == rows[0]["response"]["ts"]
        assert hands.lines("/calls", since=1) == hands.lines("/calls", method="auth.test") == rows[1:]
    written = path.read_text(encoding="utf-8")
    assert [json.loads(line) for line in written.splitlines()] == rows
    assert CONFIG.bot_token not in written


def test_a_response_url_is_used_five_times_within_half_an_hour(hands: Desk) -> None:
    """The sixth use and one after thirty minutes are refused; delete and replace touch the original."""
    ts = hands.web.chat_postMessage(channel="C0DATA", text="a", blocks=CARD)["ts"]

    def url() -> str:
        hands.act("/action", "U0GRACE", channel="C0DATA", ts=ts, action_id="go")
        return hands.lines("/deliveries")[-1]["body"]["response_url"]

    first = url()
    assert httpx.post(first, json={"text": "b", "replace_original": True}).text == "ok"
    assert hands.messages("U0GRACE", "C0DATA")[0]["text"] == "b"
    for _ in range(4):
        assert httpx.post(first, json={"text": "more"}).status_code == 200
    assert httpx.post(first, json={"text": "more"}).json()["error"] == "used_url"
    hands.web.chat_update(channel="C0DATA", ts=ts, text="c", blocks=CARD)
    second = url()
    assert httpx.post(second, json={"delete_original": True}).status_code == 200
    assert ts not in [m["ts"] for m in hands.messages("U0GRACE", "C0DATA")]
    hands.move("1h")
    assert httpx.post(second, json={"text": "late"}).json()["error"] == "expired_url"


@pytest.mark.parametrize(
    ("path", "order", "status"),
    [
        ("/command", {"as": "U0NOBODY", "channel": "C0DATA", "text": "/coord x"}, 404),
        ("/command", {"as": "U0GRACE", "channel": "C0NOWHERE", "text": "/coord x"}, 404),
        ("/command", {"as": "U0GRACE", "text": "/coord x"}, 400),
        ("/action", {"as": "U0GRACE", "channel": "C0DATA", "ts": "1.0", "action_id": "a"}, 404),
        ("/action", {"as": "U0GRACE", "view_id": "V9", "action_id": "a"}, 404),
        ("/shortcut", {"as": "U0GRACE", "callback_id": "dance"}, 400),
        (
            "/message_shortcut",
            {"as": "U0GRACE", "callback_id": "open_request", "channel": "C0DATA", "ts": "1"},
            400,
        ),
        ("/view/submit", {"as": "U0GRACE", "view_id": "V9"}, 404),
        ("/post", {"as": "U0GRACE", "channel": "C0TRANSP", "text": "x"}, 400),
        ("/app", {"colour": "red"}, 400),
        ("/redeliver", {"seq": 99}, 404),
    ],
)
def test_a_wrong_order_says_what_is_wrong(hands: Desk, path: str, order: Json, status: int) -> None:
    """Unknown people, places, elements and keys are answered with 400 or 404 and a text."""
    answer = hands.http.post(path, json=order)
    assert answer.status_code == status
    assert answer.json()["error"]


def test_the_font_is_there(hands: Desk) -> None:
    """Chinese shows on a machine without Chinese fonts."""
    answer = httpx.get(f"{hands.base_url}/font")
    assert answer.headers["content-type"] == "font/otf"
    assert len(answer.content) > 1_000_000


def test_a_clock_for_tests_knows_its_moves() -> None:
    """SteppedClock moves by key and to an instant, and only forward."""
    clock = SteppedClock(START_AT)
    assert clock.move("1h").isoformat() == "2026-11-23T03:00:00+00:00"
    assert clock.move("2026-11-24T09:00+08:00") == clock.now()
    with pytest.raises(ValueError, match="does not go back"):
        clock.move("2026-11-23T09:00+08:00")
