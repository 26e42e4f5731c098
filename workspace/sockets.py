"""Socket Mode: tickets, up to ten WebSockets, envelopes out and acks in."""

import asyncio
import contextlib
import json
from collections.abc import Callable, Iterable
from itertools import count
from typing import Any

from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState

from workspace.connections import Connections
from workspace.errors import SlackError
from workspace.faults import Faults

Json = dict[str, Any]
MOST_CONNECTIONS = 10
GRACE_SECONDS = 10.0  # between Slack's polite disconnect and the closing


class Sockets:
    """The open connections. Each payload goes to one of them, in turn."""

    def __init__(
        self,
        app_id: str,
        faults: Faults,
        connections: Connections,
        closing: asyncio.Event,
        changed: Callable[[], None],
    ) -> None:
        """`closing` is set when the stand-in ends; `changed` is called whenever one opens or closes."""
        self.open: list[WebSocket] = []
        self._app_id = app_id
        self._faults = faults
        self._connections = connections
        self._closing = closing
        self._changed = changed
        self._tickets: set[str] = set()
        self._ticket_numbers = count(1)
        self._envelope_numbers = count(1)
        self._turn = 0
        self._muted: set[WebSocket] = set()
        self._waiting: dict[str, asyncio.Future[Any]] = {}

    def ticket(self) -> str:
        """A ticket for one connection; raise SlackError when ten are open."""
        if len(self.open) >= MOST_CONNECTIONS:
            raise SlackError("too_many_websockets")
        ticket = f"ticket-{next(self._ticket_numbers)}"
        self._tickets.add(ticket)
        return ticket

    async def serve(self, socket: WebSocket) -> None:
        """Run one connection from hello to its end."""
        ticket = socket.query_params.get("ticket", "")
        if ticket not in self._tickets:
            await socket.close(4001)
            return
        self._tickets.discard(ticket)
        await socket.accept()
        try:
            await socket.send_json(self._hello())
            self._break(self._muted)  # as Slack would have noticed by now that they are dead
            self.open.append(socket)
            self._changed()
            while True:
                self._take(await socket.receive_text())
        except (WebSocketDisconnect, RuntimeError):
            pass  # the other side is gone
        finally:
            self._forget(socket)

    def _hello(self) -> Json:
        return {
            "type": "hello",
            "num_connections": len(self.open) + 1,
            "debug_info": {"host": "stand-in", "build_number": 1, "approximate_connection_time": 18060},
            "connection_info": {"app_id": self._app_id},
        }

    def _take(self, text: str) -> None:
        with contextlib.suppress(ValueError):
            message = json.loads(text)
            future = self._waiting.get(message.get("envelope_id", ""))
            if future and not future.done():
                future.set_result(message.get("payload") or None)

    async def ask(self, envelope: str, body: Json, attempt: int) -> Any:
        """Send a payload to the next connection and return its ack's payload.

        Raises ConnectionError without a connection; the caller limits the waiting.
        """
        if self._faults.on_socket():
            self.drop()
        if not self.open:
            raise ConnectionError("no Socket Mode connection")
        self._turn += 1
        socket = self.open[self._turn % len(self.open)]
        envelope_id = f"envelope-{next(self._envelope_numbers)}"
        frame: Json = {"envelope_id": envelope_id, "type": envelope, "payload": body}
        frame["accepts_response_payload"] = envelope != "events_api"
        if envelope == "events_api":
            frame |= {"retry_attempt": attempt, "retry_reason": "timeout" if attempt else ""}
        future: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._waiting[envelope_id] = future
        try:
            if socket not in self._muted:
                await socket.send_text(json.dumps(frame, ensure_ascii=False))
            return await future
        except (WebSocketDisconnect, RuntimeError) as error:
            raise ConnectionError(str(error)) from error
        finally:
            del self._waiting[envelope_id]

    def drop(self) -> None:
        """Break every connection without a word."""
        self._break(self.open)

    def _break(self, sockets: Iterable[WebSocket]) -> None:
        for socket in list(sockets):
            self._connections.cut(socket.client)
            self._forget(socket)

    def mute(self) -> None:
        """Leave every connection open but deaf and dumb."""
        for socket in self.open:
            self._connections.mute(socket.client)
            self._muted.add(socket)

    async def refresh(self) -> None:
        """Ask every connection politely to come again, and close it after ten seconds."""
        leaving = list(self.open)
        for socket in leaving:
            await socket.send_json({"type": "disconnect", "reason": "refresh_requested", "debug_info": {}})
            self._forget(socket)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._closing.wait(), GRACE_SECONDS)
        for socket in leaving:
            if socket.application_state is WebSocketState.CONNECTED:
                with contextlib.suppress(RuntimeError, WebSocketDisconnect):
                    await socket.close(1000)

    def _forget(self, socket: WebSocket) -> None:
        self._muted.discard(socket)
        if socket in self.open:
            self.open.remove(socket)
            self._changed()
