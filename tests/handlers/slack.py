"""A Slack that agrees to everything, and what it was asked; payloads as Slack sends them."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any
from urllib.parse import parse_qsl

from slack_bolt import App, BoltRequest, BoltResponse
from slack_sdk import WebClient
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from bot.delivery.gateway import make_client
from tests.stories.wire import served

Json = dict[str, Any]
_numbers = count(1)


class Slack:
    """Answers every Web API call with yes, and remembers it."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, Json]] = []
        self.app = Starlette(routes=[Route("/api/{method}", self._call, methods=["POST", "GET"])])
        self.client: WebClient

    async def _call(self, request: Request) -> JSONResponse:
        method, body = request.path_params["method"], await request.body()
        given = json.loads(body) if body.startswith(b"{") else dict(parse_qsl(body.decode()))
        self.calls.append((method, {**request.query_params, **given}))
        answer: Json = {"ok": True, "ts": "1.2", "permalink": "https://slack.test/p1", "view": {"id": "V1"}}
        user = {"id": "U", "name": "somebody", "real_name": "Somebody", "locale": "en-US"}
        return JSONResponse({**answer, "user": user})

    def named(self, method: str) -> list[Json]:
        """What one method was called with."""
        return [given for name, given in self.calls if name == method]


@contextmanager
def agreeable_slack() -> Iterator[Slack]:
    """Such a Slack on a free port, with a client for it."""
    slack = Slack()
    with served(slack.app) as base_url:
        slack.client = make_client("xoxb-of-the-tests", f"{base_url}/api/")
        yield slack


def sends(bolt: App, payload: Json) -> BoltResponse:
    """The payload as it comes over Socket Mode, and the bot's answer."""
    return bolt.dispatch(BoltRequest(mode="socket_mode", body=payload))


def command(text: str, *, by: str, trigger: str | None = None) -> Json:
    """`/coord …`, typed in #general."""
    return {
        "command": "/coord",
        "text": text,
        "user_id": by,
        "team_id": "T1",
        "channel_id": "C0GENERAL",
        "trigger_id": trigger or fresh("trigger"),
        "response_url": "https://slack.test/never",
    }


def press(action_id: str, value: str | None = None, *, by: str, **action: Any) -> Json:
    """A button of a card in a channel, pressed; without a response_url, so that answers show as modals."""
    element = {"type": "button", "action_id": action_id, "block_id": "b", "value": value, **action}
    return {
        "type": "block_actions",
        "user": {"id": by},
        "team": {"id": "T1"},
        "trigger_id": fresh("trigger"),
        "actions": [{name: each for name, each in element.items() if each is not None}],
    }


def submission(callback_id: str, values: Json, carried: Json, *, by: str, view: Json | None = None) -> Json:
    """A modal that was submitted: `values` by field id, each in a block of its own."""
    state = {f"field:{field}": {field: element(value)} for field, value in values.items()}
    blocks = [
        {"type": "input", "block_id": block, "element": {"action_id": block.removeprefix("field:")}}
        for block in state
    ]
    shown = {
        "id": fresh("V"),
        "hash": fresh("hash"),
        "type": "modal",
        "callback_id": callback_id,
        "private_metadata": json.dumps(carried),
        "blocks": blocks,
        "state": {"values": state},
        **(view or {}),
    }
    user = {"type": "view_submission", "user": {"id": by}, "team": {"id": "T1"}}
    return {**user, "trigger_id": fresh("trigger"), "view": shown}


def element(value: Any) -> Json:
    """An input as it was left: text, or what was chosen (`{"option": …}`)."""
    if isinstance(value, dict):
        option = {"text": {"type": "plain_text", "text": "as shown"}, "value": value["option"]}
        return {"type": "static_select", "selected_option": option}
    return {"type": "plain_text_input", "value": value}


def event(kind: str, *, by: str, **facts: Any) -> Json:
    """Something that happened, as the Events API tells it."""
    about = {"type": kind, "user": by, "channel": "C0GENERAL", "ts": "1.1", **facts}
    return {"type": "event_callback", "event_id": fresh("Ev"), "team_id": "T1", "event": about}


def fresh(prefix: str) -> str:
    """An id that nothing else has."""
    return f"{prefix}{next(_numbers)}"
