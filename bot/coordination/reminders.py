"""Answering a reminder: "seen, I am on it", or not before tomorrow morning."""

from datetime import datetime, timedelta

from sqlmodel import col, select

from bot.errors import Invalid, NotFound, OutOfDate, Problem
from bot.people import access
from bot.storage import audit
from bot.storage.unit_of_work import UnitOfWork
from bot.timers import clocks
from bot.worktime import BusinessCalendar
from models import AuditEvent, Clock, Request, Step

_LOOK_AHEAD_DAYS = 30


def acknowledge_reminder(uow: UnitOfWork, clock_id: int, expected_at: datetime | None = None) -> Clock:
    """Stops the repeats until the next level, or until what is expected has passed.

    Raises Invalid for an instant that is not in the future or a level that wants deeds; OutOfDate when the
    clock has stopped.
    """
    request, step, clock = _answering(uow, "acknowledge_reminder", clock_id)
    if expected_at is not None and expected_at <= uow.now:
        raise Invalid({"expected_at": Problem.of("not_in_the_future", at=expected_at)})
    level = next((each for each in clocks.thresholds_of(uow, clock) if each.key == clock.level), None)
    if level is None:
        return clock
    if not level.acknowledgeable:
        raise Invalid({"level": Problem.of("not_acknowledgeable", level=level.name)})
    clocks.acknowledge(uow, clock, expected_at)
    expected = expected_at.isoformat() if expected_at else None
    audit.record(uow, "reminder_acknowledged", request, step, level=level.key, expected_at=expected)
    return clock


def snooze_reminder(uow: UnitOfWork, clock_id: int) -> Clock:
    """Puts the reminder off until the next working morning, but not past the deadline.

    Raises Invalid past the deadline, or when it was put off as often as the policy allows.
    """
    request, step, clock = _answering(uow, "snooze_reminder", clock_id)
    rules = uow.rules_of(request)
    rule = rules.snooze
    if clock.due_at is not None and clock.due_at <= uow.now:
        raise Invalid({"until": Problem.of("past_the_deadline", due_at=clock.due_at)})
    if _times_snoozed(uow, clock) >= rule.at_most:
        raise Invalid({"until": Problem.of("snoozed_enough", at_most=rule.at_most)})
    until_at = next_morning(rules.snooze_calendar, uow.now)
    until_at = min(until_at, clock.due_at) if clock.due_at else until_at
    clocks.snooze(uow, clock, until_at)
    audit.record(uow, "reminder_snoozed", request, step, clock=clock.id, until_at=until_at.isoformat())
    return clock


def next_morning(calendar: BusinessCalendar, now: datetime) -> datetime:
    """When the next working day that has not begun yet begins (UTC); LookupError if none is near."""
    today = now.astimezone(calendar.zone).date()
    days = (today + timedelta(days=n) for n in range(_LOOK_AHEAD_DAYS))
    openings = (hours[0].start for hours in map(calendar.hours_on, days) if hours)
    for opening in openings:
        if opening > now:
            return opening
    raise LookupError(f"calendar {calendar.name!r} does not open within {_LOOK_AHEAD_DAYS} days")


def _answering(uow: UnitOfWork, verb: str, clock_id: int) -> tuple[Request, Step | None, Clock]:
    clock = uow.session.get(Clock, clock_id)
    if clock is None:
        raise NotFound(f"#{clock_id}")
    step: Step | None = None
    if clock.step_id is None:
        request = access.request_for(uow, verb, clock.request_id)
    else:
        request, step = access.step_for(uow, verb, clock.step_id)
    if clock.stopped_at is not None:
        raise OutOfDate(request.label, step.state if step else request.state)
    return request, step, clock


def _times_snoozed(uow: UnitOfWork, clock: Clock) -> int:
    """How often, as the record says; counted per clock."""
    query = select(AuditEvent.data).where(
        AuditEvent.request_id == clock.request_id, col(AuditEvent.action) == "reminder_snoozed"
    )
    return sum(data["clock"] == clock.id for data in uow.session.exec(query).all())
