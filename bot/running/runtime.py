"""What an office does by itself: sweeps due clocks, sends what waits, and its recurring duties.

Threads and tickers only say when to look; everything that is due is in the database, so a turn that is late
or cut short loses nothing.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog
from prometheus_client import CollectorRegistry

from bot.coordination.drafts import forget_drafts
from bot.delivery.contract import DeliveryFault
from bot.delivery.dispatcher import Dispatcher, DispatchResult
from bot.delivery.poller import Poller
from bot.people.roster import Directory, sync_roster
from bot.running import heartbeat
from bot.running.metrics import Metrics
from bot.storage import received
from bot.storage.migrations import is_current
from bot.storage.office import Office
from bot.storage.unit_of_work import reading, unit_of_work
from bot.timers.leader import run_if_due
from bot.timers.recompute import restate_provisional
from bot.timers.sweep import MARK, sweep
from models import Mark

log = structlog.get_logger(__name__)
REMEMBER_RECEIVED = timedelta(days=3)
REMEMBER_DRAFTS = timedelta(days=30)
ROSTER = "roster"
STALE = timedelta(minutes=2)
"""A sweep that has not come for so long does not come any more; the longest interval is added to it."""


@dataclass
class Runtime:
    """The moving parts of one process."""

    office: Office
    dispatcher: Dispatcher
    directory: Directory
    now: Callable[[], datetime]
    metrics: Metrics = field(default_factory=lambda: Metrics(CollectorRegistry()))
    _poller: Poller = field(init=False)
    _threads: list[threading.Thread] = field(default_factory=list)
    _next_at: datetime | None = None

    def __post_init__(self) -> None:
        self._poller = Poller(self.now)

    def settle(self, now: datetime) -> None:
        """Does all that is due at `now`: what is due is fired, what waits is sent."""
        swept = sweep(self.office, now)
        sent = self._dispatched(self.dispatcher.run_once(now))
        self._next_at = min((at for at in (swept.next_at, sent.next_at) if at is not None), default=None)

    def next_stop(self, target: datetime) -> datetime:
        """When something comes due next as of the last `settle`, at most `target`: for moved clocks."""
        return min(self._next_at or target, target)

    def sweep(self) -> None:
        """Fires what is due now."""
        sweep(self.office, self.now())

    def sync_roster(self) -> None:
        """Reads people, teams and channels from Slack."""
        result = sync_roster(self.office, self.directory, self.now())
        if result.missing:
            log.warning("not_in_slack", missing=result.missing)

    def keep_roster(self, every: timedelta) -> None:
        """The same as a duty of one replica; where Slack does not answer, yesterday's roster will do."""
        with unit_of_work(self.office, now=self.now()) as uow:
            is_mine = run_if_due(uow, ROSTER, every)
        if is_mine:
            try:
                self.sync_roster()
            except DeliveryFault as fault:
                log.warning("roster_not_read", fault=type(fault).__name__)

    def beat(self) -> None:
        """Tells the managers when the office does not keep up."""
        heartbeat.beat(self.office, self.now())

    def forget(self) -> None:
        """Forgets submissions that nobody will send again, and drafts that nobody sent."""
        now = self.now()
        with unit_of_work(self.office, now=now) as uow:
            received.forget_before(uow, now - REMEMBER_RECEIVED)
            forget_drafts(uow, now - REMEMBER_DRAFTS)

    def problem(self, sweep_every: timedelta = timedelta(0)) -> str | None:
        """What keeps this process from working, or None; for whoever sends it people's acts."""
        now = self.now()
        try:
            with reading(self.office, now=now) as uow:
                mark = uow.session.get(Mark, MARK)
            if not is_current(self.office.engine):
                return "database: not at this code's schema"
        except Exception as fault:
            return f"database: {type(fault).__name__}"
        if mark is None:
            return "sweep: has not come yet"
        age = now - mark.at
        return f"sweep: last came {age.total_seconds():.0f} s ago" if age > STALE + sweep_every else None

    def start(self, threads: int = 4) -> None:
        """States anew what rested on estimates, then starts the dispatching threads.

        The office wakes them when a change has left a notice.
        """
        restate_provisional(self.office, self.now())
        self.office.wake = self._poller.bell.ring
        for number in range(threads):
            thread = threading.Thread(target=self._dispatch, name=f"dispatch-{number}", daemon=True)
            thread.start()
            self._threads.append(thread)

    def stop(self) -> None:
        """Lets each thread finish its current message."""
        self._poller.close()
        for thread in self._threads:
            thread.join(timeout=10)

    def _dispatch(self) -> None:
        while not self._poller.is_closed:
            try:
                held = self._poller.next_claim(self.dispatcher.take)
                if held is not None:
                    self._dispatched(self.dispatcher.deliver(held, self.now()))
                    self._poller.bell.ring()  # for its destination is free again
            except Exception:  # a database that is away for a minute comes back
                log.exception("dispatch_failed")

    def _dispatched(self, done: DispatchResult) -> DispatchResult:
        self.metrics.dispatched(done)
        return done
