"""Reads what a sweep needs: a fixed number of statements for a whole batch."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Executable, Row, bindparam, func, select

from bot.unit_of_work import UnitOfWork
from models import Clock, DeadlineMove, Firing, Pause, Request, Step

CLOCK = Clock.__table__  # type: ignore[attr-defined]
REQUEST = Request.__table__  # type: ignore[attr-defined]
STEP = Step.__table__  # type: ignore[attr-defined]
PAUSE = Pause.__table__  # type: ignore[attr-defined]
MOVE = DeadlineMove.__table__  # type: ignore[attr-defined]
FIRING = Firing.__table__  # type: ignore[attr-defined]

_DUE = (
    select(
        CLOCK.c.id,
        CLOCK.c.request_id,
        CLOCK.c.step_id,
        CLOCK.c.calendar,
        CLOCK.c.target_seconds,
        CLOCK.c.started_at,
        CLOCK.c.epoch,
        CLOCK.c.level,
        CLOCK.c.acknowledged_level,
        CLOCK.c.expected_at,
        CLOCK.c.snoozed_until_at,
        CLOCK.c.next_fire_at,
        CLOCK.c.is_at_risk,
        REQUEST.c.kind,
        REQUEST.c.policy_version,
    )
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
    select(FIRING.c.clock_id, FIRING.c.threshold, FIRING.c.turn, FIRING.c.due_at)
    .join(CLOCK, (CLOCK.c.id == FIRING.c.clock_id) & (CLOCK.c.epoch == FIRING.c.epoch))
    .where(_IN_BATCH)
)


_EARLIEST = select(func.min(CLOCK.c.next_fire_at))


class DueRows(NamedTuple):
    """The clocks of one batch, and by clock id what belongs to them."""

    clocks: Sequence[Row[Any]]
    pauses: Mapping[int, list[Any]]
    moves: Mapping[int, list[Any]]
    firings: Mapping[int, list[Any]]


def due_rows(uow: UnitOfWork, batch: int) -> DueRows:
    """The clocks on which something is due, earliest first, locked against other sweeps."""
    clocks = uow.session.execute(_DUE, {"now": uow.now, "batch": batch}).all()
    if not clocks:
        return DueRows((), {}, {}, {})
    bounds = {"first_at": clocks[0].next_fire_at, "last_at": clocks[-1].next_fire_at}
    pauses, moves, firings = (by_clock(uow, query, bounds) for query in (_PAUSES, _MOVES, _FIRINGS))
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
