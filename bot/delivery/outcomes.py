"""What became of a claim, put on record in one transaction, and the destination let go."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.delivery import paces
from bot.delivery.addresses import TEAM
from bot.delivery.contract import (
    POST,
    DeliveryFault,
    Limited,
    OutcomeUnknown,
    Rejected,
    Unreachable,
)
from bot.delivery.leased import Leased
from bot.delivery.limits import Backoff, Limits, destination_pace, method_pace
from bot.delivery.outbox import put
from bot.delivery.queue import Action
from bot.delivery.sending import Delivery, NotThere, Sent, Unfit
from bot.people.directory import MANAGERS
from bot.storage.office import Office
from bot.storage.unit_of_work import UnitOfWork, unit_of_work
from models import Outbox, OutboxState

MOOT = "moot"
FAILURE_NOTICE = "delivery_failed"
SHORTEST_WAIT = timedelta(seconds=1)


@dataclass(frozen=True)
class Recorder:
    """Writes deliveries down; `limits` and `backoff` say when what did not arrive is tried again."""

    office: Office
    limits: Limits
    backoff: Backoff

    def record(self, delivery: Delivery, now: datetime) -> Counter[str]:
        """Puts it on record and answers how many notices were sent, dropped, failed or delayed.

        Whoever has lost the lease to somebody else records nothing: the other finds the message by its
        metadata.
        """
        claim = delivery.claim
        with unit_of_work(self.office, now=now) as uow:
            leased = Leased(uow.session.connection(), claim, now)
            moot = leased.close(delivery.moot, OutboxState.DROPPED, MOOT)
            word, count = self._verdict(uow, leased, delivery) if delivery.notices else ("", 0)
            if not moot and not count:
                return Counter()
            if not delivery.has_called:
                paces.give_back(uow.session, claim.gates, self.limits, now)
            if delivery.dm_channel_id is not None:
                leased.dm_opened(delivery.dm_channel_id)
            paces.let_go(uow.session, claim.destination, claim.worker)
            return Counter({"dropped": moot + claim.superseded}) + Counter({word: count})

    def _verdict(self, uow: UnitOfWork, leased: Leased, delivery: Delivery) -> tuple[str, int]:
        """Records what became of the notices that are not moot: in a word, and of how many."""
        match delivery.verdict:
            case Sent(channel_id, ts):
                count = leased.sent(delivery.notices, channel_id, ts)
                if count:
                    leased.card_shown(channel_id, ts)
                return "sent", count
            case NotThere(card_is_lost):
                count = leased.again(delivery.notices, OutboxState.WAITING, uow.now)
                if count and card_is_lost:
                    leased.card_lost()
                return "delayed", count
            case Unfit(error) | Rejected(error, permanent=True):
                count = leased.close(delivery.notices, OutboxState.FAILED, error)
                if count:
                    _tell_of_failure(uow, delivery.notices[0], error)
                return "failed", count
            case DeliveryFault() as fault:
                return "delayed", self._delay(uow, leased, delivery, fault)
        raise AssertionError("every claim that is not moot has a verdict")

    def _delay(self, uow: UnitOfWork, leased: Leased, delivery: Delivery, fault: DeliveryFault) -> int:
        """Tried again later. What may have been posted stays unknown until it has been looked for."""
        claim = delivery.claim
        is_unknown = claim.action == Action.LOOK_UP or isinstance(fault, OutcomeUnknown)
        gate = destination_pace(claim.destination)
        wait = self.backoff.delay(max(notice.attempts for notice in delivery.notices))
        match fault:
            case Limited(retry_after_s, method):
                wait = max(timedelta(seconds=retry_after_s), SHORTEST_WAIT)
                gate = gate if method == POST else method_pace(method)
            case OutcomeUnknown(_, is_settled) if not is_settled:
                wait = max(wait, self.backoff.settle)
        state, at = OutboxState.UNKNOWN if is_unknown else OutboxState.WAITING, uow.now + wait
        counts = not isinstance(fault, Limited)
        count = leased.again(delivery.notices, state, at, describe(fault), counts=counts)
        if count:
            paces.shut(uow.session, gate, self.limits, at, uow.now)
        return count


def describe(fault: DeliveryFault) -> str:
    """The fault in a few words, as the outbox keeps it."""
    match fault:
        case Limited(retry_after_s, method):
            return f"{method} limited for {retry_after_s:g} s"
        case Rejected(code):
            return code
        case OutcomeUnknown(reason):
            return f"outcome unknown: {reason}"
        case Unreachable(reason):
            return f"unreachable: {reason}"
    return type(fault).__name__


def _tell_of_failure(uow: UnitOfWork, failed: Outbox, error: str) -> None:
    """The support office hears once a day where to mend what; the managers do where its own channel is lost.

    A failure notice that fails itself stays in the list of `app.py outbox`: telling of it would go round in
    circles.
    """
    if failed.kind == FAILURE_NOTICE:
        return
    hub = TEAM + uow.branch.hub.id
    to = TEAM + MANAGERS if failed.destination == hub else hub
    words = f"{failed.destination}: {error}"
    put(
        uow,
        FAILURE_NOTICE,
        to,
        request_id=failed.request_id,
        params={"words": words, "outbox": failed.id, "destination": failed.destination, "error": error},
        card_key=f"failed:{words}:{uow.now:%Y-%m-%d}",
    )
