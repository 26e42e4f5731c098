"""The same workspace by signed HTTP requests instead of Socket Mode."""

from collections.abc import Iterator

import pytest
from slack_sdk.errors import SlackApiError

from tests.workspace.desk import CONFIG, Desk, Json, desk, until
from tests.workspace.small_bot import by_http, small_bot


@pytest.fixture(scope="module")
def heard() -> list[Json]:
    """Every body that the bot got."""
    return []


@pytest.fixture(scope="module")
def office(heard: list[Json]) -> Iterator[Desk]:
    """A stand-in that reaches the small bot at a request_url."""
    with desk() as hands, by_http(small_bot(hands.web, heard, signing_secret=CONFIG.signing_secret)) as url:
        hands.act("/app", request_url=url, rates=False)
        yield hands


def test_a_signed_command_is_answered_in_the_body(office: Desk) -> None:
    """Bolt accepts the signature, and the answer's body becomes the ephemeral message."""
    outcome = office.act("/command", "U0MINA", channel="C0CUSTOMER", text="/coord hello 你好")
    assert outcome["status"] == 200
    assert outcome["messages"][0]["text"] == "heard hello 你好"


def test_a_modal_is_opened_and_submitted(office: Desk) -> None:
    """Interactions travel as a form with a JSON payload; errors come back in the body."""
    view = office.act("/command", "U0MINA", channel="C0CUSTOMER", text="/coord form")["views"][-1]
    values = {"what": {"typed": "bad"}}
    outcome = office.act("/view/submit", "U0MINA", view_id=view["id"], values=values)
    assert outcome["response"] == {"response_action": "errors", "errors": {"what": "not this"}}
    values = {"what": {"typed": "fine"}}
    assert office.act("/view/submit", "U0MINA", view_id=view["id"], values=values)["views"] == []


def test_events_travel_as_json(office: Desk) -> None:
    """A mention is an event_callback with an event_id; the answer shows in the channel."""
    assert office.act("/post", "U0DAVID", channel="C0SUPPORT", text="@协办 hi")["acked"]
    until(lambda: office.messages("U0DAVID", "C0SUPPORT")[-1]["user"] == CONFIG.bot_user)


def test_a_wrong_secret_is_refused_by_the_bot(heard: list[Json]) -> None:
    """A bot with another secret answers 401, which the person sees as dispatch_failed."""
    with desk() as hands, by_http(small_bot(hands.web, heard, signing_secret="another")) as url:
        hands.act("/app", request_url=url)
        outcome = hands.act("/command", "U0MINA", channel="C0CUSTOMER", text="/coord x")
    assert (outcome["acked"], outcome["status"], outcome["error"]) == (False, 401, "dispatch_failed")


def test_nobody_at_the_address_is_told_to_the_person() -> None:
    """A refused connection is dispatch_failed, not an error of the stand-in."""
    with desk(request_url="http://127.0.0.1:1/") as hands:
        outcome = hands.act("/command", "U0MINA", channel="C0CUSTOMER", text="/coord x")
    assert outcome["error"] == "dispatch_failed"


def test_there_is_no_socket_mode_beside_a_request_url() -> None:
    """apps.connections.open is refused while events go to a request_url."""
    with desk(request_url="http://127.0.0.1:1/") as hands, pytest.raises(SlackApiError) as refused:
        hands.web.apps_connections_open(app_token=CONFIG.app_token)
    assert refused.value.response["error"] == "socket_mode_not_enabled"


def test_an_event_without_ack_comes_again_by_the_branch_clock(heard: list[Json]) -> None:
    """Slack redelivers at once, after one and five minutes, with the same event_id, and then gives up."""
    with desk() as hands, by_http(small_bot(hands.web, heard, signing_secret=CONFIG.signing_secret)) as url:
        hands.act("/app", request_url=url)
        hands.fault(kind="lost_ack", method="events_api")
        assert not hands.act("/post", "U0MINA", channel="D0MINA", text="hi")["acked"]

        def attempts() -> list[int]:
            return [row["attempt"] for row in hands.lines("/deliveries")]

        for to, expected in [
            ("2026-11-23T10:00:30+08:00", [0, 1]),
            ("2026-11-23T10:01:00+08:00", [0, 1, 2]),
            ("2026-11-23T10:04:59+08:00", [0, 1, 2]),
            ("2026-11-23T10:05:00+08:00", [0, 1, 2, 3]),
            ("2026-11-23T18:00:00+08:00", [0, 1, 2, 3]),
        ]:
            hands.move(to)
            until(lambda expected=expected: attempts() == expected)
        assert len({row["body"]["event_id"] for row in hands.lines("/deliveries")}) == 1
