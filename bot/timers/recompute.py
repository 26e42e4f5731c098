"""Provisional deadlines, stated anew once the year on which they rest has been announced."""

from datetime import datetime

from sqlmodel import col, select

from bot.storage import audit
from bot.storage.office import Office
from bot.storage.unit_of_work import UnitOfWork, unit_of_work
from bot.timers import clocks
from models import Clock, Request, Step


def restate_provisional(office: Office, now: datetime) -> int:
    """Recomputes every running clock that rests on an estimate; answers how many are stated anew.

    Each is put on record with what it was, and its cards show the new deadline. To be called when the policy
    has been loaded: estimates become announcements only then.
    """
    with unit_of_work(office, now=now) as uow:
        query = select(Clock).where(col(Clock.is_provisional).is_(True), col(Clock.stopped_at).is_(None))
        return sum(_restate(uow, clock) for clock in uow.session.exec(query.order_by(col(Clock.id))).all())


def _restate(uow: UnitOfWork, clock: Clock) -> bool:
    before = clock.due_at
    timeline = clocks.timeline_of_clock(uow, clock)
    is_provisional = timeline.calendar.is_provisional(clock.started_at, timeline.due_at or uow.now)
    if timeline.due_at == before and is_provisional:
        return False
    clocks.rearm(uow, clock)
    request = uow.session.get_one(Request, clock.request_id)
    step = uow.session.get_one(Step, clock.step_id) if clock.step_id is not None else None
    from_at, due_at = (at.isoformat() if at else None for at in (before, clock.due_at))
    audit.record(
        uow, "deadline_restated", request, step, from_at=from_at, due_at=due_at, is_provisional=is_provisional
    )
    return True
