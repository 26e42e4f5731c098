"""Reads what a sweep needs: a fixed number of statements for a whole batch."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Executable, bindparam, func, select

from bot.storage.unit_of_work import UnitOfWork
from models import Clock, DeadlineMove, Firing, Pause, Request, Step

CLOCK = Clock.__table__  # type: ignore[attr-defined]
REQUEST = Request.__table__  # type: ignore[attr-defined]
STEP = Step.__table__  # type: ignore[attr-defined]
PAUSE = Pause.__table__  # type: ignore[attr-defined]
MOVE = DeadlineMove.__table__  # type: ignore[attr-defined]
FIRING = Firing.__table__  # type: ignore[attr-defined]


class DueClock(NamedTuple):
    """What a sweep reads of a clock and its request. No `Row`: that takes ten times as long to be asked."""

    id: int
    request_id: int
    step_id: int | None
    measures: str
    calendar: str
    target_seconds: int
    carried_seconds: int
    started_at: datetime
    epoch: int
    level: str | None
    acknowledged_level: str | None
    expected_at: datetime | None
    snoozed_until_at: datetime | None
    next_fire_at: datetime
    is_at_risk: bool
    kind: str
    policy_version: str


class PastFiring(NamedTuple):
    """A firing of a clock's present epoch."""

    clock_id: int
    threshold: str
    turn: int
    due_at: datetime


_OF_REQUEST = ("kind", "policy_version")

_DUE = (
    select(*((REQUEST if name in _OF_REQUEST else CLOCK).c[name] for name in DueClock._fields))
    .join(REQUEST, REQUEST.c.id == CLOCK.c.request_id)
    .where(CLOCK.c.next_fire_at <= bindparam("now"), CLOCK.c.stopped_at.is_(None))
    .order_by(CLOCK.c.next_fire_at)
    .limit(bindparam("batch"))
    .with_for_update(of=[CLOCK, REQUEST], skip_locked=True)
)
"""A request that somebody is at work on is left for the next tick: verbs lock its row."""

_IN_BATCH = CLOCK.c.next_fire_at.between(bindparam("first_at"), bindparam("last_at"))
_PAUSES = select(PAUSE).join(CLOCK, CLOCK.c.id == PAUSE.c.clock_id).where(_IN_BATCH)
_MOVES = select(MOVE).join(CLOCK, CLOCK.c.id == MOVE.c.clock_id).where(_IN_BATCH)
_FIRINGS = (
    select(*(FIRING.c[name] for name in PastFiring._fields))
    .join(CLOCK, (CLOCK.c.id == FIRING.c.clock_id) & (CLOCK.c.epoch == FIRING.c.epoch))
    .where(_IN_BATCH)
)
_EARLIEST = select(func.min(CLOCK.c.next_fire_at))


class DueRows(NamedTuple):
    """The clocks of one batch, and by clock id what belongs to them."""

    clocks: Sequence[DueClock]
    pauses: Mapping[int, list[Any]]
    moves: Mapping[int, list[Any]]
    firings: Mapping[int, list[PastFiring]]


def due_rows(uow: UnitOfWork, batch: int) -> DueRows:
    """The clocks on which something is due, earliest first, locked against other sweeps."""
    rows = uow.session.execute(_DUE, {"now": uow.now, "batch": batch}).all()
    if not rows:
        return DueRows((), {}, {}, {})
    clocks = [DueClock._make(row) for row in rows]
    bounds = {"first_at": clocks[0].next_fire_at, "last_at": clocks[-1].next_fire_at}
    pauses, moves = (by_clock(uow, query, bounds) for query in (_PAUSES, _MOVES))
    firings = defaultdict(list)
    for row in uow.session.execute(_FIRINGS, bounds).all():
        firing = PastFiring._make(row)
        firings[firing.clock_id].append(firing)
    return DueRows(clocks, pauses, moves, firings)


def by_clock(
    uow: UnitOfWork, query: Executable, values: Mapping[str, Any] | None = None
) -> Mapping[int, list[Any]]:
    """The query's rows by their `clock_id`."""
    found = defaultdict(list)
    for row in uow.session.execute(query, values).all():
        found[row.clock_id].append(row)
    return found


def earliest(uow: UnitOfWork) -> datetime | None:
    """When the next clock of all wants to be looked at."""
    at: datetime | None = uow.session.execute(_EARLIEST).scalar()
    return at
