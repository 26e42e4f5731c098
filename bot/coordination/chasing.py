"""Chasing a step (催办): whoever it waits for is reminded, on record."""

from datetime import datetime

from bot.coordination.course import require_state
from bot.coordination.returns import awaited_visit
from bot.errors import TooSoon
from bot.people import access
from bot.storage import audit
from bot.storage.unit_of_work import UnitOfWork
from models import Request, Step


def chase_step(uow: UnitOfWork, step_id: int) -> Step:
    """Reminds whoever the step waits for, on record; at most once in the policy's interval [S: 催办].

    That is its holder or team, or, while it is returned with a question, the person who was asked. Returns
    the visit that was chased; raises TooSoon with the instant from which it may be chased again.
    """
    request, step = access.step_for(uow, "chase_step", step_id)
    require_state(request, step, "chase_step")
    awaited = awaited_visit(uow, step)
    again_at = _chase_again_at(uow, request, awaited)
    if again_at is not None and uow.now < again_at:
        raise TooSoon("chase_step", again_at)
    awaited.chased_at = uow.now
    audit.record(uow, "step_chased", request, awaited, holder=awaited.holder_id, team=awaited.team_id)
    return awaited


def _chase_again_at(uow: UnitOfWork, request: Request, step: Step) -> datetime | None:
    """When the step may be chased again, by the wall clock; None if it was not chased yet."""
    if step.chased_at is None:
        return None
    return step.chased_at + uow.rules_of(request).chase_interval
