"""SQLite's writers, one after another: a queue that SQLite itself does not have (docs/adr/0025).

SQLite lets a writer that finds the database locked sleep and try again, so a late writer may come first and
some wait for seconds. Here each process queues its threads, and the kernel queues the processes; it releases
what a killed process held.
"""

import os
import threading
from collections import deque
from typing import Any

try:
    import fcntl
except ImportError:  # Windows: processes sleep and look again there, as SQLite has it
    fcntl = None  # type: ignore[assignment]

Info = dict[Any, Any]
"""What SQLAlchemy keeps beside a connection of its pool."""


class FairLock:
    """A lock that threads get in the order in which they asked for it.

    Python's own lock goes to whichever thread runs when it is released, so that some wait for ever.
    """

    def __init__(self) -> None:
        self._guard, self._is_taken = threading.Lock(), False
        self._waiting: deque[threading.Event] = deque()

    def take(self, patience_s: float) -> bool:
        """Acquires the lock within so many seconds; returns whether it did."""
        with self._guard:
            if not self._is_taken:
                self._is_taken = True
                return True
            mine = threading.Event()
            self._waiting.append(mine)
        if mine.wait(patience_s):
            return True
        with self._guard:
            if mine.is_set():
                return True
            self._waiting.remove(mine)
            return False

    def release(self) -> None:
        """Gives the lock to the thread that has waited longest."""
        with self._guard:
            self._is_taken = bool(self._waiting)
            if self._waiting:
                self._waiting.popleft().set()


class WriteQueue:
    """The queue of one database, kept over processes by a lock on `file`.

    A connection has its turn from its BEGIN until it is back in the pool. `patience_s`: how long a thread
    waits for others of its process; a write inside a write fails then, and does not hang.
    """

    def __init__(self, file: str, patience_s: float) -> None:
        self._file, self._patience_s, self._turns = file, patience_s, FairLock()

    def join(self, info: Info) -> None:
        """Waits for this connection's turn; raises TimeoutError where its own process keeps it out."""
        if self in info:
            return
        if not self._turns.take(self._patience_s):
            raise TimeoutError("another write of this process is still under way")
        try:
            info[self] = self._locked_file()
        except BaseException:
            self._turns.release()
            raise

    def leave(self, info: Info) -> None:
        """Gives the lock to the thread that has waited longest."""
        if self in info:
            os.close(info.pop(self))
            self._turns.release()

    def _locked_file(self) -> int:
        place = os.open(self._file, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            if fcntl is not None:
                fcntl.flock(place, fcntl.LOCK_EX)
        except BaseException:
            os.close(place)
            raise
        return place
