"""A served stand-in with a person's hands, and small blocks to build with."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
from slack_sdk import WebClient

from workspace.clock import SteppedClock
from workspace.config import load_config
from workspace.server import create, run_in_thread

CONFIG = load_config()
START_AT = datetime(2026, 11, 23, 2, tzinfo=UTC)
Json = dict[str, Any]


class Desk:
    """The control interface and the bot's Web API client of one stand-in."""

    def __init__(self, base_url: str) -> None:
        self.base_url = base_url
        self.http = httpx.Client(base_url=f"{base_url}/control", timeout=10)
        self.web = WebClient(CONFIG.bot_token, base_url=f"{base_url}/api/", timeout=5, retry_handlers=[])

    def get(self, path: str, person: str | None = None, **query: Any) -> Json:
        answer = self.http.get(path, params={**query, **({"as": person} if person else {})})
        answer.raise_for_status()
        return answer.json()

    def lines(self, path: str, **query: Any) -> list[Json]:
        """The JSON lines of a journal."""
        return [
            httpx.Response(200, text=line).json()
            for line in self.http.get(path, params=query).text.splitlines()
        ]

    def act(self, path: str, person: str | None = None, **order: Any) -> Json:
        """Post an order and return the answer, whatever its status."""
        return self.http.post(path, json={**order, **({"as": person} if person else {})}).json()

    def messages(self, person: str, channel: str, **query: Any) -> list[Json]:
        return self.get("/messages", person, channel=channel, **query)["messages"]

    def fault(self, **order: Any) -> Json:
        return self.act("/faults", **order)

    def move(self, to: str) -> None:
        assert "now" in self.act("/clock", to=to)

    def close(self) -> None:
        self.http.close()


@contextmanager
def desk(
    *, ack_seconds: float = 3.0, request_url: str | None = None, record_to: Path | None = None, **changes: Any
) -> Iterator[Desk]:
    """Serve a stand-in on a free port; the clock stands at Monday 10:00 in Shanghai."""
    config = replace(CONFIG, ack_seconds=ack_seconds, request_url=request_url, **changes)
    ws = create(config, SteppedClock(START_AT), record_to=record_to, wall=lambda: datetime.now(UTC))
    running = run_in_thread(ws)
    hands = Desk(running.base_url)
    try:
        yield hands
    finally:
        hands.close()
        running.stop()


def until(true: Callable[[], Any], seconds: float = 5.0) -> Any:
    """Wait for something that another thread is about to do; fail after some seconds of real time."""
    deadline = time.monotonic() + seconds
    while not (found := true()):
        assert time.monotonic() < deadline, "it did not happen"
        threading.Event().wait(0.005)
    return found


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def button(action_id: str, text: str = "Go") -> Json:
    return {"type": "button", "action_id": action_id, "text": plain(text), "value": "v1"}


def text_input(block_id: str, **more: Any) -> Json:
    element = {"type": "plain_text_input", "action_id": "typed", **more}
    return {"type": "input", "block_id": block_id, "label": plain("Label"), "element": element}


def modal(callback_id: str, *blocks: Json, **more: Any) -> Json:
    shown = {"type": "modal", "callback_id": callback_id, "title": plain("Title"), "submit": plain("Send")}
    return {**shown, "blocks": list(blocks) or [text_input("what")], **more}


CARD: list[Json] = [
    {"type": "section", "block_id": "head", "text": {"type": "mrkdwn", "text": "*card* <!here>"}},
    {
        "type": "actions",
        "block_id": "acts",
        "elements": [
            button("go"),
            {"type": "datepicker", "action_id": "picked"},
            {"type": "external_select", "action_id": "customer", "placeholder": plain("customer")},
            {
                "type": "overflow",
                "action_id": "more",
                "options": [{"text": plain("One"), "value": "1"}, {"text": plain("Two"), "value": "2"}],
            },
        ],
    },
]
