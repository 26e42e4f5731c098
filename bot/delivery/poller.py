"""Polls the outbox: one thread of a process at a time waits for what is due, while the others send."""

import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from queue import Empty, Full, Queue

from bot.delivery.claims import Claim

Take = Callable[[datetime], tuple[Claim | None, datetime | None]]
LOOK_AGAIN = timedelta(seconds=2)
"""How long the polling thread waits at most: other replicas add notices too, and cannot ring this bell."""


class Bell:
    """Wakes one waiting thread, or the next one that would wait."""

    def __init__(self) -> None:
        self._rung = Queue[None](maxsize=1)

    def ring(self) -> None:
        """Asks for one look at the outbox; further rings before that look add nothing."""
        with suppress(Full):
            self._rung.put_nowait(None)

    def wait(self, seconds: float) -> None:
        """Blocks until the bell rings, at most for so many seconds."""
        with suppress(Empty):
            self._rung.get(timeout=seconds)


@dataclass
class Poller:
    """Lets one thread poll at a time; the thread that claims something releases it and sends.

    If all threads polled when something comes due, all but one would find nothing, for a query each.
    """

    now: Callable[[], datetime]
    bell: Bell = field(default_factory=Bell)
    is_closed: bool = False
    _keeping: threading.Lock = field(default_factory=threading.Lock)
    _look_at: datetime | None = None

    def next_claim(self, take: Take) -> Claim | None:
        """Returns what the calling thread has to send, claimed by `take` (`Dispatcher.take`).

        Waits until no other thread polls, then until something is due or the bell rings. Returns None if
        nothing was due after all, or the poller is closed.
        """
        with self._keeping:
            self._wait()
            if self.is_closed:
                return None
            now = self.now()
            self._look_at = now + LOOK_AGAIN  # also where the database is away and the taking fails
            held, next_at = take(now)
            self._look_at = min(next_at or self._look_at, self._look_at)
            return held

    def close(self) -> None:
        """Releases all waiting threads; later calls return at once."""
        self.is_closed = True
        self.bell.ring()

    def _wait(self) -> None:
        if self._look_at is not None and not self.is_closed:
            wait = min(self._look_at - self.now(), LOOK_AGAIN)
            if wait > timedelta(0):
                self.bell.wait(wait.total_seconds())
