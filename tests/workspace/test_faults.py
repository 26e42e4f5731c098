"""Bad days to order: each fault does to the real sdk what it says."""

import http.client
import json
from collections.abc import Iterator
from contextlib import ExitStack

import httpx
import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from websockets.exceptions import WebSocketException
from websockets.sync.client import connect

from tests.workspace.desk import CONFIG, Desk, desk, until
from tests.workspace.small_bot import by_http, in_socket_mode, small_bot


@pytest.fixture
def hands() -> Iterator[Desk]:
    """A stand-in of its own, without rates."""
    with desk() as served:
        served.act("/app", rates=False)
        yield served


def post(hands: Desk, channel: str = "C0DATA") -> str:
    """Post a message and say how it went."""
    try:
        hands.web.chat_postMessage(channel=channel, text="x")
    except SlackApiError as refused:
        answer = refused.response
        return f"{answer.status_code} {answer['error'].split(':')[0]}"
    except (OSError, http.client.HTTPException) as broken:
        return f"broken: {type(broken).__name__}"
    return "ok"


def count(hands: Desk, channel: str = "C0DATA") -> int:
    return len(hands.messages("U0GRACE", channel))


def test_a_storm_of_429_strikes_one_channel_for_a_number_of_calls(hands: Desk) -> None:
    """The fault chooses by method and channel and ends after its count; others go on."""
    fault = hands.fault(kind="rate_limited", method="chat.postMessage", channel="C0DATA", count=2, seconds=7)
    with pytest.raises(SlackApiError) as refused:
        hands.web.chat_postMessage(channel="C0DATA", text="x")
    assert refused.value.response.headers["Retry-After"] == "7"
    assert [post(hands, "C0SWITCH"), post(hands), post(hands)] == ["ok", "429 ratelimited", "ok"]
    assert hands.get("/faults")["faults"] == [{**fault, "hits": 2}]


def test_chance_is_seeded(hands: Desk) -> None:
    """The same probability and seed strike the same calls again."""

    def run() -> list[str]:
        hands.http.delete("/faults")
        hands.fault(kind="fatal_error", error="internal_error", method="auth.*", probability=0.5, seed=7)
        web, results = hands.web, []
        for _ in range(12):
            try:
                web.auth_test()
                results.append("ok")
            except SlackApiError as refused:
                results.append(refused.response["error"])
        return results

    first = run()
    assert set(first) == {"ok", "internal_error"}
    assert run() == first


def test_a_server_error_is_no_json(hands: Desk) -> None:
    """500 and 503 come with a body that is not Slack's JSON, and nothing is posted."""
    hands.fault(kind="server_error", status=503, count=1)
    assert post(hands) == "503 Received a response in a non-JSON format"
    assert count(hands) == 0


@pytest.mark.parametrize(("kind", "posted"), [("reset_after", 1), ("reset_before", 0)])
def test_a_broken_connection_leaves_the_outcome_unknown(hands: Desk, kind: str, posted: int) -> None:
    """The caller sees a broken connection whether or not the message was posted."""
    hands.fault(kind=kind, count=1)
    assert post(hands).startswith("broken")
    assert count(hands) == posted
    assert post(hands) == "ok"


@pytest.mark.parametrize(("kind", "posted"), [("timeout_after", 1), ("timeout_before", 0)])
def test_a_time_out_leaves_the_outcome_unknown(hands: Desk, kind: str, posted: int) -> None:
    """The caller gives up waiting; the journal says what was done and that nothing was answered."""
    hands.fault(kind=kind, count=1, seconds=0.3)
    impatient = WebClient(CONFIG.bot_token, base_url=f"{hands.base_url}/api/", timeout=0.1, retry_handlers=[])
    with pytest.raises(OSError):
        impatient.chat_postMessage(channel="C0DATA", text="x", timeout=1)
    until(lambda: hands.lines("/calls"))
    assert count(hands) == posted
    assert [(row["answered"], row["response"] is not None) for row in hands.lines("/calls")] == [
        (False, bool(posted))
    ]


def test_a_slow_answer_is_still_an_answer(hands: Desk) -> None:
    """`slow` delays and changes nothing else."""
    hands.fault(kind="slow", count=1, seconds=0.2)
    assert post(hands) == "ok"
    assert hands.lines("/calls")[0]["ms"] >= 200


def test_a_revoked_token_is_refused_until_the_fault_ends(hands: Desk) -> None:
    """token_revoked for every call, then all is well again."""
    fault = hands.fault(kind="revoked")
    assert post(hands) == "200 token_revoked"
    hands.http.delete(f"/faults/{fault['id']}")
    assert post(hands) == "ok"


def test_an_archived_channel_takes_no_messages(hands: Desk) -> None:
    """is_archived until the fault is deleted."""
    hands.fault(kind="archived", channel="C0DATA")
    assert [post(hands), post(hands, "C0SWITCH")] == ["200 is_archived", "ok"]
    hands.http.delete("/faults")
    assert post(hands) == "ok"


@pytest.mark.parametrize(
    "order", [{"kind": "plague"}, {"kind": "slow", "howlong": 3}, {"kind": "archived"}, {}]
)
def test_a_fault_that_makes_no_sense_is_refused(hands: Desk, order: dict) -> None:
    """A misspelt order does not silently do nothing."""
    assert hands.http.post("/faults", json=order).status_code == 400


