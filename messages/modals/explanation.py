"""Why this deadline: the rule, the arithmetic, every stretch counted, and what lay in between."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from itertools import groupby
from zoneinfo import ZoneInfo

from bot.views import Basis, DayLine, Explanation, MoveLine, PauseLine
from bot.worktime import DayKind, Stretch
from messages import labels
from messages.blocks import MAX_VIEW, Block, context, divider, listing, section
from messages.dates import WEEKDAYS, day_and_time, duration, when
from messages.modals.view import View, modal
from messages.mrkdwn import Mrkdwn, bold, join, mention, shorten
from messages.texts import Texts, mark

UNITS = {
    "working_days": mark("{n} working days"),
    "working_hours": mark("{n} working hours"),
    "clock_hours": mark("{n} hours, round the clock"),
}
DAYS = {
    DayKind.PUBLIC_HOLIDAY: mark("public holiday"),
    DayKind.MAKEUP_WORKDAY: mark("make-up workday"),
    DayKind.OVERRIDE: mark("the branch's own hours"),
}


def explanation(found: Sequence[Explanation], language: str) -> View:
    """One explanation after the other, the customer's first; what does not fit into a view is told so."""
    t = Texts(language)
    parts = [_explained(each, t) for each in found]
    blocks: list[Block] = []
    for place, part in enumerate(parts):
        if len(blocks) + len(part) + 2 > MAX_VIEW:
            blocks.append(context(t.plural("and {n} more", "and {n} more", len(parts) - place)))
            break
        blocks += [divider(), *part] if blocks else part
    return modal(t("Why this deadline"), blocks, t)


def _explained(found: Explanation, t: Texts) -> list[Block]:
    blocks: list[Block] = [section(join([_title(found, t), _due(found, t)]))]
    blocks += listing(_basis(found.basis, found, t) if found.basis else [_question(found, t)])
    if found.carried:
        carried = labels.amount(found.carried, t)
        blocks += listing([t.md("Used up before it was reopened: {amount}", amount=carried)])
    blocks += _under(t("Counted: {sum}", sum=labels.amount(found.counted, t)), _stretches(found, t))
    blocks += _under(t("Pauses"), (_pause(each, t) for each in found.pauses))
    blocks += _under(t("Holidays and make-up days in between"), (_day(each, t) for each in found.days))
    blocks += _under(t("Moved manually"), (_move(each, t) for each in found.moves))
    source = {"version": found.policy_version, "calendar": found.calendar}
    return [*blocks, context(t("sla.yaml, policy version {version}, calendar “{calendar}”", **source))]


def _under(heading: str, lines: Iterable[Mrkdwn]) -> list[Block]:
    said = list(lines)
    return listing([bold(heading), *said]) if said else []


def _title(found: Explanation, t: Texts) -> Mrkdwn:
    step = t.start(found.step) if found.step else t("the customer's deadline")
    return bold(f"{found.label} {t.start(found.kind)} · {step}")


def _due(found: Explanation, t: Texts) -> Mrkdwn:
    if found.due_at is None:
        return t.md("{mark} paused; recalculated when the clock is resumed", mark=labels.PAUSED)
    due = t.md("Due {due}", due=when(found.due_at, t))
    first = t.md("(first set for {at})", at=when(found.original_due_at, t))
    mark = t("{mark} provisional: holidays not announced yet", mark=labels.PROVISIONAL)
    return join([due, first if found.moves else "", mark if found.is_provisional else ""], " ")


def _question(found: Explanation, t: Texts) -> Mrkdwn:
    """A question's limit is the branch's word, not a share of the whole."""
    return t.md("A question is to be answered within {limit}.", limit=labels.amount(found.target, t))


def _basis(basis: Basis, found: Explanation, t: Texts) -> list[Mrkdwn]:
    """The line of sla.yaml, the access points' arithmetic [S], the step's share."""
    limit = _limit(basis.base, basis, t)
    of_reach = t(", ") + labels.reach(basis.reach, t) if basis.reach else ""
    if basis.by == "grade":
        level = labels.grade(basis.level, t) + of_reach
        said = t.md("Customer grade {level}: {limit}", level=level, limit=limit)
    else:
        level = labels.assurance(basis.level, t) + of_reach
        said = t.md("Assurance level {level}: {limit}", level=level, limit=limit)
    lines = [said]
    if basis.included and basis.access_points > basis.included:
        lines.append(_points(basis, basis.included, t))
    if basis.share is not None:
        share = {"share": _number(basis.share), "target": labels.amount(found.target, t)}
        lines.append(t.md("The step's share is {share} %: {target}", **share))
    return [*lines, t.md("Started {at}", at=when(found.started_at, t))]


def _points(basis: Basis, included: int, t: Texts) -> Mrkdwn:
    arithmetic = f"{basis.access_points} ÷ {included} × {_number(basis.base)}"
    said = {"n": basis.access_points, "arithmetic": arithmetic, "amount": _limit(basis.amount, basis, t)}
    if basis.base * basis.access_points / included == basis.amount:
        return t.md("{n} access points: {arithmetic} = {amount}", **said)
    return t.md("{n} access points: {arithmetic}, rounded up to {amount}", **said)


def _limit(amount: Decimal, basis: Basis, t: Texts) -> str:
    return t(UNITS[basis.unit], n=_number(amount))


def _stretches(found: Explanation, t: Texts) -> list[Mrkdwn]:
    """One line for each day, its hours as they were counted."""
    zone = ZoneInfo(found.zone)
    days = groupby(found.stretches, key=lambda stretch: stretch.on)
    return [_counted_day(on, list(stretches), zone, t) for on, stretches in days]


def _counted_day(on: date, stretches: Sequence[Stretch], zone: ZoneInfo, t: Texts) -> Mrkdwn:
    hours = ", ".join(
        f"{each.start_at.astimezone(zone):%H:%M}–{each.end_at.astimezone(zone):%H:%M}" for each in stretches
    )
    seconds = sum((each.working for each in stretches[1:]), stretches[0].working)
    return t.md("{day}  {hours}  ({sum})", day=_date(on, t), hours=hours, sum=duration(seconds, t))


def _pause(pause: PauseLine, t: Texts) -> Mrkdwn:
    until = day_and_time(pause.to_at, t) if pause.to_at else t("still")
    span = f"{day_and_time(pause.from_at, t)} – {until}"
    took = t.md("{span} taken out", span=duration(pause.working, t))
    consent = t.md("consent of {who}", who=mention(pause.consented_by_id)) if pause.consented_by_id else ""
    return join([span, t.of(pause.reason), took, shorten(pause.evidence, 200), consent], " · ")


def _day(day: DayLine, t: Texts) -> Mrkdwn:
    name = day.note.name.in_(t.language) if day.note.name else ""
    return join([_date(day.on, t), t(DAYS[day.note.kind]), name], " · ")


def _move(move: MoveLine, t: Texts) -> Mrkdwn:
    said = t.md(
        "{at} by {who} to {due}:",
        at=day_and_time(move.moved_at, t),
        who=mention(move.by_id),
        due=day_and_time(move.due_at, t),
    )
    return join([said, shorten(move.reason, 300)], " ")


def _date(on: date, t: Texts) -> str:
    return f"{on} {t(WEEKDAYS[on.weekday()])}"


def _number(value: Decimal) -> str:
    return f"{value.normalize():f}"
