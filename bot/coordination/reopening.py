"""Re-opening a finished step: it is visited again, and every answer that rested on its own is void."""

from bot.coordination import course
from bot.coordination.course import require_state
from bot.coordination.returns import text_of
from bot.course.transitions import REQUEST
from bot.course.visits import course_of
from bot.errors import OutOfDate
from bot.people import access
from bot.storage import audit
from bot.storage.unit_of_work import UnitOfWork
from bot.timers import clocks
from models import Request, Step
from models.enums import RequestState


def reopen_step(uow: UnitOfWork, step_id: int, reason: str) -> Step:
    """Visits a finished step again, with whoever had finished it, and returns the new visit.

    All that rested on the old answer becomes void, finished or not, and is done again when its turn comes; a
    request that had ended runs on. Raises OutOfDate unless the step is done, Invalid without a reason.
    """
    request, step = access.step_for(uow, "reopen_step", step_id)
    require_state(request, step, "reopen_step")
    if request.state == RequestState.CANCELLED:
        raise OutOfDate(request.label, request.state)
    reason = text_of("reason", reason)
    steps = course.steps_of(uow, request)
    reopening = course_of(uow.rules_of(request), request, steps).reopen(step.key)
    _run_on(uow, request, reason)
    places = {place[:3] for place in reopening.void}
    void = [each for each in steps if (each.key, each.item, each.round) in places]
    again = course.visit_again(uow, request, reopening.again, step)
    said = {"reason": reason, "outcome": step.outcome, "team": again.team_id, "holder": again.holder_id}
    audit.record(uow, "step_reopened", request, again, before=step.id, **said)
    for each in course.with_questions(steps, void):
        course.leave(uow, request, each, "void", reason=reason)
    course.advance(uow, request)
    return again


def _run_on(uow: UnitOfWork, request: Request, reason: str) -> None:
    """Opens a request that had ended, on record."""
    if request.state == RequestState.OPEN:
        return
    request.state = REQUEST[RequestState(request.state)]["reopen_step"]
    request.outcome = request.closed_at = None
    request.revision += 1
    if clock := clocks.clock_of(uow, request, None):
        clocks.restart_clock(uow, clock)
    audit.record(uow, "request_reopened", request, reason=reason)
