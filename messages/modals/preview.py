"""Before anything is sent: who will get the request, in what order, with which limit, due when."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.course import Plan, PlannedStep
from bot.policy import Policy
from bot.views import Said
from bot.worktime import format_amount
from messages import facts, labels
from messages.blocks import Block, context, divider, listing, section
from messages.dates import when
from messages.echoes import echoed
from messages.facts import named
from messages.modals.view import View, modal
from messages.mrkdwn import Mrkdwn, bold, join
from messages.texts import Texts
from models.enums import Reach

CALLBACK = "send_request"


def preview(
    plan: Plan,
    policy: Policy,
    language: str,
    *,
    customer: str,
    service: str,
    grade: str,
    access_points: int,
    reach: str = Reach.IN_CITY,
    wished: Said | None = None,
    not_taken: Sequence[str] = (),
    metadata: Mapping[str, Any] | None = None,
) -> View:
    """The route of a request as it would be opened now; `Send` submits with callback `send_request`."""
    t = Texts(language)
    points = t.plural("{n} access point", "{n} access points", access_points)
    fields = [
        named(t("Customer"), t.md("{name} ({grade})", name=customer, grade=labels.grade(grade, t))),
        named(
            t("Service"),
            t.md("{service}, {points}", service=t.start(policy.services[service].name), points=points),
        ),
        *([named(t("Reach"), labels.reach(reach, t))] if policy.kinds[plan.kind].field("reach") else []),
        named(t("Target"), limit_words(plan.target.working, policy, plan.calendar, t)),
        named(t("Due"), when(plan.due_at, t)),
    ]
    if wished:
        fields.append(named(t("Preferred completion"), echoed(wished, t)))
    blocks: list[Block] = [section(bold(t.start(policy.kinds[plan.kind].name))), section(fields=fields)]
    blocks += [*facts.not_taken(not_taken, t), *remarks(plan, wished, t), divider()]
    blocks += route(plan, policy, t)
    return _frame(blocks, metadata, t)


def _frame(blocks: list[Block], metadata: Mapping[str, Any] | None, t: Texts) -> View:
    return modal(
        t("Preview"),
        blocks,
        t,
        callback_id=CALLBACK,
        submit=t("Send"),
        close=t("Back"),
        metadata=metadata,
    )


def remarks(plan: Plan, wished: Said | None, t: Texts) -> list[Block]:
    """What the requester should know before sending."""
    said = []
    if plan.provisional:
        said.append(t("{mark} provisional: holidays not announced yet", mark=labels.PROVISIONAL))
    if wished and wished.echo.at < plan.due_at:
        said.append(
            t("{mark} The preferred completion is earlier than the limits allow.", mark=labels.AT_RISK)
        )
    return [context(*said)] if said else []


def route(plan: Plan, policy: Policy, t: Texts) -> list[Block]:
    """All steps, one a paragraph, in their order."""
    return listing(_step(number, step, plan, policy, t) for number, step in enumerate(plan.steps, start=1))


def _step(number: int, step: PlannedStep, plan: Plan, policy: Policy, t: Texts) -> Mrkdwn:
    rule = policy.kinds[plan.kind].step(step.key)
    head = t.md(
        "{number}. {step} · {team}",
        number=number,
        step=bold(t.start(rule.name)),
        team=t.of(policy.teams[step.team].name),
    )
    limit = t.md(
        "limit {limit}, due {at}",
        limit=limit_words(step.limit, policy, step.calendar, t),
        at=when(step.planned_due_at, t),
    )
    only = t("only if an earlier answer calls for it") if step.applies_if else ""
    return join([head, join([limit, only], " · ")])


def limit_words(working: Any, policy: Policy, calendar: str, t: Texts) -> str:
    """An amount of working time in words."""
    return labels.amount(format_amount(working, policy.calendars[calendar]), t)
