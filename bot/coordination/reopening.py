"""Opening a finished step again; what its clock had consumed stays consumed."""

from bot import access, audit
from bot.coordination import course
from bot.coordination.returns import text_of
from bot.coordination.steps import expect
from bot.delivery import notices
from bot.errors import OutOfDate
from bot.policy import Policy
from bot.timers import clocks
from bot.unit_of_work import UnitOfWork
from models import Request, Step
from models.enums import RequestState, StepState

_UNDONE = (StepState.READY, StepState.ACCEPTED, StepState.RETURNED, StepState.SKIPPED, StepState.CANCELLED)


def reopen_step(uow: UnitOfWork, step_id: int, reason: str) -> Step:
    """Gives the step back to whoever finished it, and runs the request again if it had ended.

    Steps after it that are not finished wait for it anew; finished ones stay finished and can be re-opened
    themselves. Raises OutOfDate unless the step is done, Invalid without a reason.
    """
    request, step = access.step_for(uow, "reopen_step", step_id)
    expect(request, step, StepState.DONE)
    if request.state == RequestState.CANCELLED:
        raise OutOfDate(request.label, request.state)
    reason = text_of("reason", reason)
    was = step.outcome
    if request.state != RequestState.OPEN:
        request.state, request.outcome, request.closed_at = RequestState.OPEN, None, None
        request.revision += 1
        if clock := clocks.clock_of(uow, request, None):
            clocks.restart_clock(uow, clock)
    step.state = StepState.ACCEPTED if step.holder_id else StepState.READY
    step.outcome, step.answer, step.done_at, step.done_by_id = None, {}, None, None
    step.revision += 1
    if clock := clocks.clock_of(uow, request, step):
        clocks.restart_clock(uow, clock)
    waits = _wait_again(uow, uow.policy_of(request), request, step)
    audit.record(
        uow,
        "step_reopened",
        request,
        step,
        reason=reason,
        outcome=was,
        team=step.team_id,
        holder=step.holder_id,
        waits=waits,
    )
    course.advance(uow, request)
    notices.step_changed(uow, request, step)
    return step


def _wait_again(uow: UnitOfWork, policy: Policy, request: Request, reopened: Step) -> list[str]:
    """Everything unfinished that hangs on the step waits, and what the request's end had cancelled.

    Their clocks stand until their turn comes. Answers the steps' keys.
    """
    steps = course.steps_of(uow, request)
    after = course.course_of(policy, request, steps).graph.after({reopened.key})
    waits = [
        step
        for step in steps
        if step.state in _UNDONE and (step.key in after or step.state == StepState.CANCELLED)
    ]
    for step in waits:
        _wait(uow, request, step)
    return [step.key for step in waits]


def _wait(uow: UnitOfWork, request: Request, step: Step) -> None:
    step.state, step.holder_id, step.done_at, step.accepted_at = StepState.WAITING, None, None, None
    step.revision += 1
    if clock := clocks.clock_of(uow, request, step):
        clocks.stop_clock(uow, clock)
    notices.step_changed(uow, request, step)
