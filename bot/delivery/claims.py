"""Claiming: one destination into one hand, with a lease, and the next notice of it (design idea 5)."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import and_, bindparam, or_
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from bot.delivery import outbox, paces
from bot.delivery.addresses import Address, address_of
from bot.delivery.limits import Limits, destination_pace
from bot.delivery.survey import IN_DOUBT, Lane, Waiting, lane_of
from bot.office import Office
from models import Card, Outbox, OutboxState
from models.base import UtcDateTime

FORECASTS = frozenset({"at_risk", "recovered"})
BUNDLED_KINDS = FORECASTS | {"reminder"}
LARGEST_BUNDLE = 300
TAKING = "taking"
"""The name of the lock in the table Pace that whoever claims holds."""


@dataclass(frozen=True)
class Claim:
    """What one hand holds: the notices that make one message (several where reminders fall together)."""

    hand: str
    lane: Lane
    destination: str
    notices: tuple[Outbox, ...]
    address: Address
    card: Card | None
    thread_ts: str | None
    gates: tuple[str, ...]
    superseded: int = 0

    @property
    def head(self) -> Outbox:
        """The notice whose turn it is."""
        return self.notices[0]

    @property
    def ids(self) -> tuple[int, ...]:
        """The outbox ids, as the message's metadata carries them."""
        return tuple(notice.id or 0 for notice in self.notices)


@contextmanager
def taking(office: Office, now: datetime) -> Iterator[Session]:
    """A transaction in which nobody else claims: whose turn it is when it is surveyed, has it still.

    Replicas that survey at once would all go for the same destination, and all but one in vain.
    """
    with Session(office.engine, expire_on_commit=False) as session, session.begin():
        paces.lock_gate(session, TAKING, now)
        yield session


def claim(
    session: Session,
    office: Office,
    turn: Waiting,
    limits: Limits,
    *,
    hand: str,
    now: datetime,
    lease: timedelta,
) -> Claim | None:
    """Takes the destination and its next notice; None, and nothing taken, if what others have recorded
    meanwhile stands against it: a hand that is not free after all, a doubt, a gate that was shut."""
    pace = paces.lock_hand(session, destination_pace(turn.destination), now)
    if pace is None or (turn.lane == Lane.POST and _in_doubt(session, turn.destination)):
        return None
    notices, superseded = _next_notices(session, turn, now)
    if not notices or not paces.take_gates(session, turn.gates(), limits, now):
        return None
    pace.lease_by, pace.lease_until_at = hand, now + lease
    for notice in notices:
        _take(notice, turn.lane, hand, now, now + lease)
    for older in superseded:
        outbox.supersede(older)
    return Claim(
        hand=hand,
        lane=turn.lane,
        destination=turn.destination,
        notices=tuple(notices),
        address=address_of(session, office, turn.destination),
        card=_card(session, notices[0].card_key, turn.destination),
        thread_ts=_thread_ts(session, notices[0]),
        gates=turn.gates(),
        superseded=len(superseded),
    )


def _take(notice: Outbox, lane: Lane, hand: str, now: datetime, until_at: datetime) -> None:
    notice.state = OutboxState.SENDING
    notice.lease_by, notice.lease_until_at = hand, until_at
    notice.attempts += 1
    if lane == Lane.POST:
        notice.first_tried_at = notice.first_tried_at or now


def _next_notices(session: Session, turn: Waiting, now: datetime) -> tuple[list[Outbox], list[Outbox]]:
    """The notices of the next message, and older ones for the same card that it makes needless."""
    due = {"destination": turn.destination, "now": now, "lane": int(turn.lane)}
    head = session.exec(_FIRST, params=due).first()
    if head is None or turn.lane == Lane.LOOK_UP:
        return ([head] if head else []), []
    if head.card_key is not None:
        same = list(session.exec(_OF_CARD, params=due | {"card_key": head.card_key}))
        newest = max(same, key=lambda notice: notice.id or 0)
        return [newest], [notice for notice in same if notice is not newest]
    if head.kind in BUNDLED_KINDS and head.thread_key is None:
        return _newest_of_each(session.exec(_TO_BUNDLE, params=due).all())
    return [head], []


def _newest_of_each(notices: Sequence[Outbox]) -> tuple[list[Outbox], list[Outbox]]:
    """One reminder for each clock and one forecast for each request: after a night of quiet the newest."""
    newest: dict[tuple[object, ...], Outbox] = {}
    for row in sorted(notices, key=lambda row: row.id or 0):
        newest[_subject(row)] = row
    kept = {row.id for row in newest.values()}
    return [row for row in notices if row.id in kept], [row for row in notices if row.id not in kept]


def _subject(notice: Outbox) -> tuple[object, ...]:
    """What it tells of; of two notices about one thing the older says nothing any more."""
    if notice.request_id is None:
        return ("alone", notice.id)
    if notice.kind in FORECASTS:
        return ("forecast", notice.request_id)
    return ("clock", notice.request_id, notice.step_id)


def _due() -> SelectOfScalar[Outbox]:
    """A destination's notices of a lane that are to be tried now, the urgent first, then the oldest."""
    now = bindparam("now", type_=UtcDateTime())
    tried = and_(col(Outbox.state) == OutboxState.SENDING, col(Outbox.lease_until_at) <= now)
    waiting = and_(
        col(Outbox.state).in_((OutboxState.WAITING, OutboxState.UNKNOWN)), col(Outbox.next_try_at) <= now
    )
    there = col(Outbox.destination) == bindparam("destination")
    return (
        select(Outbox)
        .where(there, or_(tried, waiting), lane_of() == bindparam("lane"))
        .order_by(col(Outbox.urgency), col(Outbox.id))
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    )


_DUE = _due()
_FIRST = _DUE.limit(1)
_OF_CARD = _DUE.where(col(Outbox.card_key) == bindparam("card_key"))
_TO_BUNDLE = _DUE.where(col(Outbox.kind).in_(BUNDLED_KINDS), col(Outbox.thread_key).is_(None)).limit(
    LARGEST_BUNDLE
)
_DOUBTS = (
    select(Outbox.id)
    .where(col(Outbox.destination) == bindparam("destination"), col(Outbox.state).in_(IN_DOUBT))
    .limit(1)
)


def _in_doubt(session: Session, destination: str) -> bool:
    """Whether anything may have been posted there without an answer, since the survey was made."""
    return session.exec(_DOUBTS, params={"destination": destination}).first() is not None


def _card(session: Session, key: str | None, destination: str) -> Card | None:
    return session.get(Card, (destination, key)) if key is not None else None


def _thread_ts(session: Session, notice: Outbox) -> str | None:
    """The message under which it goes; a card that was never posted has no thread, so it stands by itself."""
    card = _card(session, notice.thread_key, notice.destination)
    return card.ts if card else None
