"""HTTP mode: requests to the app's request_url, signed as Slack signs them."""

import hashlib
import hmac
import http.client
import json
from datetime import datetime
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

Json = dict[str, Any]
FORM = "application/x-www-form-urlencoded"


def build(url: str, envelope: str, body: Json, attempt: int, secret: str, at: datetime) -> Request:
    """A signed request: commands as a form, interactions as `payload=`, events as JSON."""
    if envelope == "events_api":
        data, kind = json.dumps(body, ensure_ascii=False).encode(), "application/json"
    elif envelope == "interactive":
        data, kind = urlencode({"payload": json.dumps(body, ensure_ascii=False)}).encode(), FORM
    else:
        data, kind = urlencode(body).encode(), FORM
    stamp = str(int(at.timestamp()))
    headers = {
        "Content-Type": kind,
        "X-Slack-Request-Timestamp": stamp,
        "X-Slack-Signature": signature(secret, stamp, data),
        "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
    }
    if attempt:
        headers |= {"X-Slack-Retry-Num": str(attempt), "X-Slack-Retry-Reason": "http_timeout"}
    return Request(url, data, headers)


def signature(secret: str, stamp: str, body: bytes) -> str:
    """Slack's `v0` signature over timestamp and body."""
    digest = hmac.new(secret.encode(), f"v0:{stamp}:".encode() + body, hashlib.sha256)
    return "v0=" + digest.hexdigest()


def send(request: Request, seconds: float) -> tuple[int, str]:
    """Send it and return status and body; raise TimeoutError or ConnectionError."""
    try:
        with urlopen(request, timeout=seconds) as answer:
            return answer.status, answer.read().decode()
    except HTTPError as error:
        with error:
            return error.code, error.read().decode(errors="replace")
    except URLError as error:
        if isinstance(error.reason, TimeoutError):
            raise TimeoutError from error
        raise ConnectionError(str(error.reason)) from error
    except http.client.HTTPException as error:
        raise ConnectionError(str(error)) from error
