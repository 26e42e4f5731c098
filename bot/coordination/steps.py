"""Accepting and finishing a step."""

from datetime import datetime
from typing import Any

from bot import access, audit
from bot.coordination import course, forms
from bot.delivery import notices
from bot.errors import Invalid, NotFound, OutOfDate, Problem
from bot.policy import Outcome, StepRule
from bot.timers import clocks
from bot.unit_of_work import UnitOfWork
from models import Request, Step
from models.enums import StepState


def expect(request: Request, step: Step, *states: StepState) -> None:
    """Raises OutOfDate unless the step is in one of these states: an old card, or pressed twice."""
    if step.state not in states:
        raise OutOfDate(request.label, step.state, step.holder_id)


def accept_step(uow: UnitOfWork, step_id: int) -> Step:
    """The acting person takes the step on; raises OutOfDate when somebody has already."""
    request, step = access.step_for(uow, "accept_step", step_id)
    expect(request, step, StepState.READY)
    take(uow, request, step, uow.actor)
    audit.record(uow, "step_accepted", request, step, team=step.team_id, holder=step.holder_id)
    notices.step_changed(uow, request, step)
    return step


def take(uow: UnitOfWork, request: Request, step: Step, person_id: str) -> None:
    """Puts the step into somebody's hands; who takes the hub's step is the request's coordinator."""
    step.state, step.holder_id = StepState.ACCEPTED, person_id
    step.accepted_at = uow.now
    step.revision += 1
    if step.team_id == uow.office.policy.hub().id:
        request.coordinator_id = person_id
        request.revision += 1


def finish_step(uow: UnitOfWork, step_id: int, outcome_id: str, values: dict[str, Any]) -> Step:
    """Finishes a step with one of the matrix's outcomes and its answer fields.

    Finishing a step that nobody has accepted accepts it. Raises OutOfDate, or Invalid with a problem at
    each field; what happens next (the steps that follow, the request's end) happens here as well.
    """
    request, step = access.step_for(uow, "finish_step", step_id)
    expect(request, step, StepState.READY, StepState.ACCEPTED)
    outcome, answer = read_answer(uow, request, step, outcome_id, values)
    if step.state == StepState.READY:
        take(uow, request, step, uow.actor)
    step.state, step.outcome, step.answer = StepState.DONE, outcome.id, answer
    step.done_at, step.done_by_id = uow.now, uow.actor
    step.revision += 1
    if clock := clocks.clock_of(uow, request, step):
        clocks.stop_clock(uow, clock)
    audit.record(uow, "step_finished", request, step, team=step.team_id, outcome=outcome.id, answer=answer)
    course.advance(uow, request)
    notices.step_changed(uow, request, step)
    notices.step_finished(uow, request, step)
    return step


def rule_of(uow: UnitOfWork, step_id: int) -> StepRule:
    """What the matrix that the request was opened with says of this step; raises NotFound."""
    step = uow.session.get(Step, step_id)
    request = uow.session.get(Request, step.request_id) if step else None
    if step is None or request is None:
        raise NotFound(f"#{step_id}")
    return uow.policy_of(request).kinds[request.kind].step(step.key)


def read_answer(
    uow: UnitOfWork, request: Request, step: Step, outcome_id: str, values: dict[str, Any]
) -> tuple[Outcome, dict[str, Any]]:
    """The outcome and its clean values; raises Invalid with a problem at each field."""
    policy = uow.policy_of(request)
    rule = policy.kinds[request.kind].step(step.key)
    known = {outcome.id: outcome for outcome in rule.outcomes}
    if outcome_id not in known:
        raise Invalid({"outcome": Problem.of("unknown_choice", value=outcome_id, choices=tuple(known))})
    calendar = policy.clock_calendar(request.kind)
    clean, problems = forms.read_fields(known[outcome_id].fields, values, now=uow.now, calendar=calendar)
    if problems:
        raise Invalid(problems)
    plain = {key: v.isoformat() if isinstance(v, datetime) else v for key, v in clean.items()}
    return known[outcome_id], plain
