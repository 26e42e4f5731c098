"""Server-sent events: what changed, to everybody whom it concerns."""

import asyncio
import json
from collections import deque
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

KEPT = 2_000
KEEP_ALIVE_SECONDS = 15.0


@dataclass(frozen=True)
class Event:
    """One change. `readers` None: everybody."""

    seq: int
    name: str
    data: dict[str, Any]
    readers: frozenset[str] | None

    def concerns(self, person: str | None) -> bool:
        return person is None or self.readers is None or person in self.readers

    def frame(self) -> str:
        return f"id: {self.seq}\nevent: {self.name}\ndata: {json.dumps(self.data, ensure_ascii=False)}\n\n"


class Stream:
    """Keeps the last events and hands new ones to every open listener."""

    def __init__(self) -> None:
        self._events: deque[Event] = deque(maxlen=KEPT)
        self._listeners: set[asyncio.Queue[Event | None]] = set()
        self._closed = False
        self.seq = 0

    def emit(self, name: str, data: dict[str, Any], readers: frozenset[str] | None = None) -> None:
        """Announce a change; call it on the server's loop only."""
        self.seq += 1
        event = Event(self.seq, name, data, readers)
        self._events.append(event)
        for listener in self._listeners:
            listener.put_nowait(event)

    async def listen(
        self, person: str | None, after: int | None, ready: dict[str, Any]
    ) -> AsyncIterator[str]:
        """Yield frames: what was missed since `after`, then what comes, until the server stops."""
        queue: asyncio.Queue[Event | None] = asyncio.Queue()
        self._listeners.add(queue)
        try:
            start = self.seq if after is None else after
            missed = [event for event in self._events if event.seq > start]
            gap = bool(self.seq > start and (not missed or missed[0].seq > start + 1))
            yield Event(self.seq, "ready", {**ready, "seq": self.seq, "gap": gap}, None).frame()
            for event in missed:
                if event.concerns(person):
                    yield event.frame()
            async for frame in self._coming(queue, person):
                yield frame
        finally:
            self._listeners.discard(queue)

    async def _coming(self, queue: asyncio.Queue[Event | None], person: str | None) -> AsyncIterator[str]:
        while not self._closed:
            try:
                event = await asyncio.wait_for(queue.get(), KEEP_ALIVE_SECONDS)
            except TimeoutError:
                yield ": still here\n\n"
                continue
            if event is None:
                return
            if event.concerns(person):
                yield event.frame()

    def close(self) -> None:
        """End every listener."""
        self._closed = True
        for listener in self._listeners:
            listener.put_nowait(None)