def test_payloads_are_doubled_and_acks_are_lost_on_order(hands: Desk) -> None:
    """`duplicate` delivers the same body twice; `lost_ack` shows the person a time-out."""
    heard: list = []
    with by_http(small_bot(hands.web, heard, signing_secret=CONFIG.signing_secret)) as url:
        hands.act("/app", request_url=url)
        command = {"channel": "C0DATA", "text": "/coord x"}
        hands.fault(kind="duplicate", method="slash_commands", count=1)
        hands.act("/command", "U0GRACE", **command)
        assert len(heard) == 2
        assert heard[0]["trigger_id"] == heard[1]["trigger_id"]
        hands.fault(kind="lost_ack", method="slash_commands", count=1)
        assert hands.act("/command", "U0GRACE", **command)["error"] == "operation_timeout"
        seq = hands.lines("/deliveries")[0]["seq"]
        assert hands.act("/redeliver", seq=seq)["acked"]
        assert heard[-1]["trigger_id"] == heard[0]["trigger_id"]


@pytest.mark.xdist_group("workspace_socket")
def test_a_dropped_socket_is_opened_anew(hands: Desk) -> None:
    """After a broken connection the sdk comes back and commands are answered again."""
    heard: list = []
    with in_socket_mode(hands, heard, ping_interval=0.2):
        hands.fault(kind="drop_sockets", count=1)
        assert hands.get("/state")["connections"] == 0
        command = {"channel": "C0DATA", "text": "/coord x"}
        assert hands.act("/command", "U0GRACE", **command)["error"] == "dispatch_failed"
        until(lambda: hands.get("/state")["connections"], seconds=15)
        assert hands.act("/command", "U0GRACE", **command)["acked"]


def test_sockets_break_again_when_a_payload_is_due(hands: Desk) -> None:
    """With a count, later connections break just as something is to be delivered."""
    hands.fault(kind="drop_sockets", count=2)
    url = hands.web.apps_connections_open(app_token=CONFIG.app_token)["url"]
    with connect(url) as socket:
        socket.recv()
        until(lambda: hands.get("/state")["connections"])
        outcome = hands.act("/command", "U0GRACE", channel="C0DATA", text="/coord x")
        assert outcome["error"] == "dispatch_failed"
        with pytest.raises(WebSocketException):
            socket.recv()


@pytest.mark.xdist_group("workspace_socket")
def test_slack_asks_politely_for_a_new_connection(hands: Desk) -> None:
    """On `refresh_requested` the sdk opens another connection before the old one closes."""
    heard: list = []
    with in_socket_mode(hands, heard):
        opened = len(hands.lines("/calls", method="apps.connections.open"))
        hands.fault(kind="refresh_sockets")
        until(lambda: len(hands.lines("/calls", method="apps.connections.open")) > opened, seconds=15)
        # what is sent while the sdk changes over is lost with the old connection, as on Slack
        until(
            lambda: hands.act("/command", "U0GRACE", channel="C0DATA", text="/coord x")["acked"], seconds=15
        )


@pytest.mark.xdist_group("workspace_socket")
def test_a_silent_socket_gives_no_ack() -> None:
    """A dead connection looks like a silent bot, until the sdk misses its pongs and comes back."""
    with desk(ack_seconds=0.2) as hands, in_socket_mode(hands, [], ping_interval=0.2):
        opened = len(hands.lines("/calls", method="apps.connections.open"))
        hands.fault(kind="silent_sockets")
        assert hands.get("/state")["connections"] == 1
        outcome = hands.act("/command", "U0GRACE", channel="C0DATA", text="/coord x")
        assert outcome["error"] == "operation_timeout"
        until(lambda: len(hands.lines("/calls", method="apps.connections.open")) > opened, seconds=20)
        until(lambda: hands.act("/command", "U0GRACE", channel="C0DATA", text="/coord x")["acked"])


def test_a_ticket_opens_one_connection(hands: Desk) -> None:
    """A WebSocket without a fresh ticket is turned away."""
    url = hands.web.apps_connections_open(app_token=CONFIG.app_token)["url"]
    with connect(url) as socket:
        assert json.loads(socket.recv())["type"] == "hello"
        with pytest.raises(WebSocketException):
            connect(url)


def test_at_most_ten_connections(hands: Desk) -> None:
    """The eleventh ticket is refused while ten sockets are open."""
    with ExitStack() as stack:
        for _ in range(10):
            url = hands.web.apps_connections_open(app_token=CONFIG.app_token)["url"]
            stack.enter_context(connect(url)).recv()
        with pytest.raises(SlackApiError, match="too_many_websockets"):
            hands.web.apps_connections_open(app_token=CONFIG.app_token)


def test_the_stand_in_stops_while_answers_are_kept_back() -> None:
    """Stopping does not wait for a fault's minute to pass."""
    with desk() as hands:
        hands.fault(kind="timeout_after")
        with pytest.raises(httpx.TimeoutException):
            httpx.post(f"{hands.base_url}/api/auth.test", timeout=0.05)
