"""Why this deadline: the rule, the target, every stretch counted, and what lay in between."""

from datetime import datetime, timedelta

from bot.course import access_point_rule, target_of
from bot.course.rules import RequestRules
from bot.course.transitions import QUESTION
from bot.policy import Policy, Text
from bot.storage.unit_of_work import UnitOfWork
from bot.timers.clock_facts import clock_of, moves_of, pauses_of, timeline_of_clock
from bot.timers.deadline import ClockTimeline
from bot.views import Basis, DayLine, Explanation, MoveLine, PauseLine
from bot.worktime import BusinessCalendar, DayKind, format_amount
from models import Clock, Pause, Request, Step

REASONS = {
    "returned": Text(zh="退回待补充", en="returned with a question"),
    "reopened": Text(zh="办结至重开之间", en="between finishing and re-opening"),
}
"""Pauses that the course itself makes; the others are the policy's."""


def explain(uow: UnitOfWork, request: Request, step: Step | None = None) -> Explanation:
    """Explains the request's deadline, or the step's; LookupError when that clock was never started."""
    clock = clock_of(uow, request, step)
    if clock is None:
        raise LookupError(f"{request.label}: {step.key if step else 'the request'} has no clock yet")
    rules = uow.rules_of(request)
    policy = rules.frozen
    timeline = timeline_of_clock(uow, clock)
    until_at = timeline.due_at or timeline.paused_at or uow.now
    taken = tuple(_pause_line(uow, rules, timeline, pause) for pause in pauses_of(uow, clock))
    before = [pause for pause in timeline.pauses if pause.start < until_at]
    stretches = tuple(timeline.calendar.stretches(clock.started_at, until_at, before))
    kind = policy.kinds[request.kind]
    return Explanation(
        label=request.label,
        kind=kind.name,
        step=rules.step_name(step.key) if step else None,
        policy_version=policy.version,
        rule=clock.rule,
        basis=None if step and step.key == QUESTION else _basis(policy, request, step),
        target=format_amount(timedelta(seconds=clock.target_seconds), timeline.calendar),
        carried=_carried(clock, timeline),
        calendar=clock.calendar,
        zone=timeline.calendar.zone.key,
        started_at=clock.started_at,
        original_due_at=clock.original_due_at,
        due_at=timeline.due_at,
        until_at=until_at,
        is_provisional=timeline.calendar.is_provisional(clock.started_at, until_at),
        stretches=stretches,
        counted=format_amount(sum((each.working for each in stretches), timedelta(0)), timeline.calendar),
        pauses=taken,
        moves=_move_lines(uow, clock),
        days=_days(timeline.calendar, clock.started_at, until_at),
    )


def _carried(clock: Clock, timeline: ClockTimeline) -> str:
    """What an earlier visit had consumed of the target; empty where there was none."""
    carried = timedelta(seconds=clock.carried_seconds)
    minutes = carried - carried % timedelta(minutes=1)
    return format_amount(minutes, timeline.calendar) if minutes > timedelta(0) else ""


def _basis(policy: Policy, request: Request, step: Step | None) -> Basis:
    rule, target = policy.sla.kinds[request.kind], target_of(policy, request)
    level = request.grade if rule.by == "grade" else request.assurance
    points = access_point_rule(policy, request.kind, request.service)
    return Basis(
        by=rule.by,
        level=level,
        base=rule.target(level, request.reach),
        unit=rule.unit,
        access_points=request.access_points,
        included=points.included if points else None,
        reach=request.reach if rule.depends_on_reach else None,
        amount=target.amount,
        share=rule.shares[step.key] if step else None,
    )


def _move_lines(uow: UnitOfWork, clock: Clock) -> tuple[MoveLine, ...]:
    rows = moves_of(uow, clock)
    return tuple(MoveLine(row.due_at, row.reason, row.by_id, row.moved_at) for row in rows)


def _pause_line(uow: UnitOfWork, rules: RequestRules, timeline: ClockTimeline, pause: Pause) -> PauseLine:
    known = {each.id: each.name for each in rules.pause_reasons} | REASONS
    return PauseLine(
        reason=known.get(pause.reason, Text(zh=pause.reason, en=pause.reason)),
        evidence=pause.evidence,
        from_at=pause.from_at,
        to_at=pause.to_at,
        working=timeline.calendar.between(pause.from_at, pause.to_at or max(uow.now, pause.from_at)),
        by_id=pause.by_id,
        consented_by_id=pause.consented_by_id,
    )


def _days(calendar: BusinessCalendar, start_at: datetime, end_at: datetime) -> tuple[DayLine, ...]:
    first, last = (at.astimezone(calendar.zone).date() for at in (start_at, end_at))
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    notes = (DayLine(on, calendar.day_note(on)) for on in days)
    return tuple(line for line in notes if line.note.kind not in (DayKind.WORKDAY, DayKind.WEEKEND))
