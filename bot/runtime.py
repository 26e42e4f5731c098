"""What an office does by itself: sweeps due clocks, sends what waits, and its recurring duties.

Threads and tickers only say when to look; everything that is due is in the database, so a turn that is late
or cut short loses nothing.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog

from bot import received
from bot.coordination.drafts import forget_drafts
from bot.delivery.alarms import Alarms
from bot.delivery.contract import Directory
from bot.delivery.dispatcher import Dispatcher
from bot.delivery.roster import sync_roster
from bot.office import Office
from bot.timers.sweep import MARK, sweep
from bot.timers.telling import Tell
from bot.unit_of_work import reading, unit_of_work
from models import Mark

log = structlog.get_logger(__name__)
LOOK_AGAIN = timedelta(seconds=2)
"""How long a dispatching thread waits at most: other replicas leave notices too, and they cannot wake it."""
REMEMBER_RECEIVED = timedelta(days=3)
REMEMBER_DRAFTS = timedelta(days=30)


@dataclass
class Runtime:
    """The moving parts of one process."""

    office: Office
    dispatcher: Dispatcher
    directory: Directory
    now: Callable[[], datetime]
    tell: Tell = field(default_factory=Alarms)
    _awake: threading.Event = field(default_factory=threading.Event)
    _stopping: threading.Event = field(default_factory=threading.Event)
    _threads: list[threading.Thread] = field(default_factory=list)
    _next_at: datetime | None = None

    def settle(self, now: datetime) -> None:
        """Does all that is due at `now`: what is due is fired, what waits is sent."""
        self._next_at = self._turn(now)

    def next_stop(self, target: datetime) -> datetime:
        """The next instant at which something comes due, at most `target`: for clocks that are moved."""
        if self._next_at is None:
            self._next_at = self._turn(self.now())
        return min(self._next_at or target, target)

    def _turn(self, now: datetime) -> datetime | None:
        swept = sweep(self.office, now, self.tell)
        sent = self.dispatcher.run_once(now)
        return min((at for at in (swept.next_at, sent.next_at) if at is not None), default=None)

    def sweep(self) -> None:
        """Fires what is due now."""
        sweep(self.office, self.now(), self.tell)

    def sync_roster(self) -> None:
        """Reads people, teams and channels from Slack."""
        sync_roster(self.office, self.directory, self.now())

    def forget(self) -> None:
        """Forgets submissions that nobody will send again, and drafts that nobody sent."""
        now = self.now()
        with unit_of_work(self.office, now=now) as uow:
            received.forget_before(uow, now - REMEMBER_RECEIVED)
            forget_drafts(uow, now - REMEMBER_DRAFTS)

    def problem(self) -> str | None:
        """What keeps this process from working, or None: the database has to answer."""
        try:
            with reading(self.office, now=self.now()) as uow:
                uow.session.get(Mark, MARK)
        except Exception as fault:
            return f"database: {type(fault).__name__}"
        return None

    def start(self, threads: int = 4) -> None:
        """Starts the dispatching threads; the office wakes them when a change has left a notice."""
        self.office.wake = self._awake.set
        for number in range(threads):
            thread = threading.Thread(target=self._dispatch, name=f"dispatch-{number}", daemon=True)
            thread.start()
            self._threads.append(thread)

    def stop(self) -> None:
        """Lets each thread finish what it has in hand."""
        self._stopping.set()
        self._awake.set()
        for thread in self._threads:
            thread.join(timeout=10)

    def _dispatch(self) -> None:
        while not self._stopping.is_set():
            self._awake.clear()
            try:
                next_at = self.dispatcher.run_once(self.now(), hands=1).next_at
            except Exception:  # a database that is away for a minute comes back
                log.exception("dispatch_failed")
                next_at = None
            wait = LOOK_AGAIN if next_at is None else min(next_at - self.now(), LOOK_AGAIN)
            self._awake.wait(max(wait.total_seconds(), 0.01))
