"""Reminders, their bundle, and what else calls for care: risk, pauses that last, things that went wrong."""

from datetime import datetime

from bot.course.transitions import QUESTION
from bot.delivery.rendered import Rendered
from bot.views import Bundle, Notice, Reminder, RequestView
from messages import facts, labels
from messages.blocks import MAX_SECTION, Block, actions, context, section
from messages.buttons import REQUEST_DETAILS, STEP_DETAILS, button_for
from messages.dates import remaining, when
from messages.mrkdwn import Mrkdwn, bold, join, mention, quote, shorten
from messages.notices import compose, due_line, step_name, subject
from messages.texts import Texts

MOST_IN_BUNDLE = 40
FIRST = ("accept_step", "answer_return")
"""What a reminder offers first: to take what nobody has, to answer what was asked."""
ACKNOWLEDGE, SNOOZE = "acknowledge_reminder", "snooze_reminder"


def reminder(view: Reminder, t: Texts, now: datetime) -> Rendered:
    """A threshold that was crossed: what is due, how far it is, in whose hands it lies."""
    row = [_details(view, t)]
    if view.can_acknowledge:
        row = [button_for(ACKNOWLEDGE, view.clock_id, t), button_for(SNOOZE, view.clock_id, t), *row]
    first = next((verb for verb in FIRST if view.step and verb in view.step.actions), None)
    if first and view.step:
        row.insert(0, button_for(first, view.step.id, t, style="primary"))
    body = join([reminder_line(view, t, now), question(view), hands(view, t)])
    blocks: list[Block] = [
        section(body),
        context(subject(view.request, t)),
        actions(row, block_id=f"reminder:{view.clock_id}"),
    ]
    return Rendered(text=reminder_line(view, t, now), blocks=blocks)


def reminder_line(view: Reminder, t: Texts, now: datetime) -> Mrkdwn:
    """`🔴 Overdue · XB-12 Transport check · due …, overdue by 2 h`."""
    late = view.due_at <= now
    sign = labels.OVERDUE if late else labels.AT_RISK
    name = t.start(view.step.name) if view.step else t.start(view.request.kind_name)
    return t.md(
        "{sign} {level} · {step} · due {at}, {left}",
        sign=sign,
        level=t.start(view.level_name),
        step=bold(f"{view.request.label} {name}"),
        at=when(view.due_at, t),
        left=remaining(view.due_at, now, t),
    )


def question(view: Reminder) -> str:
    """What was asked, where the answer is what is due."""
    step = view.step
    return quote(step.asks.en) if step and step.key == QUESTION else ""


def hands(view: Reminder, t: Texts) -> Mrkdwn:
    """In whose hands it lies, and how much of its time is used up."""
    used = t("{percent} % of its time is used up", percent=view.consumed_percent)
    step = view.step
    if step is None:
        open_steps = t(", ").join(t.start(each.name) for each in view.request.open_steps)
        return join([t.md("Open: {steps}", steps=open_steps) if open_steps else "", used], " · ")
    if step.holder_id:
        where = t.md("held by {who}, {team}", who=mention(step.holder_id), team=t.of(step.team))
    else:
        where = t.md("nobody at {team} has accepted it yet", team=t.of(step.team))
    return join([where, used], " · ")


def bundle(view: Bundle, t: Texts, now: datetime) -> Rendered:
    """Several reminders and forecasts to one place as one message, the most pressing first."""
    reminders = sorted((x for x in view.items if isinstance(x, Reminder)), key=lambda each: each.due_at)
    forecasts = [each for each in view.items if isinstance(each, Notice) and each.request]
    said = t.plural("{n} reminder", "{n} reminders", len(reminders) + len(forecasts))
    rows = [_bundled(each, place, t, now) for place, each in enumerate(reminders)]
    rows += [_forecast(each, place, t) for place, each in enumerate(forecasts, start=len(rows))]
    blocks: list[Block] = [section(bold(said)), *rows[:MOST_IN_BUNDLE]]
    if (left := len(rows) - MOST_IN_BUNDLE) > 0:
        blocks.append(context(t.plural("and {n} more", "and {n} more", left)))
    first = reminder_line(reminders[0], t, now) if reminders else ""
    return Rendered(text=join([said, first], t(": ")), blocks=blocks)


def _bundled(item: Reminder, place: int, t: Texts, now: datetime) -> Block:
    body = shorten(join([reminder_line(item, t, now), hands(item, t), subject(item.request, t)]), MAX_SECTION)
    return section(body, accessory=_details(item, t), block_id=f"reminder:{place}:{item.clock_id}")


def _forecast(item: Notice, place: int, t: Texts) -> Block:
    assert item.request is not None
    sentence = _at_risk_line if item.request.is_at_risk else _recovered_line
    body = shorten(join([sentence(item.request, t), subject(item.request, t)]), MAX_SECTION)
    row = button_for(REQUEST_DETAILS, item.request.id, t)
    return section(body, accessory=row, block_id=f"forecast:{place}:{item.request.id}")


def _details(view: Reminder, t: Texts) -> Block:
    if view.step:
        return button_for(STEP_DETAILS, view.step.id, t)
    return button_for(REQUEST_DETAILS, view.request.id, t)


def at_risk(view: Notice, t: Texts, now: datetime) -> Rendered:
    """The forecast lies beyond the customer's deadline."""
    request = view.request
    assert request is not None
    said = _at_risk_line(request, t)
    cause = view.step
    more = [t.md("The customer's deadline: {due}", due=facts.due(request, t, now))]
    if cause:
        where = mention(cause.holder_id) if cause.holder_id else t("nobody yet")
        names = {"step": t.start(cause.name), "team": t.of(cause.team), "who": where}
        more.append(t.md("Blocked by: {step}, {team}, {who}", **names))
    return compose(view, t, said, more, ["chase_step"] if cause else ())


def _at_risk_line(request: RequestView, t: Texts) -> Mrkdwn:
    title = bold(facts.title(request, t))
    return t.md("{sign} {title} is at risk: at this pace it will be late.", sign=labels.AT_RISK, title=title)


def _recovered_line(request: RequestView, t: Texts) -> Mrkdwn:
    title = bold(facts.title(request, t))
    sign = labels.MARKS["done"]
    return t.md("{sign} {title} is no longer at risk: it can be on time.", sign=sign, title=title)


def recovered(view: Notice, t: Texts, now: datetime) -> Rendered:
    """The forecast lies within the customer's deadline again."""
    assert view.request is not None
    said = _recovered_line(view.request, t)
    return compose(
        view, t, said, [t.md("The customer's deadline: {due}", due=facts.due(view.request, t, now))]
    )


def pause_expired(view: Notice, t: Texts, now: datetime) -> Rendered:
    """To whoever paused a clock: the expected return has passed."""
    said = t.md(
        "{step} is still paused, and the expected resumption has passed. What is its status?",
        step=step_name(view, t),
    )
    known = t.of(view.reason) if view.reason else labels.word(labels.PAUSES, view.words, t)
    reason = t.md("Reason: {reason}", reason=known) if known else ""
    return compose(view, t, said, [reason, due_line(view.step, t, now)], ["resume_step", "pause_step"])


def delivery_failed(view: Notice, t: Texts, now: datetime) -> Rendered:
    """To the support office: somebody has not been told."""
    said = t.md("{sign} A notice could not be delivered: {what}", sign=labels.OVERDUE, what=view.words)
    return compose(
        view,
        t,
        said,
        [t("It stays in the outbox: `app.py outbox` lists it, `app.py outbox retry` sends it again.")],
    )
