"""Notices about a step or a request: who did what, in one sentence, with the button that comes next."""

from collections.abc import Iterable
from datetime import datetime

from bot.course.transitions import QUESTION
from bot.delivery.rendered import Rendered
from bot.views import Notice, RequestView, StepView
from messages import facts
from messages.blocks import Block, context, section
from messages.buttons import REQUEST_DETAILS, request_row, step_row
from messages.dates import when
from messages.mrkdwn import Mrkdwn, bold, join, mention, quote
from messages.request_card import state, step_line
from messages.texts import Texts
from models.enums import StepState


def compose(
    view: Notice, t: Texts, said: Mrkdwn, more: Iterable[str] = (), verbs: Iterable[str] = ()
) -> Rendered:
    """One sentence, what belongs to it, the request that it is about, and buttons."""
    blocks: list[Block] = [section(join([said, *more]))]
    if view.request:
        blocks.append(context(subject(view.request, t)))
    if view.step:
        blocks.append(step_row(view.step, verbs, t))
    elif view.request:
        blocks.append(request_row(view.request, [REQUEST_DETAILS], t))
    return Rendered(text=said, blocks=blocks)


def subject(request: RequestView, t: Texts) -> Mrkdwn:
    """`XB-12 Resource check · Huamei (bronze) · Data line, 8 access points`."""
    return join([facts.title(request, t), facts.customer(request, t), facts.service(request, t)], " · ")


def step_name(view: Notice, t: Texts) -> Mrkdwn:
    """`XB-12 Transport check`, or the request's title where it is about no step."""
    assert view.request is not None
    said = f"{view.request.label} {t.start(view.step.name)}" if view.step else facts.title(view.request, t)
    return bold(said)


def actor(view: Notice, t: Texts) -> Mrkdwn:
    """Who did it; the engine itself is Xieban."""
    return mention(view.actor_id or t("Xieban"))


def due_line(step: StepView | None, t: Texts, now: datetime) -> str:
    """`Due …` while somebody has yet to do it."""
    return t.md("Due {due}", due=facts.due(step, t, now)) if step and step.due_at else ""


def step_returned(view: Notice, t: Texts, now: datetime) -> Rendered:
    """To the asker: the question, and the button to answer it."""
    assert view.exchange is not None
    who = mention(view.exchange.asked_by_id)
    said = t.md("{who} has a question before {step} can go on:", who=who, step=step_name(view, t))
    until = view.step.asked_until if view.step else None
    due = t.md("Your answer is due {at}.", at=when(until, t)) if until else ""
    return compose(view, t, said, [quote(view.exchange.question), due], ["answer_return"])


def return_answered(view: Notice, t: Texts, now: datetime) -> Rendered:
    """To whoever asked: the answer; the clock runs again."""
    assert view.exchange is not None
    who = mention(view.exchange.answered_by_id or "")
    said = t.md(
        "{who} has answered your question about {step}; the clock has been resumed.",
        who=who,
        step=step_name(view, t),
    )
    more = [facts.asked(view.exchange, t), due_line(view.step, t, now)]
    return compose(view, t, said, more, view.step.actions if view.step else ())


def question_settled(view: Notice, t: Texts, now: datetime) -> Rendered:
    """To whoever was asked, when somebody else has answered."""
    assert view.exchange is not None
    who = mention(view.exchange.answered_by_id or "")
    said = t.md("{who} has answered the question about {step} for you.", who=who, step=step_name(view, t))
    return compose(view, t, said, [facts.asked(view.exchange, t)])


def step_handed_over(view: Notice, t: Texts, now: datetime) -> Rendered:
    """To the new holder."""
    said = t.md("{who} has handed {step} over to you.", who=actor(view, t), step=step_name(view, t))
    more = [quote(view.words), due_line(view.step, t, now)]
    return compose(view, t, said, more, view.step.actions if view.step else ())


def step_reopened(view: Notice, t: Texts, now: datetime) -> Rendered:
    """To whoever had finished the step and has it again."""
    said = t.md(
        "{who} has reopened {step}; it is assigned to you again.", who=actor(view, t), step=step_name(view, t)
    )
    more = [quote(view.words), due_line(view.step, t, now)]
    return compose(view, t, said, more, view.step.actions if view.step else ())


def step_voided(view: Notice, t: Texts, now: datetime) -> Rendered:
    """To whoever was at work on a step that rested on a withdrawn answer."""
    names = {"who": actor(view, t), "step": step_name(view, t)}
    said = t.md(
        "{step} is void: {who} has reopened a step that it rests on. Nothing needs to be done now.", **names
    )
    return compose(view, t, said, [quote(view.words)])


def question_withdrawn(view: Notice, t: Texts, now: datetime) -> Rendered:
    """To whoever was asked on behalf of a step that is void."""
    assert view.request is not None
    title = bold(facts.title(view.request, t))
    return compose(view, t, t.md("The question about {title} no longer needs an answer.", title=title))


def request_reopened(view: Notice, t: Texts, now: datetime) -> Rendered:
    """To the requester, who may have told the customer already."""
    assert view.request is not None
    title = bold(facts.title(view.request, t))
    said = t.md("{who} has reopened {title}: it is open again.", who=actor(view, t), title=title)
    return compose(view, t, said, [quote(view.words)])


def step_chased(view: Notice, t: Texts, now: datetime) -> Rendered:
    """To the holder; where nobody holds it, to the team under the step's card."""
    step = view.step
    if step and step.holder_id is None:
        said = t.md("{who} asks: who will accept {step}?", who=actor(view, t), step=step_name(view, t))
    else:
        said = t.md("{who} asks about the progress of {step}.", who=actor(view, t), step=step_name(view, t))
    asked = quote(t.of(step.asks)) if step and step.key == QUESTION else ""
    return compose(view, t, said, [asked, due_line(step, t, now)], step.actions if step else ())


def request_ended(view: Notice, t: Texts, now: datetime) -> Rendered:
    """To the requester: the outcome and every team's answer."""
    request = view.request
    assert request is not None
    said = t.md("{title} has ended: {state}", title=bold(facts.title(request, t)), state=state(request, t))
    answers = [
        join([step_line(step, t), facts.lines(step.answers, t)])
        for step in request.steps
        if step.state == StepState.DONE
    ]
    return compose(view, t, said, answers)


def request_cancelled(view: Notice, t: Texts, now: datetime) -> Rendered:
    """To the teams that were at work on it."""
    said = t.md(
        "{who} has cancelled {step}; nothing more needs to be done.",
        who=actor(view, t),
        step=step_name(view, t),
    )
    return compose(view, t, said, [quote(view.words)])


def step_consulted(view: Notice, t: Texts, now: datetime) -> Rendered:
    """To a team that the matrix wants consulted (C)."""
    assert view.step is not None
    team = t.of(view.step.team)
    said = t.md("{step} has begun at {team}; you may be consulted.", step=step_name(view, t), team=team)
    return compose(view, t, said, [t.of(view.step.asks), due_line(view.step, t, now)])


def step_informed(view: Notice, t: Texts, now: datetime) -> Rendered:
    """To a team that the matrix wants informed (I)."""
    assert view.step is not None
    said = t.md("For your information: {step} is done.", step=step_name(view, t))
    return compose(view, t, said, [step_line(view.step, t), facts.lines(view.step.answers, t)])
