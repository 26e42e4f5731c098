"""A request's timeline, from its audit events alone (design idea 9)."""

from sqlmodel import col, select

from bot.course.rules import RequestRules
from bot.course.transitions import QUESTION
from bot.people import access
from bot.policy import Text
from bot.storage.unit_of_work import UnitOfWork
from bot.views import TimelineEntry
from models import AuditEvent, Step
from models.enums import Measured


def timeline(uow: UnitOfWork, request_id: int) -> tuple[TimelineEntry, ...]:
    """What happened to the request, in the order of time; raises NotFound or NotAllowed.

    Ids of teams and outcomes in `data` come as the policy's texts, ready to be said.
    """
    request = access.request_for(uow, "view_request", request_id, lock=False)
    rules = uow.rules_of(request)
    known = {step.key: step for step in rules.kind.steps}
    keys = dict(uow.session.exec(select(Step.id, Step.key).where(Step.request_id == request_id)).all())
    query = select(AuditEvent).where(AuditEvent.request_id == request_id).order_by(col(AuditEvent.id))
    entries = []
    for event in uow.session.exec(query).all():
        if event.data.get("was_skipped"):
            continue  # nobody has done it, so nothing has to be done again
        key = keys.get(event.step_id)
        rule = known.get(key or "")
        data = dict(event.data)
        for name in ("team", "from_team"):
            if data.get(name):
                data[name] = rules.team_name(data[name])
        if rule is not None and data.get("outcome"):
            data["outcome"] = rule.outcome(data["outcome"]).name
        if data.get("level"):
            data["level"] = _level_name(rules, key, data["level"])
        if event.action in ("clock_paused", "clock_resumed"):
            data["reason"] = _reason_name(rules, data.get("reason", ""))
        entries.append(
            TimelineEntry(
                at=event.at,
                action=event.action,
                actor_id=event.actor_id,
                step=rules.step_name(key) if key else None,
                data=data,
            )
        )
    return tuple(entries)


def _level_name(rules: RequestRules, key: str | None, level: str) -> Text | str:
    """The level's name; of `key` None the request's own clock has crossed it."""
    measures = Measured.QUESTION if key == QUESTION else Measured.STEP if key else Measured.REQUEST
    return next((each.name for each in rules.thresholds(measures) if each.key == level), level)


def _reason_name(rules: RequestRules, id: str) -> Text | str:
    """A pause reason's name; the engine's own reasons (`returned`, …) stay ids, which the messages know."""
    return rules.reason_name(id) or id
