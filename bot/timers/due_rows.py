"""Reads what a sweep needs and writes what it decided: a fixed number of statements for a whole batch."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Row, bindparam, func, insert, select, update

from bot.unit_of_work import UnitOfWork
from models import AuditEvent, Clock, DeadlineMove, Firing, Pause, Request, Step

CLOCK = Clock.__table__  # type: ignore[attr-defined]
REQUEST = Request.__table__  # type: ignore[attr-defined]
STEP = Step.__table__  # type: ignore[attr-defined]
PAUSE = Pause.__table__  # type: ignore[attr-defined]
MOVE = DeadlineMove.__table__  # type: ignore[attr-defined]
FIRING = Firing.__table__  # type: ignore[attr-defined]
AUDIT = AuditEvent.__table__  # type: ignore[attr-defined]

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


class DueRows(NamedTuple):
    """The clocks of one batch, and by clock id what belongs to them."""

    clocks: Sequence[Row[Any]]
    pauses: Mapping[int, list[Any]]
    moves: Mapping[int, list[Any]]
    firings: Mapping[int, list[Any]]


def due_rows(uow: UnitOfWork, batch: int) -> DueRows:
    """The clocks on which something is due, earliest first, locked against other sweeps."""
    clocks = uow.session.execute(_DUE, {"now": uow.now, "batch": batch}).all()
    ids = [clock.id for clock in clocks]
    if not ids:
        return DueRows((), {}, {}, {})
    firing = select(FIRING.c.clock_id, FIRING.c.threshold, FIRING.c.turn, FIRING.c.due_at)
    firing = firing.join(CLOCK, (CLOCK.c.id == FIRING.c.clock_id) & (CLOCK.c.epoch == FIRING.c.epoch))
    return DueRows(
        clocks,
        by_clock(uow, select(PAUSE).where(PAUSE.c.clock_id.in_(ids))),
        by_clock(uow, select(MOVE).where(MOVE.c.clock_id.in_(ids))),
        by_clock(uow, firing.where(FIRING.c.clock_id.in_(ids))),
    )


def by_clock(uow: UnitOfWork, query: Any) -> Mapping[int, list[Any]]:
    """The query's rows by their `clock_id`."""
    found = defaultdict(list)
    for row in uow.session.execute(query).all():
        found[row.clock_id].append(row)
    return found


def write_firings(uow: UnitOfWork, rows: list[dict[str, Any]]) -> None:
    """Records firings; the unique key makes a second record of one impossible."""
    if rows:
        uow.session.connection().execute(insert(FIRING), rows)


def write_audit(uow: UnitOfWork, rows: list[dict[str, Any]]) -> None:
    """Records what the engine itself did."""
    if rows:
        uow.session.connection().execute(insert(AUDIT), rows)


_REARM = (
    update(CLOCK)
    .where(CLOCK.c.id == bindparam("clock_id"))
    .values(
        next_fire_at=bindparam("next_at"),
        level=bindparam("new_level"),
        acknowledged_level=bindparam("ack_level"),
        expected_at=bindparam("ack_until"),
        snoozed_until_at=bindparam("snoozed_until"),
    )
)


def write_clocks(uow: UnitOfWork, rows: list[dict[str, Any]]) -> None:
    """Puts down each clock's next instant, and how its reminders stand."""
    if rows:
        uow.session.connection().execute(_REARM, rows)


def earliest(uow: UnitOfWork) -> datetime | None:
    """When the next clock of all wants to be looked at."""
    at: datetime | None = uow.session.execute(select(func.min(CLOCK.c.next_fire_at))).scalar()
    return at
