"""The way from the workspace to the bot: Socket Mode or signed HTTP, and the ack that comes back."""

import asyncio
import json
import time
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from workspace import signed_http
from workspace.calls import KEPT, Journal
from workspace.clock import Clock, iso
from workspace.config import Config
from workspace.connections import Connections
from workspace.faults import Faults
from workspace.sockets import Sockets
from workspace.stream import Stream

Json = dict[str, Any]
CALLERS = 64  # HTTP requests under way at once


@dataclass(frozen=True)
class Ack:
    """How the bot answered. `error` None, `operation_timeout` or `dispatch_failed`."""

    acked: bool
    ms: float
    status: int | None = None
    response: Any = None
    error: str | None = None

    def shown(self) -> Json:
        return {
            "acked": self.acked,
            "ack_ms": round(self.ms, 2),
            "status": self.status,
            "response": self.response,
            "error": self.error,
        }


class Link:
    """Delivers payloads and waits for acks, at most `ack_seconds` of real time."""

    def __init__(
        self,
        config: Config,
        clock: Clock,
        *,
        wall: Callable[[], datetime],
        faults: Faults,
        stream: Stream,
        connections: Connections,
        closing: asyncio.Event,
    ) -> None:
        """`wall` answers the instant for signing, `closing` is set when the stand-in ends."""
        self.request_url = config.request_url
        self.wall = wall
        self.deliveries = Journal()
        self.sockets = Sockets(config.app_id, faults, connections, closing, self._emit_connections)
        self._config = config
        self._clock = clock
        self._faults = faults
        self._stream = stream
        self._callers = ThreadPoolExecutor(CALLERS, thread_name_prefix="request-url")
        self.sent: dict[int, tuple[str, Json]] = {}
        """Delivery number → envelope type and body, to deliver it again."""

    @property
    def mode(self) -> str:
        return "http" if self.request_url else "socket"

    @property
    def connections(self) -> int:
        return len(self.sockets.open)

    async def deliver(self, envelope: str, body: Json, attempt: int = 0) -> Ack:
        """Send a payload (`slash_commands`, `interactive`, `events_api`) and return the bot's ack."""
        copies = 2 if self._faults.on_payload("duplicate", envelope) else 1
        lost = self._faults.on_payload("lost_ack", envelope)
        tries: list[Coroutine[Any, Any, Ack]] = [self._once(envelope, body, attempt) for _ in range(copies)]
        ack = (await asyncio.gather(*tries))[0]
        if lost:
            ack = replace(ack, acked=False, error="operation_timeout", response=None, status=None)
        row = {"at": iso(self._clock.now()), "type": envelope, "attempt": attempt, "body": body}
        number = self.deliveries.write(envelope, {**row, "copies": copies, "outcome": ack.shown()})
        self.sent[number] = (envelope, body)
        self.sent.pop(number - KEPT, None)
        return ack

    async def _once(self, envelope: str, body: Json, attempt: int) -> Ack:
        begin = time.perf_counter()
        try:
            async with asyncio.timeout(self._config.ack_seconds):
                status, response = await self._send(envelope, body, attempt)
        except TimeoutError:
            return Ack(False, _since(begin), error="operation_timeout")
        except ConnectionError:
            return Ack(False, _since(begin), error="dispatch_failed")
        if status != 200:
            return Ack(False, _since(begin), status, response, "dispatch_failed")
        return Ack(True, _since(begin), status, response)

    async def _send(self, envelope: str, body: Json, attempt: int) -> tuple[int, Any]:
        if self.request_url is None:
            return 200, await self.sockets.ask(envelope, body, attempt)
        secret = self._config.signing_secret
        request = signed_http.build(self.request_url, envelope, body, attempt, secret, self.wall())
        loop = asyncio.get_running_loop()
        seconds = self._config.ack_seconds
        status, text = await loop.run_in_executor(self._callers, signed_http.send, request, seconds)
        return status, parsed(text)

    def _emit_connections(self) -> None:
        self._stream.emit("connection", {"mode": self.mode, "connections": self.connections})

    def close(self) -> None:
        self.sockets.drop()
        self._callers.shutdown(wait=False, cancel_futures=True)


def parsed(text: str) -> Any:
    """An ack's body: JSON if it is, None if empty, else the text itself."""
    if not text.strip():
        return None
    try:
        return json.loads(text)
    except ValueError:
        return text


def _since(begin: float) -> float:
    return (time.perf_counter() - begin) * 1000
