"""A period's summary: a headline, a table by kind, a line by team."""

from datetime import date

from bot.delivery.rendered import Rendered
from bot.views import PeriodView
from messages.blocks import Block, context, listing, section, table
from messages.mrkdwn import bold
from messages.texts import Texts

ALIGN = ("left", "right", "right", "right")


def period(view: PeriodView, language: str) -> Rendered:
    """What was opened and what ended in the period, and how much of it in time."""
    t = Texts(language)
    days = {"first": _day(view.from_on), "last": _day(view.to_on)}
    heading = t(
        "{first} to {last}: {opened} opened, {ended} ended", **days, opened=view.opened, ended=view.ended
    )
    share = t("On time: {share}", share=_share(view.on_time, view.ended, t))
    others = t("declined {declined}, cancelled {cancelled}", declined=view.declined, cancelled=view.cancelled)
    blocks: list[Block] = [section(bold(heading)), context(share, others), _kinds(view, t)]
    blocks += _teams(view, t)
    return Rendered(text=heading, blocks=blocks)


def _day(on: date) -> str:
    return on.isoformat()


def _share(part: int, whole: int, t: Texts) -> str:
    """`9 of 10 (90 %)`."""
    if not whole:
        return "–"
    return t("{part} of {whole} ({percent} %)", part=part, whole=whole, percent=round(part * 100 / whole))


def _kinds(view: PeriodView, t: Texts) -> Block:
    head = (t("Kind of request"), t("Opened"), t("Ended"), t("On time"))
    rows = [
        (t.start(name), str(opened), str(ended), _share(on_time, ended, t))
        for name, opened, ended, on_time in view.kinds
    ]
    return table([head, *rows], align=ALIGN)


def _teams(view: PeriodView, t: Texts) -> list[Block]:
    """Lines, not a table: Slack takes one table a message."""
    lines = [
        t.md(
            "{team}: {finished} finished, {returned} returned, on time {share}",
            team=bold(t.of(each.team)),
            finished=each.finished,
            returned=each.returned,
            share=_share(each.on_time, each.finished, t),
        )
        for each in view.teams
    ]
    return listing([bold(t("Steps by team")), *lines]) if lines else []
