"""The course of a request: which steps it has, which become ready, and when it ends (design idea 2)."""

from collections.abc import Iterable, Sequence

from sqlmodel import col, select

from bot import audit
from bot.course import Course, Place, Values, Visit, step_target, target_of
from bot.delivery import notices
from bot.policy import Policy
from bot.timers import clocks
from bot.unit_of_work import UnitOfWork
from models import Request, Step
from models.enums import ENDED, RequestState, StepState


def steps_of(uow: UnitOfWork, request: Request) -> list[Step]:
    """The request's steps in the matrix's order."""
    query = select(Step).where(Step.request_id == request.id).order_by(col(Step.position))
    return list(uow.session.exec(query).all())


def course_of(policy: Policy, request: Request, steps: Iterable[Step]) -> Course:
    """The request's course so far, by the policy that it was opened with."""
    visits = (
        Visit(Place(step.key), StepState(step.state), step.outcome)
        for step in steps
        if step.state != StepState.WAITING
    )
    return Course(policy.kinds[request.kind], Values(request.service), visits)


def advance(uow: UnitOfWork, request: Request, steps: Sequence[Step] | None = None) -> None:
    """Does what the interpreter decides: makes steps ready, skips others, ends the request.

    `steps` are the request's, in the matrix's order, where they are at hand already.
    """
    policy, steps = uow.policy_of(request), steps or steps_of(uow, request)
    decision = course_of(policy, request, steps).decide()
    by_key = {step.key: step for step in steps}
    for place in decision.skipped:
        step = by_key[place.key]
        step.state, step.done_at = StepState.SKIPPED, uow.now
        step.revision += 1
        audit.record(uow, "step_skipped", request, step)
    for place in decision.ready:
        _make_ready(uow, policy, request, by_key[place.key])
    if decision.end:
        request.outcome = decision.end.outcome
        end_request(uow, request, RequestState(decision.end.state))


def _make_ready(uow: UnitOfWork, policy: Policy, request: Request, step: Step) -> None:
    """From this instant the step's own clock runs: no team is blamed for another's delay."""
    begin = clocks.start_clock if step.ready_at is None else clocks.take_up_clock
    step.state, step.ready_at = StepState.READY, uow.now
    step.revision += 1
    begin(uow, request, step, step_target(policy, target_of(policy, request), request.kind, step.key))
    audit.record(uow, "step_ready", request, step, team=step.team_id)
    notices.step_ready(uow, request, step)


def end_request(uow: UnitOfWork, request: Request, state: RequestState, reason: str | None = None) -> None:
    """Ends the request: open steps are cancelled, all clocks stop, everybody concerned hears of it."""
    if request.state != RequestState.OPEN:
        return
    request.state, request.closed_at = state, uow.now
    request.revision += 1
    for step in steps_of(uow, request):
        if step.state in ENDED:
            continue
        was_seen = step.state != StepState.WAITING
        step.state, step.done_at = StepState.CANCELLED, uow.now
        step.revision += 1
        if clock := clocks.clock_of(uow, request, step):
            clocks.stop_clock(uow, clock)
        if was_seen:
            notices.step_changed(uow, request, step)
    if clock := clocks.clock_of(uow, request, None):
        clocks.stop_clock(uow, clock)
    audit.record(uow, f"request_{state}", request, outcome=request.outcome, reason=reason)
    notices.request_ended(uow, request)
