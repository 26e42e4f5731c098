"""What one message is made of: the next notice of a destination that is due, and those that go with it."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import BindParameter, ColumnElement, Executable, Integer, Select, and_, bindparam, or_, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from bot.delivery.addresses import PERSON, TEAM, named
from bot.delivery.limits import destination_pace
from bot.delivery.paces import PaceState
from bot.delivery.queue import UNCONFIRMED, Action, Waiting, action_of
from bot.storage.statements import is_there
from models import Card, Channel, Outbox, OutboxState, Pace, Person
from models.base import UtcDateTime

FORECASTS = frozenset({"at_risk", "recovered"})
BUNDLED_KINDS = FORECASTS | {"reminder"}
LARGEST_BUNDLE = 300


class Head(NamedTuple):
    """The notice whose turn it is, and what is on record of its card, its thread and its destination.

    `has_others`: other notices wait to show the same card there.
    """

    notice: Outbox
    has_others: bool
    card: Card | None
    thread_ts: str | None
    team_channel_id: str | None
    dm_channel_id: str | None
    language: str | None
    free_at: datetime | None
    leased_until_at: datetime | None

    @property
    def channel_id(self) -> str | None:
        """Where the destination is in Slack, if it is known."""
        return self.team_channel_id or self.dm_channel_id

    @property
    def pace(self) -> dict[str, PaceState]:
        """The destination's pace by its name, if it has one."""
        if self.free_at is None:
            return {}
        return {destination_pace(self.notice.destination): PaceState(self.free_at, self.leased_until_at)}


def next_head(session: Session, waiting_row: Waiting, now: datetime) -> Head | None:
    """The notice whose turn it is, locked. None if there is none any more, or if it would be posted where the
    outcome of another post is unknown."""
    to = waiting_row.destination
    place = {"pace": destination_pace(to), "team": named(to, TEAM), "person": named(to, PERSON)}
    found = session.execute(_HEAD, _due_at(waiting_row, now) | place).first()
    return Head(*found) if found else None


def of_one_message(
    session: Session, waiting_row: Waiting, head: Head, now: datetime
) -> tuple[list[Outbox], list[Outbox]]:
    """The notices of the next message, locked, and older ones that it makes needless."""
    first, due = head.notice, _due_at(waiting_row, now)
    if waiting_row.action == Action.LOOK_UP:
        return [first], []
    if first.card_key is not None and head.has_others:
        *older, newest = session.scalars(_OF_CARD, due | {"card_key": first.card_key})
        return [newest], older
    if first.card_key is None and first.thread_key is None and first.kind in BUNDLED_KINDS:
        return _newest_of_each(session.scalars(_TO_BUNDLE, due).all())
    return [first], []


def _due_at(waiting_row: Waiting, now: datetime) -> dict[str, object]:
    return {"destination": waiting_row.destination, "action": int(waiting_row.action), "now": now}


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


_THERE: BindParameter[str] = bindparam("destination")


def _due() -> Select[Outbox]:
    """A destination's notices of a lane that are to be tried now, each locked."""
    now = bindparam("now", type_=UtcDateTime())
    tried = and_(col(Outbox.state) == OutboxState.SENDING, col(Outbox.lease_until_at) <= now)
    waiting = and_(
        col(Outbox.state).in_((OutboxState.WAITING, OutboxState.UNKNOWN)), col(Outbox.next_try_at) <= now
    )
    due = select(Outbox).where(
        col(Outbox.destination) == _THERE, or_(tried, waiting), action_of() == bindparam("action")
    )
    return due.with_for_update(skip_locked=True)


_DUE = _due()
_URGENT_FIRST = _DUE.order_by(col(Outbox.urgency), col(Outbox.id))
_OF_CARD = _DUE.where(col(Outbox.card_key) == bindparam("card_key")).order_by(col(Outbox.id))
_TO_BUNDLE = _URGENT_FIRST.where(col(Outbox.kind).in_(BUNDLED_KINDS), col(Outbox.thread_key).is_(None)).limit(
    LARGEST_BUNDLE
)


def _may_be_posted() -> ColumnElement[bool]:
    """Nothing may have been posted there without an answer, or it is not to be posted at all."""
    other = aliased(Outbox)
    is_unknown = is_there(col(other.destination) == _THERE, col(other.state).in_(UNCONFIRMED))
    return or_(bindparam("action", type_=Integer()) != int(Action.POST), is_unknown.is_(False))


def _head() -> Executable:
    """The first that is due; the rest is joined to this one row."""
    head = aliased(Outbox, _URGENT_FIRST.where(_may_be_posted()).limit(1).subquery("head"))
    other, thread = aliased(Outbox), aliased(Card)
    has_others = is_there(
        col(other.card_key) == col(head.card_key),
        col(other.destination) == _THERE,
        col(other.state) == OutboxState.WAITING,
        col(other.id) != col(head.id),
    )
    person, pace = (
        (col(Person.dm_channel_id), col(Person.language)),
        (col(Pace.free_at), col(Pace.lease_until_at)),
    )
    return (
        select(head, has_others, Card, col(thread.ts), col(Channel.channel_id), *person, *pace)
        .outerjoin(Card, and_(col(Card.destination) == _THERE, col(Card.key) == col(head.card_key)))
        .outerjoin(thread, and_(col(thread.destination) == _THERE, col(thread.key) == col(head.thread_key)))
        .outerjoin(Channel, col(Channel.team_id) == bindparam("team"))
        .outerjoin(Person, col(Person.id) == bindparam("person"))
        .outerjoin(Pace, col(Pace.name) == bindparam("pace"))
    )


_HEAD = _head()
"""Statements are made once: building one costs as much as running it."""
