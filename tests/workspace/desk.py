"""A served stand-in with a person's hands, and a tiny real Bolt app to talk to."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx
from slack_bolt import App, BoltRequest
from slack_bolt.adapter.socket_mode import SocketModeHandler
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


def small_bot(web: WebClient, heard: list[Json], **settings: Any) -> App:
    """A real Bolt app that does one thing for each kind of act; `heard` gets every body."""
    app = App(client=web, process_before_response=True, request_verification_enabled=True, **settings)
    _listen(app, heard)
    return app


def _listen(app: App, heard: list[Json]) -> None:
    @app.middleware
    def note(body: Json, next: Callable[[], None]) -> None:
        heard.append(body)
        next()

    @app.command("/coord")
    def command(ack: Any, body: Json, client: WebClient) -> None:
        match body["text"].split()[0]:
            case "form":
                client.views_open(trigger_id=body["trigger_id"], view=modal("form"))
                ack()
            case "card":
                ack()
                client.chat_postMessage(channel=body["channel_id"], text="card", blocks=CARD)
            case "public":
                ack({"text": "for all", "response_type": "in_channel"})
            case "broken":
                ack({"blocks": [{"type": "nonsense"}]})
            case "silent":
                threading.Event().wait(0.5)
            case _:
                ack(f"heard {body['text']}")

    @app.view("form")
    def submitted(ack: Any, view: Json, body: Json, client: WebClient) -> None:
        typed = view["state"]["values"]["what"]["typed"]["value"]
        answers: dict[str, Json] = {
            "bad": {"response_action": "errors", "errors": {"what": "not this"}},
            "nowhere": {"response_action": "errors", "errors": {"elsewhere": "not this"}},
            "update": {"response_action": "update", "view": modal("form", text_input("other"))},
            "push": {"response_action": "push", "view": modal("form")},
            "clear": {"response_action": "clear"},
        }
        ack(**answers.get(typed, {}))

    @app.view_closed("form")
    def closed(ack: Any) -> None:
        ack()

    @app.action("go")
    def go(ack: Any, respond: Any) -> None:
        ack()
        respond("went", replace_original=False)

    @app.action("picked")
    def picked(ack: Any) -> None:
        ack()

    @app.options("customer")
    def customers(ack: Any, body: Json) -> None:
        ack(options=[{"text": plain(f"{body['value']} {n}"), "value": f"c{n}"} for n in range(2)])

    @app.shortcut("open_request")
    def shortcut(ack: Any, shortcut: Json, client: WebClient) -> None:
        client.views_open(trigger_id=shortcut["trigger_id"], view=modal("form", notify_on_close=True))
        ack()

    @app.shortcut("open_request_from_message")
    def message_shortcut(ack: Any) -> None:
        ack()

    @app.event("app_home_opened")
    def home(event: Json, client: WebClient) -> None:
        blocks = [
            {"type": "section", "text": plain("Home")},
            {"type": "actions", "elements": [button("picked")]},
        ]
        client.views_publish(user_id=event["user"], view={"type": "home", "blocks": blocks})

    @app.event("app_mention")
    def mention(event: Json, say: Any) -> None:
        say(f"you said {event['text']}")

    @app.event("message")
    def message(event: Json) -> None:
        pass


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


@contextmanager
def in_socket_mode(hands: Desk, heard: list[Json], ping_interval: float = 2) -> Iterator[SocketModeHandler]:
    """Connect the small bot by Socket Mode."""
    app = small_bot(hands.web, heard)
    handler = SocketModeHandler(app, CONFIG.app_token, ping_interval=ping_interval)
    handler.connect()
    until(lambda: hands.get("/state")["connections"])
    try:
        yield handler
    finally:
        # the sdk's reading thread ends at once when the other side goes first, else after 3 s
        handler.client.auto_reconnect_enabled = False
        hands.fault(kind="drop_sockets", count=1)
        handler.close()


@contextmanager
def by_http(app: App) -> Iterator[str]:
    """Serve a Bolt app over HTTP and yield its address."""

    class Door(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            answer = app.dispatch(BoltRequest(body=body, headers=dict(self.headers.items())))
            self.send_response(answer.status)
            for name, values in answer.headers.items():
                self.send_header(name, values[0])
            self.end_headers()
            self.wfile.write(answer.body.encode())

        def log_message(self, format: str, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
