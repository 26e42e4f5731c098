"""The card of a step in its team's channel: what is asked, by when, how it stands, what can be done."""

from datetime import datetime

from bot.delivery.rendered import Rendered
from bot.views import StepCard, StepView
from messages import facts, labels
from messages.blocks import Block, context, listing, section
from messages.buttons import EXPLAIN_STEP, step_row
from messages.dates import clock, day_and_time, when
from messages.mrkdwn import Mrkdwn, bold, join, md, mention, strike
from messages.texts import Texts
from models.enums import AT_WORK, StepState


def step_card(card: StepCard, t: Texts, now: datetime) -> Rendered:
    """The whole card, rendered anew each time."""
    request, step = card.request, card.step
    alarm = "" if card.is_elsewhere else facts.alarm(step, t)
    head = join([bold(t.md("{label} {step}", label=step.label, step=t.start(step.name))), alarm], "  ")
    fields = facts.about(request, t)
    if is_running(step) and not card.is_elsewhere and step.state != StepState.RETURNED:
        fields.append(facts.named(t("Due"), facts.due(step, t, now)))
    if step.limit_text:
        fields.append(facts.named(t("Limit"), labels.amount(step.limit_text, t)))
    blocks: list[Block] = [section(join([head, t.of(step.asks)])), section(fields=fields)]
    if wanted := facts.wanted(request, t):
        blocks.append(section(wanted))
    blocks += before(card, t)
    blocks += [
        section(bold(_gone(step, t)) if card.is_elsewhere else standing(step, t)),
        step_row(step, () if card.is_elsewhere else _verbs(step), t),
        footer(card, t, now),
    ]
    return Rendered(text=fallback(card, t), blocks=blocks)


def _gone(step: StepView, t: Texts) -> Mrkdwn:
    """All that a card says where the step has left: what follows shows on its card there, and only there."""
    return t.md("→ Handed over to {team}", team=t.of(step.team))


def before(card: StepCard, t: Texts) -> list[Block]:
    """What the steps that this one follows came to: nobody decides without the quotation."""
    if card.is_elsewhere or not is_running(card.step):
        return []
    done = (each for each in card.request.steps if each.key in card.step.follows)
    return listing(_came_to(each, t) for each in done if each.state == StepState.DONE and each.answers)


def _came_to(step: StepView, t: Texts) -> Mrkdwn:
    outcome = t.of(step.outcome) if step.outcome else t("done")
    said = t.md(
        "{sign} {step}: {outcome}",
        sign=labels.MARKS[step.state],
        step=bold(t.start(step.name)),
        outcome=outcome,
    )
    return join([said, facts.lines(step.answers, t)])


def _verbs(step: StepView) -> tuple[str, ...]:
    """What can be done, and, while a clock runs, why it runs so."""
    return (*step.actions, EXPLAIN_STEP) if step.due_at and is_running(step) else step.actions


def is_running(step: StepView) -> bool:
    """Whether somebody has yet to do something about it."""
    return step.state in AT_WORK


def standing(step: StepView, t: Texts) -> Mrkdwn:
    """How the step stands now: in whose hands, what was asked, what came out."""
    parts: list[object] = [state_line(step, t)]
    if step.state == StepState.DONE:
        parts.append(facts.lines(step.answers, t))
    parts += [facts.asked(exchange, t) for exchange in step.exchanges[-2:]]
    return join(parts)


def state_line(step: StepView, t: Texts) -> Mrkdwn:
    """The state with its mark, and who holds it or did it."""
    sign = labels.MARKS.get(step.state, "")
    holder = mention(step.holder_id) if step.holder_id else ""
    if step.state == StepState.ACCEPTED and holder:
        return t.md("{sign} Held by {holder}", sign=sign, holder=holder)
    if step.state == StepState.RETURNED:
        if step.asked_id is None:
            return t.md("{sign} Returned with a question", sign=sign)
        return t.md(
            "{sign} Returned with a question, the clock is paused; {waits}", sign=sign, waits=awaited(step, t)
        )
    if step.state == StepState.DONE:
        return _done(step, sign, t)
    if step.state == StepState.VOID:
        said = t.md("{sign} {state}", sign=sign, state=labels.word(labels.STEP_STATES, step.state, t))
        return join([said, strike(t.of(step.outcome)) if step.outcome else ""], " · ")
    if step.state == StepState.WAITING and step.waits_for:
        names = t(", ").join(t.of(name) for name in step.waits_for)
        return t.md("{sign} Waits for: {steps}", sign=sign, steps=names)
    return t.md("{sign} {state}", sign=sign, state=labels.word(labels.STEP_STATES, step.state, t))


def awaited(step: StepView, t: Texts) -> Mrkdwn:
    """Whose answer a returned step waits for, and until when."""
    if step.asked_id is None:
        return join([])
    if step.asked_until is None:
        return t.md("it waits for {who}", who=mention(step.asked_id))
    return t.md("it waits for {who}, until {at}", who=mention(step.asked_id), at=when(step.asked_until, t))


def _done(step: StepView, sign: str, t: Texts) -> Mrkdwn:
    outcome = t.of(step.outcome) if step.outcome else t("done")
    said = t.md("{sign} Done: {outcome}", sign=sign, outcome=outcome)
    who = mention(step.done_by_id) if step.done_by_id else ""
    return join([said, who, when(step.done_at, t) if step.done_at else ""], " · ")


def footer(card: StepCard, t: Texts, now: datetime) -> Block:
    """Who asked, and as of when this card stands, since a card on the wall does not tick."""
    request = card.request
    asker = t.md(
        "{kind}, requested by {who}", kind=t.start(request.kind_name), who=mention(request.opened_by_id)
    )
    return context(join([asker, t.md("as of {time}", time=clock(now, t))], " · "))


def fallback(card: StepCard, t: Texts) -> Mrkdwn:
    """The notification's line."""
    request, step = card.request, card.step
    line = t.md(
        "{label} {step}: {customer}, {service}",
        label=step.label,
        step=t.start(step.name),
        customer=request.customer[:200],
        service=t.of(request.service),
    )
    if card.is_elsewhere:
        return join([line, _gone(step, t)], " · ")
    state = md(labels.word(labels.STEP_STATES, step.state, t))
    if is_running(step) and step.due_at:
        state = t.md("{state}, due {at}", state=state, at=day_and_time(step.due_at, t))
    return join([facts.alarm(step, t), line, state], " · ")
