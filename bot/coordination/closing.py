"""Cancelling a request."""

from bot import access
from bot.coordination import course
from bot.coordination.returns import text_of
from bot.delivery import notices
from bot.errors import OutOfDate
from bot.unit_of_work import UnitOfWork
from models import Request
from models.enums import AT_WORK, RequestState


def cancel_request(uow: UnitOfWork, request_id: int, reason: str) -> Request:
    """Ends a request that is not wanted any more, with a reason; every team at work on it hears of it."""
    request = access.request_for(uow, "cancel_request", request_id)
    if request.state != RequestState.OPEN:
        raise OutOfDate(request.label, request.state)
    reason = text_of("reason", reason)
    teams = sorted({step.team_id for step in course.steps_of(uow, request) if step.state in AT_WORK})
    course.end_request(uow, request, RequestState.CANCELLED, reason=reason)
    notices.request_cancelled(uow, request, teams, reason)
    return request
