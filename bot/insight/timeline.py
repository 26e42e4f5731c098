"""A request's timeline, from its audit events alone (design idea 9)."""

from sqlmodel import col, select

from bot import access
from bot.policy import Policy, Text
from bot.unit_of_work import UnitOfWork
from bot.views import TimelineEntry
from models import AuditEvent, Step


def timeline(uow: UnitOfWork, request_id: int) -> tuple[TimelineEntry, ...]:
    """What happened to the request, in the order of time; raises NotFound or NotAllowed.

    Ids of teams and outcomes in `data` come as the policy's texts, ready to be said.
    """
    request = access.request_for(uow, "view_request", request_id, lock=False)
    policy = uow.policy_of(request)
    kind = policy.kinds[request.kind]
    keys = dict(uow.session.exec(select(Step.id, Step.key).where(Step.request_id == request_id)).all())
    query = select(AuditEvent).where(AuditEvent.request_id == request_id).order_by(col(AuditEvent.id))
    entries = []
    for event in uow.session.exec(query).all():
        rule = kind.step(keys[event.step_id]) if event.step_id in keys else None
        data = dict(event.data)
        for name in ("team", "from_team"):
            if data.get(name) in policy.teams:
                data[name] = policy.teams[data[name]].name
        if rule is not None and data.get("outcome"):
            data["outcome"] = rule.outcome(data["outcome"]).name
        if data.get("level"):
            data["level"] = _level_name(policy, request.kind, event.step_id is None, data["level"])
        if event.action in ("clock_paused", "clock_resumed"):
            data["reason"] = _reason_name(policy, data.get("reason", ""))
        entries.append(
            TimelineEntry(
                at=event.at,
                action=event.action,
                actor_id=event.actor_id,
                step=rule.name if rule else None,
                data=data,
            )
        )
    return tuple(entries)


def _level_name(policy: Policy, kind: str, is_request_clock: bool, key: str) -> Text | str:
    levels = policy.escalation.levels_of(kind, is_request_clock=is_request_clock)
    return next((level.name for level in levels if level.key == key), key)


def _reason_name(policy: Policy, id: str) -> Text | str:
    """A pause reason's name; the engine's own reasons (`returned`, …) stay ids, which the messages know."""
    return next((each.name for each in policy.escalation.pause_reasons if each.id == id), id)
