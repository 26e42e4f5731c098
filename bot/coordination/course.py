"""The course of a request: which steps it has, which become ready, and when it ends (design idea 2)."""

from collections.abc import Mapping, Sequence

from sqlmodel import col, select

from bot import audit
from bot.delivery import notices
from bot.policy import SKIPPED, Outcome, Policy, Target, route, step_target, target_for
from bot.timers import clocks
from bot.unit_of_work import UnitOfWork
from models import Request, Step
from models.enums import ENDED, RequestState, StepState


def steps_of(uow: UnitOfWork, request: Request) -> list[Step]:
    """The request's steps in the matrix's order."""
    query = select(Step).where(Step.request_id == request.id).order_by(col(Step.position))
    return list(uow.session.exec(query).all())


def target_of(policy: Policy, request: Request) -> Target:
    """The customer's target by the frozen policy and the request's present grade."""
    return target_for(
        policy,
        kind=request.kind,
        service=request.service,
        grade=request.grade,
        access_points=request.access_points,
        assurance=request.assurance,
    )


def advance(uow: UnitOfWork, request: Request, steps: Sequence[Step] | None = None) -> None:
    """Makes ready or skips each waiting step whose turn has come; ends the request after the last one.

    `steps` are the request's, in the matrix's order, where they are at hand already.
    """
    policy = uow.policy_of(request)
    kind, steps = policy.kinds[request.kind], steps or steps_of(uow, request)
    by_key = {step.key: step for step in steps}
    needs = {leg.key: leg.needs for leg in route(kind, request.service)}
    for step in steps:  # in topological order, so one pass is enough
        if step.state != StepState.WAITING:
            continue
        if any(by_key[need].state not in ENDED for need in needs[step.key]):
            continue
        rule = kind.step(step.key)
        if rule.applies is None or rule.applies.verdict(request.service, outcomes(by_key)):
            _make_ready(uow, policy, request, step)
        else:
            step.state, step.done_at = StepState.SKIPPED, uow.now
            step.revision += 1
            audit.record(uow, "step_skipped", request, step)
    if all(step.state in ENDED for step in steps):
        end_request(uow, request, RequestState.DONE)


def outcomes(steps: Mapping[str, Step]) -> dict[str, str | None]:
    """Every step's outcome as the matrix's conditions want it."""
    return {key: SKIPPED if step.state == StepState.SKIPPED else step.outcome for key, step in steps.items()}


def _make_ready(uow: UnitOfWork, policy: Policy, request: Request, step: Step) -> None:
    """From this instant the step's own clock runs: no team is blamed for another's delay."""
    begin = clocks.start_clock if step.ready_at is None else clocks.take_up_clock
    step.state, step.ready_at = StepState.READY, uow.now
    step.revision += 1
    begin(uow, request, step, step_target(policy, target_of(policy, request), request.kind, step.key))
    audit.record(uow, "step_ready", request, step, team=step.team_id)
    notices.step_ready(uow, request, step)


def apply_outcome(uow: UnitOfWork, request: Request, outcome: Outcome) -> None:
    """What a finished step means for the request: it ends, or the next steps' turn comes."""
    if outcome.ends:
        request.outcome = outcome.id
        end_request(uow, request, RequestState(outcome.ends))
    else:
        advance(uow, request)


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
