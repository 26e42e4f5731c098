"""Every change is an audit event in the same transaction (design idea 9)."""

from typing import Any

from bot.storage.events import Event
from bot.storage.unit_of_work import UnitOfWork
from models import AuditEvent, Request, Step


def record(
    uow: UnitOfWork, action: str, request: Request | None = None, step: Step | None = None, **data: Any
) -> AuditEvent:
    """Records `action` (past tense) by the actor at the unit's instant; `data` holds ids and values.

    Who hears of it follows from the event alone (`bot.delivery.audience`).
    """
    event = AuditEvent(
        at=uow.now,
        action=action,
        actor_id=uow.actor_id,
        request_id=request.id if request else None,
        step_id=step.id if step else None,
        data=data,
    )
    uow.session.add(event)
    uow.events.append(Event(action, request, step, uow.actor_id, data))
    return event
