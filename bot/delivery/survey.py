"""What waits in the outbox, by destination, and whose turn it is: one query, then pure rules."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum

from sqlalchemy import Executable, and_, bindparam, case, func, literal, or_, select
from sqlalchemy.sql.elements import ColumnElement
from sqlmodel import Session, col

from bot.delivery.contract import LOOK_UP, OPEN_DM, UPDATE
from bot.delivery.limits import WORKSPACE, Limits, destination_pace, method_pace
from models import Card, Outbox, OutboxState, Pace, Person
from models.base import UtcDateTime

PERSON = "person:"
IN_DOUBT = (OutboxState.UNKNOWN, OutboxState.SENDING)


class Lane(IntEnum):
    """What has to be done with a notice: see whether it was posted, post it, or show a card anew."""

    LOOK_UP = 0
    POST = 1
    UPDATE = 2


@dataclass(frozen=True)
class Waiting:
    """The notices of one destination, lane and urgency; `due_at` is when the first of them is to be tried."""

    destination: str
    lane: Lane
    urgency: int
    first_id: int
    due_at: datetime
    needs_dm: bool = False

    def gates(self) -> tuple[str, ...]:
        """The paces that a call for it has to keep."""
        if self.lane == Lane.LOOK_UP:
            return (method_pace(LOOK_UP),)
        if self.lane == Lane.UPDATE:
            return (method_pace(UPDATE),)
        opening = (method_pace(OPEN_DM),) if self.needs_dm else ()
        return (destination_pace(self.destination), WORKSPACE, *opening)


@dataclass(frozen=True)
class PaceState:
    """A row of the table Pace as it stood; one that is missing holds nobody up."""

    free_at: datetime
    leased_until_at: datetime | None = None


def turns(
    waiting: Iterable[Waiting], paces: Mapping[str, PaceState], limits: Limits, now: datetime
) -> tuple[list[Waiting], datetime | None]:
    """Whose turn it is now, in order, and when the next one comes after these (None: nothing waits).

    What is in doubt comes first, then the urgent, then the oldest. Where something is in doubt nothing new is
    posted: the same card could be what is looked for.
    """
    groups = list(waiting)
    in_doubt = {each.destination for each in groups if each.lane == Lane.LOOK_UP}
    ready: list[Waiting] = []
    later: list[datetime] = []
    for each in groups:
        if each.lane == Lane.POST and each.destination in in_doubt:
            continue
        at = opens_at(each, paces, limits)
        if at <= now:
            ready.append(each)
        else:
            later.append(at)
    ready.sort(key=lambda each: (each.lane != Lane.LOOK_UP, each.urgency, each.first_id))
    return ready, min(later, default=None)


def opens_at(each: Waiting, paces: Mapping[str, PaceState], limits: Limits) -> datetime:
    """From when on it may be done: due, the destination in nobody's hand, every gate open."""
    instants = [each.due_at]
    hand = paces.get(destination_pace(each.destination))
    if hand is not None and hand.leased_until_at is not None:
        instants.append(hand.leased_until_at)
    instants += [limits.of(name).opens_at(paces[name].free_at) for name in each.gates() if name in paces]
    return max(instants)


def survey(session: Session, now: datetime) -> tuple[list[Waiting], dict[str, PaceState]]:
    """What waits, and the paces that keep somebody waiting at `now`: one for everybody ever written to is
    on record, and nearly all are open."""
    connection = session.connection()
    waiting = [
        Waiting(to, Lane(lane), urgency, first_id, at, to.startswith(PERSON) and not has_dm)
        for to, lane, urgency, first_id, at, has_dm in connection.execute(_WAITING)
    ]
    held = connection.execute(_HELD, {"now": now})
    return waiting, {name: PaceState(free_at, until_at) for name, free_at, until_at in held}


def lane_of() -> ColumnElement[int]:
    """The lane of a row of the outbox, as SQL: a waiting notice whose card stands already shows it anew."""
    has_card = _is_there(
        col(Card.key) == col(Outbox.card_key), col(Card.destination) == col(Outbox.destination)
    )
    return case(
        (col(Outbox.state).in_(IN_DOUBT), int(Lane.LOOK_UP)),
        (and_(col(Outbox.card_key).is_not(None), has_card), int(Lane.UPDATE)),
        else_=int(Lane.POST),
    )


def _in_doubt_in_hand() -> ColumnElement[bool]:
    """Its sender is at work on it, or died: then nobody will ever say, and the lease runs out."""
    return col(Outbox.state) == OutboxState.SENDING


def _is_there(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    """EXISTS, by the index for each row of the outbox: PostgreSQL reads the whole other table for an EXISTS,
    all the cards that ever were; a LIMIT keeps it from that."""
    return select(literal(1)).where(*conditions).limit(1).scalar_subquery().is_not(None)


def _has_dm() -> ColumnElement[bool]:
    """Of a destination that is a person: whether the conversation with them is known."""
    person_id = func.substr(col(Outbox.destination), len(PERSON) + 1)
    return _is_there(col(Person.id) == person_id, col(Person.dm_channel_id).is_not(None))


def _waiting() -> Executable:
    due_at = case((_in_doubt_in_hand(), col(Outbox.lease_until_at)), else_=col(Outbox.next_try_at))
    first_id, first_at = func.min(col(Outbox.id)), func.min(due_at)
    return (
        select(
            col(Outbox.destination),
            lane_of().label("lane"),
            col(Outbox.urgency),
            first_id,
            first_at,
            _has_dm(),
        )
        .where(col(Outbox.state).in_((OutboxState.WAITING, *IN_DOUBT)))
        .group_by(col(Outbox.destination), "lane", col(Outbox.urgency))
    )


_WAITING = _waiting()
_NOW = bindparam("now", type_=UtcDateTime())
_HELD = select(col(Pace.name), col(Pace.free_at), col(Pace.lease_until_at)).where(
    or_(col(Pace.free_at) > _NOW, col(Pace.lease_until_at) > _NOW)
)
