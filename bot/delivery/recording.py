"""What became of a claim, put on record in one transaction, and the hand let go."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam
from sqlmodel import col, select

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
from bot.delivery.limits import Backoff, Limits, destination_pace, method_pace
from bot.delivery.outbox import put
from bot.delivery.sending import Delivery, NotThere, Sent, Unfit
from bot.delivery.survey import PERSON, Lane
from bot.directory import MANAGERS
from bot.office import Office
from bot.unit_of_work import UnitOfWork, unit_of_work
from models import Card, Outbox, OutboxState, Pace, Person

MOOT = "moot"
FAILURE_NOTICE = "delivery_failed"
SHORTEST_WAIT = timedelta(seconds=1)
_MINE = (
    select(Outbox)
    .where(col(Outbox.id).in_(bindparam("ids", expanding=True)), col(Outbox.lease_by) == bindparam("hand"))
    .where(col(Outbox.state) == OutboxState.SENDING)
    .order_by(col(Outbox.id))
    .with_for_update()
)


@dataclass(frozen=True)
class Recorder:
    """Writes deliveries down; `limits` and `backoff` say when what did not arrive is tried again."""

    office: Office
    limits: Limits
    backoff: Backoff

    def record(self, delivery: Delivery, now: datetime) -> Counter[str]:
        """Puts it on record and answers how many notices were sent, dropped, failed or delayed.

        A hand whose lease ran out and was taken over records nothing: the other finds the message by its
        metadata.
        """
        with unit_of_work(self.office, now=now) as uow:
            mine = self._still_mine(uow, delivery)
            if not mine:
                return Counter()
            moot_ids = {notice.id for notice in delivery.moot}
            moot = [notice for notice in mine if notice.id in moot_ids]
            told = [notice for notice in mine if notice.id not in moot_ids]
            for notice in moot:
                _close(notice, OutboxState.DROPPED, MOOT)
            if not delivery.has_called:
                paces.give_gates_back(uow.session, delivery.claim.gates, self.limits, now)
            self._let_go(uow, delivery)
            word = self._verdict(uow, delivery, told) if told else ""
            return Counter({"dropped": len(moot) + delivery.claim.superseded}) + Counter({word: len(told)})

    def _still_mine(self, uow: UnitOfWork, delivery: Delivery) -> list[Outbox]:
        mine = {"ids": delivery.claim.ids, "hand": delivery.claim.hand}
        return list(uow.session.exec(_MINE, params=mine))

    def _let_go(self, uow: UnitOfWork, delivery: Delivery) -> None:
        claim = delivery.claim
        pace = uow.session.get(Pace, destination_pace(claim.destination), with_for_update=True)
        if pace is not None and pace.lease_by == claim.hand:
            pace.lease_by = pace.lease_until_at = None
        if delivery.dm_channel_id is not None:
            person = uow.session.get(Person, claim.destination.removeprefix(PERSON))
            if person is not None:
                person.dm_channel_id = delivery.dm_channel_id

    def _verdict(self, uow: UnitOfWork, delivery: Delivery, told: list[Outbox]) -> str:
        match delivery.verdict:
            case Sent(channel_id, ts):
                _sent(uow, delivery, told, channel_id, ts)
                return "sent"
            case NotThere(card_is_lost):
                if card_is_lost and delivery.claim.card is not None:
                    lost = uow.session.get(Card, (delivery.claim.destination, delivery.claim.card.key))
                    if lost is not None:
                        uow.session.delete(lost)
                _again(told, OutboxState.WAITING, uow.now)
                return "delayed"
            case Unfit(fault):
                return self._failed(uow, told, fault)
            case Rejected(code, permanent=True):
                return self._failed(uow, told, code)
            case DeliveryFault() as fault:
                self._delay(uow, delivery, told, fault)
                return "delayed"
        raise AssertionError("every claim that is not moot has a verdict")

    def _failed(self, uow: UnitOfWork, told: list[Outbox], error: str) -> str:
        for notice in told:
            _close(notice, OutboxState.FAILED, error)
        _tell_of_failure(uow, told[0], error)
        return "failed"

    def _delay(self, uow: UnitOfWork, delivery: Delivery, told: list[Outbox], fault: DeliveryFault) -> None:
        """Tried again later. What may have been posted stays in doubt until it has been looked for."""
        claim = delivery.claim
        in_doubt = claim.lane == Lane.LOOK_UP or isinstance(fault, OutcomeUnknown)
        name = destination_pace(claim.destination)
        wait = self.backoff.delay(max(notice.attempts for notice in told))
        match fault:
            case Limited(retry_after_s, method):
                wait = max(timedelta(seconds=retry_after_s), SHORTEST_WAIT)
                name = name if method == POST else method_pace(method)
                for notice in told:
                    notice.attempts -= 1
            case OutcomeUnknown(_, is_settled) if not is_settled:
                wait = max(wait, self.backoff.settle)
        paces.shut_gate(uow.session, name, self.limits, uow.now + wait, uow.now)
        state = OutboxState.UNKNOWN if in_doubt else OutboxState.WAITING
        _again(told, state, uow.now + wait, describe(fault))


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


def _close(notice: Outbox, state: OutboxState, error: str | None = None) -> None:
    notice.state, notice.error = state, error
    notice.lease_by = notice.lease_until_at = None


def _again(told: list[Outbox], state: OutboxState, at: datetime, error: str | None = None) -> None:
    for notice in told:
        _close(notice, state, error)
        notice.next_try_at = at


def _sent(uow: UnitOfWork, delivery: Delivery, told: list[Outbox], channel_id: str, ts: str) -> None:
    for notice in told:
        _close(notice, OutboxState.SENT)
        notice.channel_id, notice.ts, notice.sent_at = channel_id, ts, uow.now
    head = told[0]
    if head.card_key is not None:
        uow.session.merge(
            Card(
                destination=head.destination,
                key=head.card_key,
                channel_id=channel_id,
                ts=ts,
                outbox_id=head.id,
                rendered_at=uow.now,
            )
        )


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
