"""How things stand: a table by team, a line by grade, and what presses most."""

from datetime import datetime

from bot.delivery.rendered import Rendered
from bot.views import PressingView, StatusView, TeamLoad
from messages import labels
from messages.blocks import Block, context, section, table
from messages.buttons import REQUEST_DETAILS, button_for
from messages.dates import clock, duration, remaining, when
from messages.mrkdwn import Mrkdwn, bold, join, shorten
from messages.texts import Texts

ALIGN = ("left", "right", "right", "right", "right", "right")


def status(view: StatusView, language: str, now: datetime) -> Rendered:
    """The status as a message."""
    t = Texts(language)
    return Rendered(text=summary(view, t), blocks=status_blocks(view, t, now))


def summary(view: StatusView, t: Texts) -> str:
    """`12 requests under way, 2 at risk, 1 overdue`."""
    count = t.plural("{n} open request", "{n} open requests", view.open_requests)
    return t("{count}, {risky} at risk, {late} overdue", count=count, risky=view.at_risk, late=view.overdue)


def status_blocks(view: StatusView, t: Texts, now: datetime) -> list[Block]:
    """The status as blocks, for a message or App Home."""
    grades = join((t.md("{grade} {n}", grade=labels.grade(code, t), n=n) for code, n in view.grades), " · ")
    blocks = [section(bold(summary(view, t))), by_team(view.teams, t, now), context(grades)]
    if view.pressing:
        blocks.append(section(bold(t("Most urgent"))))
    blocks += [
        section(
            _pressing(each, t, now),
            accessory=button_for(REQUEST_DETAILS, each.id, t),
            block_id=f"pressing:{each.id}",
        )
        for each in view.pressing
    ]
    return [*blocks, context(t.md("as of {time}", time=clock(view.at, t)))]


def by_team(teams: tuple[TeamLoad, ...], t: Texts, now: datetime) -> Block:
    """Steps by team: open, due today, at risk, overdue, and how long the oldest has been open."""
    head = (t("Team"), t("Open"), t("Due today"), t("At risk"), t("Overdue"), t("Oldest"))
    rows = [
        (
            t.of(load.team),
            str(load.open),
            str(load.due_today),
            str(load.at_risk),
            str(load.overdue),
            duration(now - load.oldest_at, t) if load.oldest_at else "–",
        )
        for load in teams
    ]
    return table([head, *rows], align=ALIGN)


def _pressing(view: PressingView, t: Texts, now: datetime) -> Mrkdwn:
    title = bold(f"{view.label} {t.start(view.kind_name)}")
    customer = t.md("{name} ({grade})", name=shorten(view.customer, 200), grade=labels.grade(view.grade, t))
    alarm = ""
    if view.is_overdue:
        alarm = t("{mark} OVERDUE", mark=labels.OVERDUE)
    elif view.is_at_risk:
        alarm = t("{mark} AT RISK", mark=labels.AT_RISK)
    due = ""
    if view.due_at:
        due = t.md("due {at}, {left}", at=when(view.due_at, t), left=remaining(view.due_at, now, t))
    return join([join([title, customer], " · "), join([alarm, due], " · ")])
