"""Cancelling a request."""

from bot.coordination.course import end_request
from bot.coordination.returns import text_of
from bot.course.transitions import REQUEST
from bot.errors import OutOfDate
from bot.people import access
from bot.storage.unit_of_work import UnitOfWork
from models import Request
from models.enums import RequestState


def cancel_request(uow: UnitOfWork, request_id: int, reason: str) -> Request:
    """Ends a request that is not wanted any more, with a reason; every team at work on it hears of it."""
    request = access.request_for(uow, "cancel_request", request_id)
    state = REQUEST[RequestState(request.state)].get("cancel_request")
    if state is None:
        raise OutOfDate(request.label, request.state)
    end_request(uow, request, state, reason=text_of("reason", reason))
    return request
