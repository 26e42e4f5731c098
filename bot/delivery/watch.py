"""Whose turn it is to look: of a process's threads one watches the outbox while the others send."""

import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from queue import Empty, Full, Queue

from bot.delivery.claims import Claim

Take = Callable[[datetime], tuple[Claim | None, datetime | None]]
LOOK_AGAIN = timedelta(seconds=2)
"""How long the one who watches waits at most: other replicas leave notices too, and they cannot ring."""


class Bell:
    """Wakes one of those who wait, or the next one who would."""

    def __init__(self) -> None:
        self._rung = Queue[None](maxsize=1)

    def ring(self) -> None:
        """Somebody is to look; ringing again before anybody has come adds nothing."""
        with suppress(Full):
            self._rung.put_nowait(None)

    def wait(self, seconds: float) -> None:
        """Until it rings, but for so long at the most."""
        with suppress(Empty):
            self._rung.get(timeout=seconds)


@dataclass
class Watch:
    """Kept by one thread at a time, and handed on by whoever has taken something and goes to send it.

    If all looked when something comes due, all but one would look in vain, each at the cost of a survey.
    """

    now: Callable[[], datetime]
    bell: Bell = field(default_factory=Bell)
    is_closed: bool = False
    _keeping: threading.Lock = field(default_factory=threading.Lock)
    _look_at: datetime | None = None

    def next_claim(self, take: Take) -> Claim | None:
        """What the calling thread is to send, as `take` (`Dispatcher.take`) claims it.

        None if it is to come again: nothing was due after all, or the watch is closed. Waits for the watch,
        then until something is due or the bell rings.
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
        """Whoever waits goes, and so does everybody who comes."""
        self.is_closed = True
        self.bell.ring()

    def _wait(self) -> None:
        if self._look_at is not None and not self.is_closed:
            wait = min(self._look_at - self.now(), LOOK_AGAIN)
            if wait > timedelta(0):
                self.bell.wait(wait.total_seconds())
