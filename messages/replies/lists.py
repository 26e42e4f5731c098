"""Lists of steps and requests, and one request in full."""

from collections.abc import Sequence
from datetime import datetime

from bot.course.transitions import QUESTION
from bot.delivery.rendered import Rendered
from bot.policy import Text
from bot.views import RequestView, StepCard, StepView
from messages import facts
from messages.blocks import Block, context, section
from messages.buttons import EXPLAIN_REQUEST, REQUEST_DETAILS, STEP_DETAILS, button_for, request_row
from messages.dates import clock
from messages.mrkdwn import Mrkdwn, bold, join, mention, quote
from messages.request_card import deadline, fallback, head, progress, state
from messages.step_card import state_line
from messages.texts import Texts

LONGEST_LIST = 20
LONGEST_QUESTION = 300


def mine(
    steps: Sequence[StepCard], requests: Sequence[RequestView], language: str, now: datetime
) -> Rendered:
    """My steps by due time, and the requests that I opened."""
    t = Texts(language)
    blocks = [*step_list(steps, t, now), *request_list(requests, t, now)]
    counts = (
        t.plural("{n} step to do", "{n} steps to do", len(steps)),
        t.plural("{n} of your requests is open", "{n} of your requests are open", len(requests)),
    )
    return Rendered(text=t(", ").join(counts), blocks=blocks)


def team(name: Text, steps: Sequence[StepCard], language: str, now: datetime) -> Rendered:
    """What a team has before it, the next due first."""
    t = Texts(language)
    said = t.plural("{team}: {n} step", "{team}: {n} steps", len(steps), team=t.of(name))
    return Rendered(text=said, blocks=[section(bold(said)), *step_rows(steps, t, now)])


def show(view: RequestView, language: str, now: datetime) -> Rendered:
    """One request with all its steps."""
    t = Texts(language)
    blocks: list[Block] = [section(head(view, t)), section(fields=facts.about(view, t, full=True))]
    if wanted := facts.wanted(view, t):
        blocks.append(section(wanted))
    blocks += [section(deadline(view, t, now)), *progress(view, t)]
    blocks += [
        request_row(view, [REQUEST_DETAILS, EXPLAIN_REQUEST], t),
        context(t.md("as of {time}", time=clock(now, t))),
    ]
    return Rendered(text=fallback(view, t), blocks=blocks)


def step_list(steps: Sequence[StepCard], t: Texts, now: datetime) -> list[Block]:
    """The person's steps under a heading."""
    return [section(bold(t("My steps"))), *step_rows(steps, t, now)]


def step_rows(steps: Sequence[StepCard], t: Texts, now: datetime) -> list[Block]:
    """One step a row, with its Details button."""
    if not steps:
        return [section(t("Nothing to do."))]
    rows = [
        section(
            step_row_text(card, t, now),
            accessory=button_for(_button(card.step), card.step.id, t),
            block_id=f"list:step:{card.step.id}",
        )
        for card in steps[:LONGEST_LIST]
    ]
    return rows + more(len(steps), t)


def _button(step: StepView) -> str:
    """A question can be answered from the list; a step's buttons are in its details."""
    return "answer_return" if "answer_return" in step.actions and step.key == QUESTION else STEP_DETAILS


def step_row_text(card: StepCard, t: Texts, now: datetime) -> Mrkdwn:
    """`XB-12 Transport check · customer`, how it stands, until when."""
    step = card.step
    first = join([bold(f"{step.label} {t.start(step.name)}"), facts.customer(card.request, t)], " · ")
    due = t.md("due {at}", at=facts.due(step, t, now)) if step.due_at else ""
    asked = quote(t.of(step.asks), LONGEST_QUESTION) if step.key == QUESTION else ""
    return join([first, asked, join([facts.alarm(step, t), state_line(step, t), due], " · ")])


def request_list(requests: Sequence[RequestView], t: Texts, now: datetime) -> list[Block]:
    """The person's requests under a heading."""
    heading = section(bold(t("My requests")))
    if not requests:
        return [heading, section(t("You have no open requests."))]
    rows = [
        section(
            _request_text(view, t, now),
            accessory=button_for(REQUEST_DETAILS, view.id, t),
            block_id=f"list:request:{view.id}",
        )
        for view in requests[:LONGEST_LIST]
    ]
    return [heading, *rows, *more(len(requests), t)]


def _request_text(view: RequestView, t: Texts, now: datetime) -> Mrkdwn:
    first = join([bold(facts.title(view, t)), facts.customer(view, t)], " · ")
    due = t.md("due {at}", at=facts.due(view, t, now)) if view.due_at else ""
    names = t(", ").join(t.start(step.name) for step in view.open_steps)
    people = (step.asked_id or step.holder_id for step in view.open_steps)
    hands = join((mention(each) for each in dict.fromkeys(people) if each), " ")
    now_at = t.md("now at: {steps}", steps=names) if names else ""
    return join([first, join([facts.alarm(view, t), state(view, t), due], " · "), join([now_at, hands], " ")])


def more(count: int, t: Texts) -> list[Block]:
    """How many a shortened list leaves out."""
    left = count - LONGEST_LIST
    return [context(t.plural("and {n} more", "and {n} more", left))] if left > 0 else []
