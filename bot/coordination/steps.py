"""Accepting and finishing a step."""

from datetime import datetime
from typing import Any

from bot.coordination import course, forms
from bot.coordination.course import require_state
from bot.errors import Invalid, NotFound, Problem
from bot.people import access
from bot.policy import Outcome, StepRule
from bot.storage import audit
from bot.storage.unit_of_work import UnitOfWork
from bot.timers import clocks
from models import Request, Step


def accept_step(uow: UnitOfWork, step_id: int) -> Step:
    """The acting person takes the step on; raises OutOfDate when somebody has already."""
    request, step = access.step_for(uow, "accept_step", step_id)
    step.state, step.holder_id = require_state(request, step, "accept_step"), uow.actor
    step.accepted_at = uow.now
    step.revision += 1
    course.coordinate(uow, request, step)
    audit.record(uow, "step_accepted", request, step, team=step.team_id, holder=step.holder_id)
    return step


def finish_step(uow: UnitOfWork, step_id: int, outcome_id: str, values: dict[str, Any]) -> Step:
    """Finishes a step with one of the matrix's outcomes and its answer fields.

    Raises OutOfDate unless somebody has accepted it, or Invalid with a problem at each field. What happens
    next (the steps that follow, the request's end) happens here as well.
    """
    request, step = access.step_for(uow, "finish_step", step_id)
    state = require_state(request, step, "finish_step")
    outcome, answer = read_answer(uow, request, step, outcome_id, values)
    step.state, step.outcome, step.answer = state, outcome.id, answer
    step.done_at, step.done_by_id = uow.now, uow.actor
    step.revision += 1
    if clock := clocks.clock_of(uow, request, step):
        clocks.stop_clock(uow, clock)
    audit.record(uow, "step_finished", request, step, team=step.team_id, outcome=outcome.id, answer=answer)
    course.advance(uow, request)
    return step


def rule_of(uow: UnitOfWork, step_id: int) -> StepRule:
    """What the matrix that the request was opened with says of this step; raises NotFound."""
    step = uow.session.get(Step, step_id)
    request = uow.session.get(Request, step.request_id) if step else None
    if step is None or request is None:
        raise NotFound(f"#{step_id}")
    return uow.rules_of(request).step(step.key)


def read_answer(
    uow: UnitOfWork, request: Request, step: Step, outcome_id: str, values: dict[str, Any]
) -> tuple[Outcome, dict[str, Any]]:
    """The outcome and its clean values; raises Invalid with a problem at each field."""
    rules = uow.rules_of(request)
    known = {outcome.id: outcome for outcome in rules.step(step.key).outcomes}
    if outcome_id not in known:
        raise Invalid({"outcome": Problem.of("unknown_choice", value=outcome_id, choices=tuple(known))})
    fields = known[outcome_id].fields
    clean, problems = forms.read_fields(fields, values, now=uow.now, calendar=rules.calendar)
    if problems:
        raise Invalid(problems)
    plain = {key: v.isoformat() if isinstance(v, datetime) else v for key, v in clean.items()}
    return known[outcome_id], plain
