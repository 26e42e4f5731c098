"""SQLite's writers, one after another: a queue that SQLite itself does not have (docs/adr/0025).

SQLite lets a writer that finds another at work sleep and look again, so whoever comes last may go first and
some wait for seconds. Here the kernel keeps the queue, over threads and processes alike, and lets go of what
a killed process held.
"""

import os
import threading
from typing import Any

try:
    import fcntl
except ImportError:  # Windows: writers sleep and look again there, as SQLite has it
    fcntl = None  # type: ignore[assignment]

Info = dict[Any, Any]
"""What SQLAlchemy keeps beside a connection of its pool."""


class WriteQueue:
    """The queue of one database, kept by a lock on `file`.

    A connection has its turn from its BEGIN until it is back in the pool. `patience_s`: how long a thread
    waits for its own process, which could be itself: a write inside another one fails instead of hanging.
    """

    def __init__(self, file: str, patience_s: float) -> None:
        self._file, self._patience_s = file, patience_s
        self._own_turn = threading.Lock()

    def join(self, info: Info) -> None:
        """Waits for this connection's turn; raises TimeoutError where its own process keeps it out."""
        if fcntl is None or self in info:
            return
        if not self._own_turn.acquire(timeout=self._patience_s):
            raise TimeoutError("another write of this process is under way")
        try:
            place = os.open(self._file, os.O_RDWR | os.O_CREAT, 0o600)
            fcntl.flock(place, fcntl.LOCK_EX)
        except BaseException:
            self._own_turn.release()
            raise
        info[self] = place

    def leave(self, info: Info) -> None:
        """It is the next one's turn."""
        if self in info:
            os.close(info.pop(self))
            self._own_turn.release()
