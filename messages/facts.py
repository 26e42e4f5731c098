"""The facts of a request or step that several cards show, each said once."""

from collections.abc import Sequence
from datetime import datetime

from bot.policy import Text
from bot.views import ExchangeView, Line, RequestView, StepView
from messages import labels
from messages.blocks import Block, section
from messages.dates import remaining, when
from messages.mrkdwn import Mrkdwn, bold, escape, join, link, md, mention, quote, shorten
from messages.texts import Texts
from models.enums import Reach, StepState

PIECE, MOST_PIECES = 550, 24


def named(name: str, value: object) -> Mrkdwn:
    """A value under its name, for a section's field."""
    return join([bold(name), md(value)])


def value_of(line: Line, t: Texts) -> Mrkdwn:
    """A line's value: the policy's words, an instant, a number, or what somebody typed."""
    if isinstance(line.value, Text):
        return escape(t.of(line.value))
    if isinstance(line.value, datetime):
        return when(line.value, t)
    return escape(shorten(str(line.value), 500))


def lines(values: tuple[Line, ...], t: Texts) -> Mrkdwn:
    """Named values, one a line."""
    return join(t.md("{name}: {value}", name=t.start(line.name), value=value_of(line, t)) for line in values)


def customer(view: RequestView, t: Texts) -> Mrkdwn:
    """The customer with the service grade."""
    return t.md("{name} ({grade})", name=shorten(view.customer, 200), grade=labels.grade(view.grade, t))


def service(view: RequestView, t: Texts) -> Mrkdwn:
    """The service with its access points."""
    points = t.plural("{n} access point", "{n} access points", view.access_points)
    return t.md("{service}, {points}", service=t.start(view.service), points=points)


def about(view: RequestView, t: Texts, *, full: bool = False) -> list[Mrkdwn]:
    """The request's facts as a section's fields; `full` adds what only the support office looks at."""
    fields = [
        named(t("Customer"), customer(view, t)),
        named(t("Service"), service(view, t)),
    ]
    if view.reach != Reach.IN_CITY:
        fields.append(named(t("Reach"), labels.reach(view.reach, t)))
    if view.site:
        fields.append(named(t("Site"), shorten(view.site, 300)))
    if view.wished_at:
        fields.append(named(t("Preferred completion"), when(view.wished_at, t)))
    if full:
        fields.append(named(t("Assurance level"), labels.assurance(view.assurance, t)))
        fields.append(named(t("Target"), labels.amount(view.target_text, t)))
    return fields


def wanted(view: RequestView, t: Texts) -> Mrkdwn:
    """What the requester wrote: the description, the kind's own fields, the message it came from."""
    source = link(view.source_url, t("Source message")) if view.source_url else ""
    return join([quote(view.description), lines(view.details, t), source])


def due(view: StepView | RequestView, t: Texts, now: datetime) -> Mrkdwn:
    """The deadline and how far it is; what is overdue or estimated is said in words."""
    if view.due_at is None:
        return md(t("no deadline yet"))
    said = t.md("{at} · {left}", at=when(view.due_at, t), left=remaining(view.due_at, now, t))
    return join([said, provisional(view, t)], " ")


def provisional(view: StepView | RequestView, t: Texts) -> str:
    """The mark of a deadline that rests on a year whose holidays are not announced."""
    return t("{mark} provisional: holidays not announced yet", mark=labels.PROVISIONAL) * view.is_provisional


def alarm(view: StepView | RequestView, t: Texts) -> str:
    """A word for what needs care: overdue, at risk, standing still; empty when all is well."""
    if view.is_overdue:
        return t("{mark} OVERDUE", mark=labels.OVERDUE)
    if isinstance(view, RequestView) and view.is_at_risk:
        return t("{mark} AT RISK", mark=labels.AT_RISK)
    if view.is_paused and view.state != StepState.RETURNED:
        return t("{mark} clock paused", mark=labels.PAUSED)
    return ""


def not_taken(typed: Sequence[str], t: Texts) -> list[Block]:
    """What people typed and no field has taken, whole, so that they can put it where they want it."""
    said = bold(t("{mark} Not filled into any field:", mark=labels.AT_RISK))
    return [section(said), *(section(quote(part)) for part in _parts(typed))] if typed else []


def _parts(typed: Sequence[str]) -> list[str]:
    """Long texts in pieces that fit into a section whatever has to be escaped."""
    pieces = [text[start : start + PIECE] for text in typed for start in range(0, len(text), PIECE)]
    return pieces[:MOST_PIECES]


def asked(exchange: ExchangeView, t: Texts) -> Mrkdwn:
    """A question and, once there is one, its answer."""
    question = t.md(
        "{who} asks {whom}:", who=mention(exchange.asked_by_id), whom=mention(exchange.asked_of_id)
    )
    parts: list[object] = [question, quote(exchange.question)]
    if exchange.answer is not None:
        parts += [t.md("{who} answers:", who=mention(exchange.answered_by_id or "")), quote(exchange.answer)]
    return join(parts)


def title(view: RequestView, t: Texts) -> str:
    """`XB-12 Resource check`."""
    return f"{view.label} {t.start(view.kind_name)}"


def people(view: RequestView, t: Texts) -> Mrkdwn:
    """Who opened it and who coordinates it."""
    asker = t.md("opened by {who}", who=mention(view.opened_by_id))
    if view.coordinator_id is None:
        return asker
    return join([asker, t.md("coordinated by {who}", who=mention(view.coordinator_id))], " · ")
