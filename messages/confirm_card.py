"""What was understood of a one-line request: nothing is opened before it has been confirmed."""

from datetime import datetime

from bot.delivery.rendered import Rendered
from bot.policy import Plan, Policy, Text
from bot.views import ConfirmView, Question
from messages import words
from messages.blocks import Block, actions, context, divider, section
from messages.buttons import button_for
from messages.dates import day_and_time, when
from messages.elements import option, static_select
from messages.facts import named
from messages.modals.preview import remarks, route
from messages.mrkdwn import Mrkdwn, bold, join, md, quote
from messages.refusals import problem
from messages.texts import Texts

CONFIRM, EDIT, CANCEL = "confirm_draft", "edit_draft", "cancel_draft"
CHOOSE = "choose_"
"""Before a field's id: the select for what can mean several things; its block is `draft:ID:FIELD`."""


def confirm_card(
    view: ConfirmView, plan: Plan | None, policy: Policy, language: str, now: datetime
) -> Rendered:
    """Each part with its absolute value, the route and when it will be due, what is missing or ambiguous.

    `plan` is None as long as too little is known for it. It can be confirmed when nothing is open.
    """
    t = Texts(language)
    blocks: list[Block] = [
        section(join([bold(t("Is this right?")), quote(view.typed)])),
        section(fields=_understood(view, plan, t)),
    ]
    if view.description:
        blocks.append(section(quote(view.description)))
    blocks += [_question(view, each, t) for each in view.questions]
    wrong = [problem(each, language, now) for each in view.problems]
    if wrong:
        blocks.append(section(join([f"{words.AT_RISK} {each}" for each in wrong])))
    if view.missing:
        missing = t(", ").join(t.of(name) for name in view.missing)
        blocks.append(section(t.md("{sign} Still missing: {fields}", sign=words.AT_RISK, fields=missing)))
    if plan:
        blocks += [*remarks(plan, view.wished_at, t), divider(), *route(plan, policy, t)]
    blocks += [_row(view, plan, t), context(t("Nothing is opened before you confirm."))]
    return Rendered(text=join([t("Is this right?"), md(view.typed[:500])], " "), blocks=blocks)


def _understood(view: ConfirmView, plan: Plan | None, t: Texts) -> list[Mrkdwn]:
    """Every part under its name; what was not said is shown as open."""
    customer = view.customer and t.md(
        "{name} ({grade})", name=view.customer[:200], grade=words.grade(view.grade or "", t)
    )
    points = view.access_points and t.plural("{n} access point", "{n} access points", view.access_points)
    service = view.service and join([t.start(view.service), points or ""], t(", "))
    fields = [
        named(t("Kind of request"), t.start(view.kind) if view.kind else "–"),
        named(t("Customer"), customer or "–"),
        named(t("Service"), service or "–"),
    ]
    if view.site:
        fields.append(named(t("Site"), view.site[:300]))
    if view.wished_at:
        fields.append(named(t("Wished by"), _wished(view, view.wished_at, t)))
    if plan:
        fields.append(named(t("Due"), when(plan.due_at, t)))
    return fields


def _wished(view: ConfirmView, at: datetime, t: Texts) -> Mrkdwn:
    """Absolute, with the working time until then: `2026-11-27 Fri 18:00 (3 working days)`."""
    said = md(day_and_time(at, t))
    return t.md("{at} ({span})", at=said, span=words.amount(view.wished_in, t)) if view.wished_in else said


def _question(view: ConfirmView, question: Question, t: Texts) -> Block:
    """What is ambiguous, as a choice."""
    options = [option(_shown(shown, t), value) for value, shown in question.choices]
    select = static_select(f"{CHOOSE}{question.field}", t("Choose"), options)
    said = t.md(
        "{sign} {field}: which one is meant?",
        sign=words.MARKS["returned"],
        field=bold(t.start(question.name)),
    )
    return section(said, accessory=select, block_id=f"draft:{view.draft_id}:{question.field}")


def _shown(value: str | Text | datetime, t: Texts) -> str:
    if isinstance(value, Text):
        return t.start(value)
    return day_and_time(value, t) if isinstance(value, datetime) else value


def _row(view: ConfirmView, plan: Plan | None, t: Texts) -> Block:
    verbs = [EDIT, CANCEL]
    if plan and not (view.missing or view.questions or view.problems):
        verbs.insert(0, CONFIRM)
    row = [
        button_for(verb, view.draft_id, t, style="primary" if not at else None)
        for at, verb in enumerate(verbs)
    ]
    return actions(row, block_id=f"draft:{view.draft_id}")
