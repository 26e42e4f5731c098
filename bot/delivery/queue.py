"""What waits in the outbox, by destination, and whose turn it is: one query, then pure rules."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum

from sqlalchemy import ColumnElement, Executable, and_, case, func, literal, select
from sqlmodel import Session, col

from bot.delivery.addresses import PERSON
from bot.delivery.contract import LOOK_UP, OPEN_DM, UPDATE
from bot.delivery.limits import WORKSPACE, Limits, destination_pace, method_pace
from bot.delivery.paces import PaceState
from bot.storage.statements import is_there
from models import Card, Outbox, OutboxState, Pace, Person

UNCONFIRMED = (OutboxState.UNKNOWN, OutboxState.SENDING)


class Action(IntEnum):
    """What has to be done with a notice: see whether it was posted, post it, or show a card anew."""

    LOOK_UP = 0
    POST = 1
    UPDATE = 2


@dataclass(frozen=True)
class Waiting:
    """The notices of one destination, lane and urgency; `due_at` is when the first of them is to be tried."""

    destination: str
    action: Action
    urgency: int
    first_id: int
    due_at: datetime
    needs_dm: bool = False

    def gates(self) -> tuple[str, ...]:
        """The paces that a call for it has to keep."""
        if self.action == Action.LOOK_UP:
            return (method_pace(LOOK_UP),)
        if self.action == Action.UPDATE:
            return (method_pace(UPDATE),)
        opening = (method_pace(OPEN_DM),) if self.needs_dm else ()
        return (destination_pace(self.destination), WORKSPACE, *opening)


def ready_now(
    waiting: Iterable[Waiting], paces: Mapping[str, PaceState], limits: Limits, now: datetime
) -> tuple[list[Waiting], datetime | None]:
    """Whose turn it is now, in order, and when the next one comes after these (None: nothing waits).

    What is in doubt comes first, then the urgent, then the oldest. Where something is in doubt nothing new is
    posted: the same card could be what is looked for.
    """
    groups = list(waiting)
    unconfirmed = {each.destination for each in groups if each.action == Action.LOOK_UP}
    ready: list[Waiting] = []
    later: list[datetime] = []
    for each in groups:
        if each.action == Action.POST and each.destination in unconfirmed:
            continue
        at = opens_at(each, paces, limits)
        if at <= now:
            ready.append(each)
        else:
            later.append(at)
    ready.sort(key=lambda each: (each.action != Action.LOOK_UP, each.urgency, each.first_id))
    return ready, min(later, default=None)


def opens_at(each: Waiting, paces: Mapping[str, PaceState], limits: Limits) -> datetime:
    """From when on it may be done: due, the destination in nobody's hand, every gate open."""
    instants = [each.due_at]
    hand = paces.get(destination_pace(each.destination))
    if hand is not None and hand.leased_until_at is not None:
        instants.append(hand.leased_until_at)
    instants += [limits.of(name).opens_at(paces[name].free_at) for name in each.gates() if name in paces]
    return max(instants)


def waiting_and_paces(session: Session) -> tuple[list[Waiting], dict[str, PaceState]]:
    """What waits, and the paces by name of the destinations that it waits for: one for everybody ever written
    to is on record. Those that all destinations share are not among them."""
    waiting: list[Waiting] = []
    paces: dict[str, PaceState] = {}
    for to, action, urgency, first_id, due_at, has_dm, free_at, until_at in session.connection().execute(
        _WAITING
    ):
        needs_dm = to.startswith(PERSON) and not has_dm
        waiting.append(Waiting(to, Action(action), urgency, first_id, due_at, needs_dm))
        if free_at is not None:
            paces[destination_pace(to)] = PaceState(free_at, until_at)
    return waiting, paces


def action_of() -> ColumnElement[int]:
    """The lane of a row of the outbox, as SQL: a waiting notice whose card stands already shows it anew."""
    has_card = is_there(
        col(Card.key) == col(Outbox.card_key), col(Card.destination) == col(Outbox.destination)
    )
    return case(
        (col(Outbox.state).in_(UNCONFIRMED), int(Action.LOOK_UP)),
        (and_(col(Outbox.card_key).is_not(None), has_card), int(Action.UPDATE)),
        else_=int(Action.POST),
    )


def _unconfirmed_and_leased() -> ColumnElement[bool]:
    """Its sender is at work on it, or died: then nobody will ever say, and the lease runs out."""
    return col(Outbox.state) == OutboxState.SENDING


def _waiting() -> Executable:
    """Grouped first, so that what is known of a destination is looked up once for it."""
    due_at = case((_unconfirmed_and_leased(), col(Outbox.lease_until_at)), else_=col(Outbox.next_try_at))
    groups = (
        select(
            col(Outbox.destination),
            action_of().label("action"),
            col(Outbox.urgency),
            func.min(col(Outbox.id)).label("first_id"),
            func.min(due_at).label("due_at"),
        )
        .where(col(Outbox.state).in_((OutboxState.WAITING, *UNCONFIRMED)))
        .group_by(col(Outbox.destination), "action", col(Outbox.urgency))
        .subquery("waiting")
        .c
    )
    person_id = func.substr(groups.destination, len(PERSON) + 1)
    has_dm = is_there(col(Person.id) == person_id, col(Person.dm_channel_id).is_not(None))
    own = col(Pace.name) == literal(destination_pace("")) + groups.destination
    free_at = select(col(Pace.free_at)).where(own).scalar_subquery()
    leased_until_at = select(col(Pace.lease_until_at)).where(own).scalar_subquery()
    return select(*groups, has_dm, free_at, leased_until_at)


_WAITING = _waiting()
"""Made once: building a statement costs as much as running it."""
