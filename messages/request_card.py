"""The requester's live card: the progress of all steps, and what to tell the customer now."""

from datetime import datetime, timedelta

from bot.delivery.rendered import Rendered
from bot.views import RequestView, StepView
from messages import facts, labels
from messages.blocks import Block, context, listing, section
from messages.buttons import CANCEL_REQUEST, EXPLAIN_REQUEST, REQUEST_DETAILS, request_row
from messages.customer_words import tell_customer
from messages.dates import clock, day_and_time, when
from messages.mrkdwn import Mrkdwn, bold, join, md, mention, quote, strike
from messages.step_card import awaited, is_running
from messages.texts import Texts
from models.enums import RequestState, StepState

MINUTE = timedelta(minutes=1)
"""Deadlines are shown to the minute: what differs by less is the same."""


def request_card(view: RequestView, t: Texts, now: datetime) -> Rendered:
    """The whole card, rendered anew each time."""
    blocks: list[Block] = [section(head(view, t)), section(fields=facts.about(view, t))]
    blocks += [section(deadline(view, t, now)), *progress(view, t)]
    blocks.append(
        section(join([bold(t("What to tell the customer now")), quote(tell_customer(view, t, now))]))
    )
    verbs = [REQUEST_DETAILS, EXPLAIN_REQUEST, *([CANCEL_REQUEST] if view.state == RequestState.OPEN else [])]
    blocks += [request_row(view, verbs, t), context(t.md("as of {time}", time=clock(now, t)))]
    return Rendered(text=fallback(view, t), blocks=blocks)


def head(view: RequestView, t: Texts) -> Mrkdwn:
    """The title, the state and what needs care."""
    return join([bold(facts.title(view, t)), state(view, t), facts.alarm(view, t)], "  ")


def state(view: RequestView, t: Texts) -> Mrkdwn:
    """`🔵 under way`, or the end with its outcome."""
    sign = labels.MARKS.get(view.state, "")
    said = t.md("{sign} {state}", sign=sign, state=labels.word(labels.REQUEST_STATES, view.state, t))
    return join([said, t.of(view.outcome) if view.outcome else ""], t(": "))


def deadline(view: RequestView, t: Texts, now: datetime) -> Mrkdwn:
    """Until when the whole is due, or when it ended."""
    if view.closed_at:
        return t.md("Closed {at}", at=when(view.closed_at, t))
    said = t.md("Due {due}", due=facts.due(view, t, now))
    if view.original_due_at and view.due_at and abs(view.original_due_at - view.due_at) >= MINUTE:
        return join([said, t.md("(first set for {at})", at=when(view.original_due_at, t))], " ")
    return said


def progress(view: RequestView, t: Texts) -> list[Block]:
    """All steps, one a line; what became void before that stands in the timeline."""
    return listing(step_line(step, t) for step in view.newest_steps)


def step_line(step: StepView, t: Texts) -> Mrkdwn:
    """`🔵 Transport check · Transport Office · @Li · due …`, or what came out of it."""
    line = t.md(
        "{sign} {step} · {team}",
        sign=labels.MARKS.get(step.state, ""),
        step=bold(t.start(step.name)),
        team=t.of(step.team),
    )
    parts: list[object] = [line]
    if step.state == StepState.VOID:
        said = [line, t.of(step.outcome) if step.outcome else ""]
        return join([strike(join(said, " · ")), labels.word(labels.STEP_STATES, step.state, t)], " · ")
    if step.state == StepState.DONE:
        parts += [t.of(step.outcome) if step.outcome else t("done")]
        parts += [mention(step.done_by_id) if step.done_by_id else ""]
    else:
        parts.append(labels.word(labels.STEP_STATES, step.state, t))
    if step.state == StepState.RETURNED:
        parts.append(awaited(step, t))
    elif is_running(step):
        parts += [mention(step.holder_id) if step.holder_id else ""]
        parts += [t.md("due {at}", at=when(step.due_at, t)) if step.due_at else "", facts.alarm(step, t)]
    return join(parts, " · ")


def fallback(view: RequestView, t: Texts) -> Mrkdwn:
    """The notification's line."""
    said = t.md("{title}: {customer}", title=facts.title(view, t), customer=view.customer[:200])
    end = md(labels.word(labels.REQUEST_STATES, view.state, t))
    if view.state == RequestState.OPEN and view.due_at:
        end = t.md("due {at}", at=day_and_time(view.due_at, t))
    return join([facts.alarm(view, t), said, end], " · ")
