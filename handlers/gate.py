"""How many turns are at work at once: the others wait a little, and are told when that gets too long."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

AT_WORK = 12
"""Enough that a few slow answers of Slack hold nobody up; more would only share the same processor."""
WAITING = 250
THREADS = AT_WORK + WAITING + 38
"""Threads for what Slack sends: everybody who may work or wait has one, and some are left to say no."""
PATIENCE_S = 1.2
"""Slack wants its answer within 3 s: what is left after this wait is for doing it, or for saying that."""


class Gate:
    """Lets `at_work` turns in, keeps `waiting` more for `patience_s` seconds, and turns the rest away."""

    def __init__(
        self, at_work: int = AT_WORK, waiting: int = WAITING, patience_s: float = PATIENCE_S
    ) -> None:
        self._places = threading.Semaphore(at_work)
        self._benches = threading.Semaphore(waiting)
        self._patience_s = patience_s

    @contextmanager
    def place(self) -> Iterator[bool]:
        """Whether there is a place; it is given back at the end."""
        is_in = self._places.acquire(blocking=False) or self._wait()
        try:
            yield is_in
        finally:
            if is_in:
                self._places.release()

    def _wait(self) -> bool:
        if not self._benches.acquire(blocking=False):
            return False
        try:
            return self._places.acquire(timeout=self._patience_s)
        finally:
            self._benches.release()
