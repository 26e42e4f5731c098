"""The confirm card: what was understood of one line, before anything is opened."""

from datetime import datetime

from bot.delivery.rendered import Rendered
from bot.policy import Policy, Text
from bot.views import DraftView, RequestView
from messages import facts, labels
from messages.blocks import Block, actions, columns, context, divider, section
from messages.buttons import REQUEST_DETAILS, request_row
from messages.dates import day_and_time, when
from messages.echoes import echoed
from messages.elements import button, option, static_select
from messages.modals.preview import limit_words, remarks, route
from messages.mrkdwn import Mrkdwn, bold, join, quote
from messages.refusals import problem
from messages.texts import Texts

CONFIRM, EDIT, CANCEL, CHOOSE = "draft_confirm", "draft_edit", "draft_cancel", "draft_choice"


def confirm_card(view: DraftView, policy: Policy, language: str, now: datetime) -> Rendered:
    """Everything with its absolute value; Confirm is there once nothing is open any more."""
    t = Texts(language)
    said = t("Is this right? Nothing has been opened yet.")
    blocks: list[Block] = [section(join([bold(said), quote(view.line[:500])]))]
    blocks += columns(_understood(view, t))
    blocks += _open(view, t, now)
    if view.plan is not None:
        blocks += [divider(), section(_due(view, policy, t)), *remarks(view.plan, view.wished, t)]
        blocks += route(view.plan, policy, t)
    blocks.append(actions(_buttons(view, t), block_id=f"draft:{view.id}"))
    return Rendered(text=said, blocks=blocks)


def _understood(view: DraftView, t: Texts) -> list[Mrkdwn]:
    found = [facts.named(t("Kind of request"), t.start(view.kind) if view.kind else t("not specified"))]
    for line in view.understood:
        value = t.start(line.value) if isinstance(line.value, Text) else facts.value_of(line, t)
        found.append(facts.named(t.start(line.name), value))
    if view.grade:
        found.append(facts.named(t("Grade"), labels.grade(view.grade, t)))
    if view.wished:
        found.append(facts.named(t("Preferred completion"), echoed(view.wished, t)))
    return found


def _open(view: DraftView, t: Texts, now: datetime) -> list[Block]:
    """What was refused, what is to be chosen, what is missing."""
    blocks: list[Block] = facts.not_taken(view.not_taken, t)
    if view.refused:
        said = problem(view.refused, t.language, now)
        blocks.append(section(t.md("{mark} {what}", mark=labels.AT_RISK, what=said)))
    for asked in view.asked:
        select = static_select(CHOOSE, t("Choose"), [_option(each, t) for each in asked.options])
        question = t.md("Which {field}?", field=bold(t.of(asked.name)))
        blocks.append(section(question, accessory=select, block_id=f"draft:{view.id}:{asked.field}"))
    if view.missing:
        names = t(", ").join(t.of(name) for name in view.missing)
        blocks.append(section(t.md("Still missing: {fields}. *Edit* takes you to the form.", fields=names)))
    return blocks


def _option(option_: tuple[str, str | Text | datetime], t: Texts) -> Block:
    value, name = option_
    if isinstance(name, datetime):
        return option(day_and_time(name, t), value)
    return option(t.start(name) if isinstance(name, Text) else name, value)


def _due(view: DraftView, policy: Policy, t: Texts) -> Mrkdwn:
    assert view.plan is not None
    limit = limit_words(view.plan.target.working, policy, view.plan.calendar, t)
    return t.md("Due {at} (limit {limit})", at=when(view.plan.due_at, t), limit=limit)


def _buttons(view: DraftView, t: Texts) -> list[Block]:
    row = [button(t("Edit"), EDIT, str(view.id)), button(t("Cancel"), CANCEL, str(view.id))]
    if view.plan is not None:
        row.insert(0, button(t("Confirm"), CONFIRM, str(view.id), style="primary"))
    return row


def opened(view: RequestView, language: str) -> Rendered:
    """In the card's place once the request is on its way."""
    t = Texts(language)
    said = t.md("{title} is open.", title=bold(facts.title(view, t)))
    return Rendered(text=said, blocks=[section(said), request_row(view, [REQUEST_DETAILS], t)])


def cancelled(line: str, language: str) -> Rendered:
    """In the card's place when it was not wanted; what was typed stays to be copied."""
    t = Texts(language)
    said = t("No request was opened.")
    return Rendered(text=said, blocks=[context(said), section(quote(line[:2_000]))])
