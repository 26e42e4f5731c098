"""A tiny real Bolt app that does one thing for each kind of act, by Socket Mode or HTTP."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from slack_bolt import App, BoltRequest
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient

from handlers.socket_mode import close
from tests.workspace.desk import CARD, CONFIG, Desk, Json, button, modal, plain, text_input, until

SUBMITTED: dict[str, Json] = {  # what is typed → how the bot answers the submission
    "bad": {"response_action": "errors", "errors": {"what": "not this"}},
    "nowhere": {"response_action": "errors", "errors": {"elsewhere": "not this"}},
    "update": {"response_action": "update", "view": modal("form", text_input("other"))},
    "push": {"response_action": "push", "view": modal("form")},
    "clear": {"response_action": "clear"},
}


def small_bot(web: WebClient, heard: list[Json], **settings: Any) -> App:
    """Build the app; `heard` gets every body."""
    app = App(client=web, process_before_response=True, **settings)

    @app.middleware
    def note(body: Json, next: Callable[[], None]) -> None:
        heard.append(body)
        next()

    app.command("/coord")(_command)
    app.view("form")(_submitted)
    app.view_closed("form")(_only_ack)
    app.action("go")(_go)
    app.action("picked")(_only_ack)
    app.options("customer")(_customers)
    app.shortcut("open_request")(_shortcut)
    app.shortcut("open_request_from_message")(_only_ack)
    app.event("app_home_opened")(_home)
    app.event("app_mention")(_mention)
    app.event("message")(_only_ack)
    return app


def _only_ack(ack: Any) -> None:
    ack()


def _command(ack: Any, body: Json, client: WebClient) -> None:
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
            pass
        case _:
            ack(f"heard {body['text']}")


def _submitted(ack: Any, view: Json) -> None:
    typed = view["state"]["values"]["what"]["typed"]["value"]
    ack(**SUBMITTED.get(typed, {}))


def _go(ack: Any, respond: Any) -> None:
    ack()
    respond("went", replace_original=False)


def _customers(ack: Any, body: Json) -> None:
    ack(options=[{"text": plain(f"{body['value']} {n}"), "value": f"c{n}"} for n in range(2)])


def _shortcut(ack: Any, shortcut: Json, client: WebClient) -> None:
    client.views_open(trigger_id=shortcut["trigger_id"], view=modal("form", notify_on_close=True))
    ack()


def _home(event: Json, client: WebClient) -> None:
    blocks = [{"type": "section", "text": plain("Home")}, {"type": "actions", "elements": [button("picked")]}]
    client.views_publish(user_id=event["user"], view={"type": "home", "blocks": blocks})


def _mention(event: Json, say: Any) -> None:
    say(f"you said {event['text']}")


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
        close(handler)


class Server(ThreadingHTTPServer):
    """Takes many at once."""

    request_queue_size = 256


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

    server = Server(("127.0.0.1", 0), Door)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
