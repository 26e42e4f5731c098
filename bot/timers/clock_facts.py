"""Reads one clock's facts from its rows."""

from collections.abc import Sequence

from sqlmodel import col, select

from bot.policy import Threshold
from bot.storage.unit_of_work import UnitOfWork
from bot.timers.deadline import ClockTimeline, timeline_of
from bot.worktime import BusinessCalendar
from models import Clock, DeadlineMove, Pause, Request, Step
from models.enums import PauseCause


def clock_of(uow: UnitOfWork, request: Request, step: Step | None) -> Clock | None:
    """The step's clock, or the request's own; None when it was never started."""
    query = select(Clock).where(Clock.request_id == request.id, Clock.step_id == (step.id if step else None))
    return uow.session.exec(query).first()


def request_clock_of(uow: UnitOfWork, clock: Clock) -> Clock | None:
    """The clock of the request to which the clock belongs."""
    query = select(Clock).where(Clock.request_id == clock.request_id, col(Clock.step_id).is_(None))
    return uow.session.exec(query).first()


def timeline_of_clock(uow: UnitOfWork, clock: Clock) -> ClockTimeline:
    """The clock's facts from its rows, by the calendar of the policy that its request was opened with."""
    return timeline_of(clock, pauses_of(uow, clock), moves_of(uow, clock), _calendar(uow, clock))


def open_pauses(uow: UnitOfWork, clock: Clock) -> list[Pause]:
    """The pauses that the clock stands in, at most one of each cause; it runs when there is none."""
    return [pause for pause in pauses_of(uow, clock) if pause.to_at is None]


def open_pause(uow: UnitOfWork, clock: Clock, cause: str = PauseCause.OWN) -> Pause | None:
    """The open pause of that cause, if any."""
    return next((pause for pause in open_pauses(uow, clock) if pause.cause == cause), None)


def thresholds_of(uow: UnitOfWork, clock: Clock) -> tuple[Threshold, ...]:
    """The thresholds of this clock, lowest first, by its frozen policy."""
    request = _request(uow, clock)
    return uow.rules_of(request).thresholds(clock.measures)


def pauses_of(uow: UnitOfWork, clock: Clock) -> Sequence[Pause]:
    """The clock's pauses, oldest first."""
    return uow.session.exec(select(Pause).where(Pause.clock_id == clock.id).order_by(col(Pause.id))).all()


def moves_of(uow: UnitOfWork, clock: Clock) -> Sequence[DeadlineMove]:
    """How the deadline was moved by hand, oldest first."""
    query = select(DeadlineMove).where(DeadlineMove.clock_id == clock.id)
    return uow.session.exec(query.order_by(col(DeadlineMove.id))).all()


def _calendar(uow: UnitOfWork, clock: Clock) -> BusinessCalendar:
    return uow.rules_of(_request(uow, clock)).frozen.calendars[clock.calendar]


def _request(uow: UnitOfWork, clock: Clock) -> Request:
    request = uow.session.get(Request, clock.request_id)
    if request is None:
        raise LookupError(f"clock {clock.id} belongs to no request")
    return request
