"""What errors mean, as a table."""

import socket
import ssl
from http.client import RemoteDisconnected
from typing import Any
from urllib.error import URLError

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse

from bot.delivery.contract import Limited, OutcomeUnknown, Rejected, Unreachable
from bot.delivery.gateway import SlackGateway, make_client
from bot.delivery.gateway_faults import fault_of
from bot.delivery.rendered import Rendered


def answer(status: int, error: str, headers: dict[str, str] | None = None) -> SlackApiError:
    """An error as slack_sdk raises it."""
    response = SlackResponse(
        client=None,
        http_verb="POST",
        api_url="",
        req_args={},
        data={"ok": False, "error": error},
        headers=headers or {},
        status_code=status,
    )
    return SlackApiError("failed", response)


@pytest.mark.parametrize(
    ("error", "fault"),
    [
        (answer(429, "ratelimited", {"Retry-After": "30"}), Limited(30.0, "m")),
        (answer(429, "ratelimited", {"retry-after": "7"}), Limited(7.0, "m")),
        (answer(429, "ratelimited"), Limited(30.0, "m")),
        (answer(200, "ratelimited", {"Retry-After": "soon"}), Limited(30.0, "m")),
        (answer(500, "Received a response in a non-JSON format"), OutcomeUnknown("HTTP 500", True)),
        (answer(503, "service_unavailable"), OutcomeUnknown("HTTP 503", True)),
        (answer(200, "fatal_error"), OutcomeUnknown("fatal_error", True)),
        (answer(200, "internal_error"), OutcomeUnknown("internal_error", True)),
        (answer(200, "channel_not_found"), Rejected("channel_not_found", True)),
        (answer(200, "is_archived"), Rejected("is_archived", True)),
        (answer(200, "not_in_channel"), Rejected("not_in_channel", True)),
        (answer(200, "account_inactive"), Rejected("account_inactive", True)),
        (answer(200, "invalid_blocks"), Rejected("invalid_blocks", True)),
        (answer(200, "missing_scope"), Rejected("missing_scope", True)),
        (answer(200, "token_revoked"), Rejected("token_revoked", False)),
        (answer(403, "a proxy's page"), Rejected("HTTP 403", False)),
        (URLError(ConnectionRefusedError(111, "refused")), Unreachable("ConnectionRefusedError")),
        (URLError(socket.gaierror(-2, "unknown name")), Unreachable("gaierror")),
        (URLError(ssl.SSLCertVerificationError("expired")), Unreachable("SSLCertVerificationError")),
        (URLError(TimeoutError("timed out")), OutcomeUnknown("TimeoutError")),
        (TimeoutError("timed out"), OutcomeUnknown("TimeoutError")),
        (ConnectionResetError(104, "reset"), OutcomeUnknown("ConnectionResetError")),
        (RemoteDisconnected("closed"), OutcomeUnknown("RemoteDisconnected")),
        (ValueError("a surprise"), OutcomeUnknown("ValueError")),
    ],
)
def test_an_error_becomes_the_fault_that_it_means(error: Exception, fault: Any) -> None:
    """Only what was certainly not sent is safe to send again; what Slack refused for good stops at once."""
    assert fault_of(error, "m") == fault


def test_nobody_at_the_address_is_unreachable() -> None:
    """A closed port is no unknown outcome."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    gateway = SlackGateway(make_client("xoxb-1", f"http://127.0.0.1:{port}/api/"))
    with pytest.raises(Unreachable):
        gateway.post("C1", Rendered("hello"), [1])


def test_a_client_that_tries_again_by_itself_is_refused() -> None:
    """slack_sdk's own client has posted one message twice."""
    with pytest.raises(ValueError, match="posts twice"):
        SlackGateway(WebClient("xoxb-1"))
