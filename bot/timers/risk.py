"""Requests whose forecast turned past the customer's deadline, or back: told once each time."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import select, update

from bot.course import Prospect, step_limit, target_of
from bot.course.forecast import Forecast, Progress, Remaining, forecast
from bot.course.rules import RequestRules
from bot.course.visits import VISIT, course_of, is_open_question
from bot.storage import audit
from bot.storage.unit_of_work import UnitOfWork
from bot.timers.deadline import ClockTimeline, timeline_of
from bot.timers.due_rows import CLOCK, MOVE, PAUSE, REQUEST, STEP, DueRows, by_clock
from models import Request, Step
from models.enums import RequestState

log = structlog.get_logger(__name__)


@dataclass
class Checks:
    """By request clock: when its forecast is to be looked at again; and how many have turned."""

    next_at: dict[int, datetime] = field(default_factory=dict)
    turned: int = 0


def check(uow: UnitOfWork, rows: DueRows) -> Checks:
    """Looks at the forecast of every request whose own clock is in the batch."""
    own = {clock.request_id: clock for clock in rows.clocks if clock.step_id is None}
    checks = Checks()
    for request_id, found in forecasts(uow, own).items():
        clock = own[request_id]
        if found.check_at:
            checks.next_at[clock.id] = found.check_at
        if found.is_at_risk != clock.is_at_risk:
            _turn(uow, clock, found)
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

    def timeline(self, clock: Any, rules: RequestRules) -> ClockTimeline:
        pauses, moves = self.pauses.get(clock.id, ()), self.moves.get(clock.id, ())
        return timeline_of(clock, pauses, moves, rules.frozen.calendars[clock.calendar])


def _load(uow: UnitOfWork, ids: list[int]) -> _Facts:
    if not ids:
        return _Facts([], {}, {}, {}, {})
    requests = select(REQUEST).where(REQUEST.c.id.in_(ids), REQUEST.c.state == RequestState.OPEN)
    columns = (STEP.c[name] for name in ("id", "request_id", *VISIT, "team_id"))
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
    rules = uow.rules_of(request)
    own = facts.clocks.get((request.id, None))
    due_at = facts.timeline(own, rules).due_at if own and own.stopped_at is None else None
    if own is None or due_at is None:
        return None
    remaining = list(_remaining(uow, facts, request, rules))
    return forecast(remaining, uow.now, due_at, rules.frozen.calendars[own.calendar])


def _remaining(uow: UnitOfWork, facts: _Facts, request: Any, rules: RequestRules) -> Iterator[Remaining]:
    """What remains of each step, in topological order."""
    course = course_of(rules, request, facts.steps[request.id])
    visits = {(step.key, step.item, step.round): step for step in facts.steps[request.id]}
    asked = {step.item: step for step in facts.steps[request.id] if is_open_question(step)}
    target = target_of(rules.frozen, request)
    for key, prospect in course.prospects().items():
        node, visit = course.graph.nodes[key], course.holding.get(key)
        if prospect is Prospect.AT_WORK and visit is not None:
            step = visits[visit.place]
            timeline = facts.timeline(facts.clocks[request.id, step.id], rules)
            progress = Progress.RUNNING if timeline.paused_at is None else Progress.PAUSED
            awaited = asked.get(str(step.id), step)
            yield Remaining(
                key, awaited.team_id, node.needs, progress, timeline.remaining(uow.now), awaited.id
            )
        elif prospect is Prospect.EXPECTED:
            working = step_limit(rules.frozen, request.kind, key, target)
            yield Remaining(key, node.rule.team, node.needs, Progress.AHEAD, working)
        else:
            yield Remaining(key, node.rule.team, node.needs, Progress.OVER, timedelta(0))


def _turn(uow: UnitOfWork, clock: Any, found: Forecast) -> None:
    """Records that the forecast turned."""
    request = uow.session.get_one(Request, clock.request_id)
    uow.session.execute(update(CLOCK).where(CLOCK.c.id == clock.id).values(is_at_risk=found.is_at_risk))
    action = "request_at_risk" if found.is_at_risk else "request_recovered"
    cause = uow.session.get(Step, found.step_id) if found.is_at_risk and found.step_id else None
    finish_at, due_at = found.finish_at.isoformat(), found.due_at.isoformat()
    said = {"team": found.team, "key": found.step, "finish_at": finish_at, "due_at": due_at}
    audit.record(uow, action, request, cause, **said)
