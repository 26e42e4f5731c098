"""The dispatcher: takes what is due out of the outbox, one worker per destination, until nothing is due."""

import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from secrets import token_hex

import structlog

from bot.delivery.claims import Claim, claim, taking
from bot.delivery.contract import Gateway, Load, Render
from bot.delivery.limits import SLACK_LIMITS, Backoff, Limits
from bot.delivery.outcomes import Recorder
from bot.delivery.paces import Lease
from bot.delivery.queue import Action, ready_now, waiting_and_paces
from bot.delivery.sending import Sender
from bot.storage.office import Office

log = structlog.get_logger(__name__)
LEASE = timedelta(seconds=60)


@dataclass(frozen=True)
class DispatchResult:
    """What one turn did, in notices; `next_at` is when something comes due next (None: nothing waits)."""

    sent: int = 0
    dropped: int = 0
    failed: int = 0
    delayed: int = 0
    next_at: datetime | None = None


@dataclass
class Dispatcher:
    """Sends what the outbox holds. Any number of them may work on one database, in threads or replicas.

    `name` says in the database who holds a lease; a random part tells apart two with one name. A lease must
    outlast three calls to Slack (opening a conversation, looking up, posting); what its holder left behind is
    taken over when it has run out.
    """

    office: Office
    gateway: Gateway
    load: Load
    render: Render
    name: str
    backoff: Backoff = field(default_factory=lambda: Backoff(random.random))
    limits: Limits = SLACK_LIMITS
    lease: timedelta = LEASE
    _hands: "count[int]" = field(default_factory=lambda: count(1))
    _mark: str = field(default_factory=lambda: token_hex(4))

    def run_once(self, now: datetime, at_most: int | None = None) -> DispatchResult:
        """Sends what is due at `now`, in the calling thread: everything, or at most so many messages."""
        total: Counter[str] = Counter()
        taken = 0
        while at_most is None or taken < at_most:
            held, next_at = self.take(now)
            if held is None:
                return DispatchResult(next_at=next_at, **_counts(total))
            taken += 1
            total += self._deliver(held, now)
        return DispatchResult(next_at=now, **_counts(total))

    def take(self, now: datetime) -> tuple[Claim | None, datetime | None]:
        """Claims what is due first, and says when something comes due besides (None: nothing waits)."""
        in_vain: set[tuple[str, Action]] = set()
        while True:
            with taking(self.office, now) as (session, shared):
                waiting, paces = waiting_and_paces(session)
                ready, next_at = ready_now(waiting, {**shared, **paces}, self.limits, now)
                waiting_row = next(
                    (each for each in ready if (each.destination, each.action) not in in_vain), None
                )
                if waiting_row is None:
                    return None, next_at
                lease = Lease(f"{self.name}-{self._mark}#{next(self._hands)}", now, now + self.lease)
                held = claim(session, self.office, waiting_row, self.limits, shared=shared, lease=lease)
            if held is not None:
                return held, now if len(ready) > 1 else next_at
            in_vain.add((waiting_row.destination, waiting_row.action))

    def deliver(self, held: Claim, now: datetime) -> DispatchResult:
        """Sends what was claimed, and puts on record what became of it."""
        return DispatchResult(next_at=None, **_counts(self._deliver(held, now)))

    def _deliver(self, held: Claim, now: datetime) -> Counter[str]:
        sender = Sender(self.office, self.gateway, self.load, self.render)
        recorder = Recorder(self.office, self.limits, self.backoff)
        counts = recorder.record(sender.deliver(held, now), now)
        log.info("delivered", worker=held.worker, destination=held.destination, ids=held.ids, **counts)
        return counts


def _counts(total: Counter[str]) -> dict[str, int]:
    return {word: total[word] for word in ("sent", "dropped", "failed", "delayed")}
