"""The ways of a story: the control interface of the stand-in, and the bot's own door by socket or HTTP."""

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import uvicorn
from starlette.applications import Starlette

import app
from handlers import socket_mode
from handlers.http import http_app
from workspace.config import load_config

Json = dict[str, Any]
CONFIG = load_config()


class Control:
    """The control interface (docs/workspace.md) as the tests use it."""

    def __init__(self, base_url: str) -> None:
        # without `verify` the machine's certificates, which nobody asks for here, are not read for each story
        self._http = httpx.Client(base_url=f"{base_url}/control", timeout=60, verify=False)

    def get(self, path: str, person: str | None = None, **query: Any) -> Json:
        """Reads a route."""
        answer = self._http.get(path, params={**query, **({"as": person} if person else {})})
        assert answer.status_code == 200, answer.text
        return answer.json()

    def act(self, path: str, person: str | None = None, **order: Any) -> Json:
        """Does something; what the stand-in refuses fails the story."""
        answer = self._http.post(path, json={**order, **({"as": person} if person else {})})
        assert answer.status_code == 200, f"{path} {order}: {answer.text}"
        return answer.json()

    def calls(self, method: str) -> list[Json]:
        """Every call of that Web API method that the bot has made."""
        return self.lines("/calls", method=method)

    def lines(self, path: str, **query: str) -> list[Json]:
        """The JSON lines of a journal."""
        return [json.loads(line) for line in self._http.get(path, params=query).text.splitlines()]

    def close(self) -> None:
        self._http.close()


@contextmanager
def connected(bot: app.Bot, control: Control, road: str) -> Iterator[None]:
    """The bot hears what people do: over a WebSocket, or at a URL with signed requests."""
    with (by_socket if road == "socket" else by_http)(bot, control):
        yield


@contextmanager
def by_socket(bot: app.Bot, control: Control) -> Iterator[None]:
    """Socket Mode, as `app.py workspace` connects."""
    handler = socket_mode.connect(bot.bolt, bot.client, CONFIG.app_token)
    until(lambda: control.get("/state")["connections"])
    try:
        yield
    finally:
        # the SDK's reading thread ends at once when the other side goes first, else after 3 s
        handler.client.auto_reconnect_enabled = False
        control.act("/faults", kind="drop_sockets", count=1)
        socket_mode.close(handler)


@contextmanager
def by_http(bot: app.Bot, control: Control) -> Iterator[None]:
    """Signed HTTP, as `app.py serve` listens."""
    with served(http_app(bot.bolt, bot.runtime)) as base_url:
        control.act("/app", request_url=f"{base_url}/slack/events")
        yield


@contextmanager
def served(application: Starlette) -> Iterator[str]:
    """An application on a free port."""
    listening = socket.create_server(("127.0.0.1", 0))
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # as in workspace.server
    settings = uvicorn.Config(application, log_level="warning", access_log=False, timeout_graceful_shutdown=1)
    server = uvicorn.Server(settings)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    until(lambda: server.started)
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(5)
        listening.close()


def until(true: Callable[[], Any], seconds: float = 10.0) -> Any:
    """Waits for what another thread or process is about to do; fails after some seconds of real time."""
    deadline = time.monotonic() + seconds
    while not (found := true()):
        assert time.monotonic() < deadline, "it did not happen"
        threading.Event().wait(0.005)
    return found
