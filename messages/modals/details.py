"""The details of a request: its facts, its steps, and its timeline, page by page."""

from collections.abc import Sequence
from datetime import datetime

from bot.policy import Text
from bot.views import Held, RequestView, TimelineEntry
from messages import facts, labels
from messages.blocks import Block, actions, context, divider, listing, section
from messages.buttons import EXPLAIN_REQUEST, button_for, verb_buttons
from messages.elements import button
from messages.modals.view import View, modal
from messages.mrkdwn import Mrkdwn, bold, join, mention
from messages.request_card import deadline, head, progress
from messages.step_card import standing
from messages.texts import Texts, mark
from messages.timeline import entry_line

PAGE = 30
TURN_PAGE = "timeline_page"
HOW = {
    "worked": mark("in progress"),
    "unaccepted": mark("not accepted"),
    "paused": mark("paused"),
    "between": mark("between steps"),
}


def details(
    view: RequestView,
    timeline: Sequence[TimelineEntry],
    language: str,
    now: datetime,
    *,
    step_id: int | None = None,
    page: int | None = None,
    held: Sequence[Held] = (),
) -> View:
    """Everything about a request; opened from a step's card, that step comes first with its buttons.

    `page` counts from 0, the earliest; without it the newest page of the timeline is shown. The paging
    buttons are `timeline_page_back` and `timeline_page_on`, their values `REQUEST:PAGE[:STEP]`.
    """
    t = Texts(language)
    blocks: list[Block] = [section(head(view, t)), section(fields=facts.about(view, t, full=True))]
    if wanted := facts.wanted(view, t):
        blocks.append(section(wanted))
    blocks += [section(deadline(view, t, now)), *progress(view, t), context(facts.people(view, t))]
    if step_id is not None:
        blocks += _step(view, step_id, t)
    row = [button_for(verb, view.id, t) for verb in (EXPLAIN_REQUEST, *view.more)]
    blocks.append(actions(row, block_id=f"request:{view.id}"))
    if held:
        heading = bold(t("Where the time went"))
        blocks += listing([heading, *(_held(each, t) for each in held)])
    blocks += [divider(), *timeline_page(view, timeline, t, step_id, page)]
    return modal(view.label, blocks, t, metadata={"request": view.id})


def _step(view: RequestView, step_id: int, t: Texts) -> list[Block]:
    step = view.step(step_id)
    title = bold(t.start(step.name))
    row = verb_buttons(step, (*step.actions, *step.more), t)
    said = section(join([title, t.of(step.asks), standing(step, t)]))
    return [said, actions(row, block_id=f"step:{step.id}")] if row else [said]


def _held(held: Held, t: Texts) -> Mrkdwn:
    """`Transport Office · @Li: 1 working day 2 h (35 %)`."""
    said = t(HOW[held.how])
    name = t.of(held.name) if isinstance(held.name, Text) else _reason(held.name, t)
    who = mention(held.person_id) if held.person_id else ""
    where = join([said, name, who], " · ")
    amount = labels.amount(held.amount, t)
    return t.md("{where}: {amount} ({percent} %)", where=where, amount=amount, percent=held.percent)


def _reason(id: str | None, t: Texts) -> str:
    return labels.word(labels.PAUSES, id, t) if id else ""


def timeline_page(
    view: RequestView, timeline: Sequence[TimelineEntry], t: Texts, step_id: int | None, page: int | None
) -> list[Block]:
    """One page of the timeline with the buttons to the others."""
    pages = max(1, -(-len(timeline) // PAGE))
    shown = pages - 1 if page is None else min(max(page, 0), pages - 1)
    entries = timeline[shown * PAGE : (shown + 1) * PAGE]
    title = t("Timeline, page {page} of {pages}", page=shown + 1, pages=pages) if pages > 1 else t("Timeline")
    blocks = [section(bold(title)), *listing(entry_line(each, t) for each in entries)]
    turns = []
    if shown > 0:
        turns.append(button(t("Earlier"), f"{TURN_PAGE}_back", _place(view, shown - 1, step_id)))
    if shown < pages - 1:
        turns.append(button(t("Later"), f"{TURN_PAGE}_on", _place(view, shown + 1, step_id)))
    return [*blocks, actions(turns, block_id="timeline")] if turns else blocks


def _place(view: RequestView, page: int, step_id: int | None) -> str:
    return ":".join(str(part) for part in (view.id, page, step_id) if part is not None)
