"""Requests whose forecast turned past the customer's deadline, or back: told once each time."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import select, update
from sqlmodel import col

from bot import audit
from bot.course import Course, Place, Prospect, Values, Visit, step_limit, target_of
from bot.course.forecast import Forecast, Progress, Remaining, forecast
from bot.policy import Policy
from bot.timers.deadline import ClockTimeline, timeline_of
from bot.timers.due_rows import CLOCK, MOVE, PAUSE, REQUEST, STEP, DueRows, by_clock
from bot.timers.telling import Tell
from bot.unit_of_work import UnitOfWork
from models import Request, Step
from models.enums import RequestState, StepState

log = structlog.get_logger(__name__)


@dataclass
class Checks:
    """By request clock: when its forecast is to be looked at again; and how many have turned."""

    next_at: dict[int, datetime] = field(default_factory=dict)
    turned: int = 0


def check(uow: UnitOfWork, rows: DueRows, tell: Tell) -> Checks:
    """Looks at the forecast of every request whose own clock is in the batch."""
    own = {clock.request_id: clock for clock in rows.clocks if clock.step_id is None}
    checks = Checks()
    for request_id, found in forecasts(uow, own).items():
        clock = own[request_id]
        if found.check_at:
            checks.next_at[clock.id] = found.check_at
        if found.is_at_risk != clock.is_at_risk:
            _turn(uow, clock, found, tell)
            checks.turned += 1
    return checks


def forecasts(uow: UnitOfWork, request_ids: Iterable[int]) -> dict[int, Forecast]:
    """The forecasts of these requests at the unit's instant, by id, with five queries for all of them.

    A request that is not open, or whose own clock stands still, has none: nobody can say when it goes on.
    """
    facts = _load(uow, list(request_ids))
    found = {}
    for request in facts.requests:
        try:
            forecast_of_it = _forecast(uow, facts, request)
        except Exception:  # as in the sweep: one broken request holds nobody else up
            log.exception("request_not_forecast", request=request.id)
            continue
        if forecast_of_it:
            found[request.id] = forecast_of_it
    return found


@dataclass(frozen=True)
class _Facts:
    requests: list[Any]
    steps: Mapping[int, list[Any]]
    clocks: Mapping[tuple[int, int | None], Any]
    pauses: Mapping[int, list[Any]]
    moves: Mapping[int, list[Any]]

    def course(self, clock: Any, policy: Policy) -> ClockTimeline:
        pauses, moves = self.pauses.get(clock.id, ()), self.moves.get(clock.id, ())
        return timeline_of(clock, pauses, moves, policy.calendars[clock.calendar])


def _load(uow: UnitOfWork, ids: list[int]) -> _Facts:
    if not ids:
        return _Facts([], {}, {}, {}, {})
    requests = select(REQUEST).where(REQUEST.c.id.in_(ids), REQUEST.c.state == RequestState.OPEN)
    columns = (STEP.c.id, STEP.c.request_id, STEP.c.key, STEP.c.team_id, STEP.c.state, STEP.c.outcome)
    steps = defaultdict(list)
    for step in uow.session.execute(select(*columns).where(STEP.c.request_id.in_(ids))).all():
        steps[step.request_id].append(step)
    clocks = uow.session.execute(select(CLOCK).where(CLOCK.c.request_id.in_(ids))).all()
    of_clocks = [clock.id for clock in clocks]
    return _Facts(
        list(uow.session.execute(requests).all()),
        steps,
        {(clock.request_id, clock.step_id): clock for clock in clocks},
        by_clock(uow, select(PAUSE).where(PAUSE.c.clock_id.in_(of_clocks))),
        by_clock(uow, select(MOVE).where(MOVE.c.clock_id.in_(of_clocks))),
    )


def _forecast(uow: UnitOfWork, facts: _Facts, request: Any) -> Forecast | None:
    policy = uow.office.policy_of(uow.session, request.policy_version)
    own = facts.clocks.get((request.id, None))
    due_at = facts.course(own, policy).due_at if own and own.stopped_at is None else None
    if own is None or due_at is None:
        return None
    remaining = _remaining(uow, facts, request, policy)
    return forecast(remaining, uow.now, due_at, policy.calendars[own.calendar])


def _remaining(uow: UnitOfWork, facts: _Facts, request: Any, policy: Policy) -> list[Remaining]:
    """What remains of each step, in topological order."""
    steps = {step.key: step for step in facts.steps[request.id]}
    visits = (
        Visit(Place(step.key), StepState(step.state), step.outcome)
        for step in steps.values()
        if step.state != StepState.WAITING
    )
    course = Course(policy.kinds[request.kind], Values(request.service), visits)
    target = target_of(policy, request)
    found = []
    for key, prospect in course.prospects().items():
        step = steps[key]
        clock = facts.clocks.get((request.id, step.id))
        progress, working = Progress.OVER, timedelta(0)
        if prospect is Prospect.AT_WORK and clock is not None:
            timeline = facts.course(clock, policy)
            progress = Progress.RUNNING if timeline.paused_at is None else Progress.PAUSED
            working = timeline.remaining(uow.now)
        elif prospect is Prospect.EXPECTED:
            progress, working = Progress.AHEAD, step_limit(policy, request.kind, key, target)
        found.append(Remaining(key, step.team_id, course.graph.nodes[key].needs, progress, working))
    return found


def _turn(uow: UnitOfWork, clock: Any, found: Forecast, tell: Tell) -> None:
    """Puts the turn on record and tells it."""
    request = uow.session.get_one(Request, clock.request_id)
    uow.session.execute(update(CLOCK).where(CLOCK.c.id == clock.id).values(is_at_risk=found.is_at_risk))
    action = "request_at_risk" if found.is_at_risk else "request_recovered"
    finish_at, due_at = found.finish_at.isoformat(), found.due_at.isoformat()
    audit.record(uow, action, request, team=found.team, key=found.step, finish_at=finish_at, due_at=due_at)
    if not found.is_at_risk:
        tell.recovered(uow, request)
        return
    cause = select(Step).where(col(Step.request_id) == request.id, col(Step.key) == found.step)
    tell.at_risk(uow, request, uow.session.execute(cause).scalars().first())
