"""What Slack's and the network's errors mean for delivery."""

import errno
import socket
import ssl
from urllib.error import URLError

from slack_sdk.errors import SlackApiError

from bot.delivery.contract import DeliveryFault, Limited, OutcomeUnknown, Rejected, Unreachable

# Slack says of these that part of the operation may have succeeded before the error was raised.
UNSETTLED = frozenset({"internal_error", "fatal_error", "service_unavailable", "request_timeout"})
# The app's own standing, not this message's: it passes when somebody mends the token, and then all can go.
PASSING = frozenset(
    {
        "invalid_auth",
        "not_authed",
        "token_revoked",
        "token_expired",
        "team_added_to_org",
        "org_login_required",
    }
)
LIMITED = frozenset({"ratelimited", "rate_limited", "message_limit_exceeded"})
UNSENT = frozenset(
    {errno.ECONNREFUSED, errno.EHOSTUNREACH, errno.ENETUNREACH, errno.ENETDOWN, errno.EADDRNOTAVAIL}
)
DEFAULT_RETRY_AFTER_S = 30.0


def fault_of(error: Exception, method: str) -> DeliveryFault:
    """The delivery fault behind whatever a call of `method` raised.

    Only where it is certain that no request was sent is it Unreachable; where none can tell, OutcomeUnknown.
    Of Slack's own codes all but the known passing ones are permanent: they name what somebody has to mend.
    """
    if isinstance(error, SlackApiError):
        return _answered(error, method)
    reason = error.reason if isinstance(error, URLError) else error
    if isinstance(reason, (ssl.SSLCertVerificationError, socket.gaierror)):
        return Unreachable(type(reason).__name__)
    if isinstance(reason, OSError) and reason.errno in UNSENT:
        return Unreachable(type(reason).__name__)
    return OutcomeUnknown(type(reason).__name__)


def _answered(error: SlackApiError, method: str) -> DeliveryFault:
    status = getattr(error.response, "status_code", 200)
    code = str(error.response.get("error") or status)
    if status == 429 or code in LIMITED:
        return Limited(_retry_after_s(error), method)
    if status >= 500:
        return OutcomeUnknown(f"HTTP {status}", is_settled=True)
    if code in UNSETTLED:
        return OutcomeUnknown(code, is_settled=True)
    if status != 200 and not code.isidentifier():
        return Rejected(f"HTTP {status}", permanent=False)
    return Rejected(code, permanent=code not in PASSING)


def _retry_after_s(error: SlackApiError) -> float:
    headers = getattr(error.response, "headers", {})
    said = headers.get("Retry-After") or headers.get("retry-after") or ""
    try:
        return float(said)
    except ValueError:
        return DEFAULT_RETRY_AFTER_S
