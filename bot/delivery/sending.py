"""One claim, from what it shows at this moment to Slack's answer; outside any transaction (design idea 5)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from bot.delivery.claims import Claim
from bot.delivery.contract import (
    DeliveryFault,
    Gateway,
    Limited,
    Load,
    OutcomeUnknown,
    Rejected,
    Render,
    Unreachable,
)
from bot.delivery.queue import Action
from bot.delivery.rendered import Rendered
from bot.storage.office import Office
from bot.storage.unit_of_work import reading
from bot.views import Bundle
from models import Outbox

log = structlog.get_logger(__name__)
CARD_LOST = "message_not_found"
NO_CHANNEL = "no_channel"
SKEW = timedelta(minutes=1)


@dataclass(frozen=True)
class Sent:
    """It stands in Slack."""

    channel_id: str
    ts: str


@dataclass(frozen=True)
class NotThere:
    """It does not stand in Slack, so it is to be posted: it was looked for in vain, or its card is lost."""

    card_is_lost: bool = False


@dataclass(frozen=True)
class Unfit:
    """It cannot be turned into a message; `fault` names the exception. Sending it again would not help."""

    fault: str


Verdict = Sent | NotThere | Unfit | DeliveryFault


@dataclass
class Delivery:
    """What became of a claim: `moot` notices need no telling any more, the verdict is about the others."""

    claim: Claim
    moot: tuple[Outbox, ...] = ()
    verdict: Verdict | None = None
    dm_channel_id: str | None = None
    has_called: bool = False

    @property
    def notices(self) -> tuple[Outbox, ...]:
        """The notices that the verdict is about."""
        return tuple(notice for notice in self.claim.notices if notice not in self.moot)


@dataclass(frozen=True)
class Sender:
    """Loads, renders and hands over to the gateway."""

    office: Office
    gateway: Gateway
    load: Load
    render: Render

    def deliver(self, claim: Claim, now: datetime) -> Delivery:
        """Does what the claim's lane asks for. A fault is a verdict; only a crash of the process escapes."""
        delivery = Delivery(claim)
        if claim.action == Action.LOOK_UP:
            delivery.verdict = self._look_up(delivery)
            return delivery
        try:
            rendered = self._rendered(delivery, now)
        except Exception as fault:  # whatever a loader or builder stumbles over must not stop the others
            log.exception("sending_failed", ids=claim.ids)
            delivery.verdict = Unfit(f"{type(fault).__name__}: {fault}")
            return delivery
        if rendered is not None:
            delivery.verdict = self._send(delivery, rendered)
        return delivery

    def _rendered(self, delivery: Delivery, now: datetime) -> Rendered | None:
        """The message as of now, or None if all of it is moot."""
        claim = delivery.claim
        with reading(self.office, now=now) as uow:
            views = [(notice, self.load(uow, notice)) for notice in claim.notices]
        delivery.moot = tuple(notice for notice, view in views if view is None)
        live = [(notice.kind, view) for notice, view in views if view is not None]
        if not live:
            return None
        kind, view = live[0] if len(live) == 1 else ("bundle", Bundle(tuple(view for _, view in live)))
        return self.render(kind, view, claim.address.language, now)

    def _send(self, delivery: Delivery, rendered: Rendered) -> Verdict:
        claim = delivery.claim
        delivery.has_called = True
        if claim.action == Action.UPDATE and claim.card is not None:
            card = claim.card
            try:
                self.gateway.update(card.channel_id, card.ts, rendered)
            except Rejected as fault:
                return NotThere(card_is_lost=True) if fault.code == CARD_LOST else fault
            except Exception as fault:
                return _harmless(fault)
            return Sent(card.channel_id, card.ts)
        channel_id = self._channel(delivery)
        if isinstance(channel_id, DeliveryFault):
            return channel_id
        try:
            ts = self.gateway.post(channel_id, rendered, _ids(delivery.notices), claim.thread_ts)
        except DeliveryFault as fault:
            return fault
        except Exception as fault:  # a fault of ours after the call is no proof that nothing was posted
            log.exception("sending_failed", ids=claim.ids)
            return OutcomeUnknown(f"{type(fault).__name__}: {fault}")
        return Sent(channel_id, ts)

    def _look_up(self, delivery: Delivery) -> Verdict:
        """Where the outcome is unknown the channel knows; a card that stands is simply shown anew."""
        claim, head = delivery.claim, delivery.claim.head
        if claim.card is not None or head.first_tried_at is None:
            return NotThere()
        delivery.has_called = True
        channel_id = self._channel(delivery)
        if isinstance(channel_id, DeliveryFault):
            return channel_id
        try:
            ts = self.gateway.find(channel_id, head.id or 0, head.first_tried_at - SKEW, claim.thread_ts)
        except Exception as fault:
            return _harmless(fault)
        return Sent(channel_id, ts) if ts is not None else NotThere()

    def _channel(self, delivery: Delivery) -> str | DeliveryFault:
        address = delivery.claim.address
        if address.channel_id is not None:
            return address.channel_id
        if address.person_id is None:
            return Rejected(NO_CHANNEL, permanent=False)
        try:
            delivery.dm_channel_id = self.gateway.open_dm(address.person_id)
        except Exception as fault:
            return _harmless(fault)
        return delivery.dm_channel_id


def _harmless(fault: Exception) -> DeliveryFault:
    """Of a call that may be made twice it does not matter whether it was carried out."""
    if isinstance(fault, (Limited, Rejected, Unreachable)):
        return fault
    if not isinstance(fault, DeliveryFault):
        log.error("sending_failed", exc_info=fault)
    return Unreachable(f"{type(fault).__name__}: {fault}")


def _ids(notices: tuple[Outbox, ...]) -> tuple[int, ...]:
    return tuple(notice.id or 0 for notice in notices)
