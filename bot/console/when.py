"""`app.py when`: what a deadline in words means; one phrase, or one a line on standard input."""

import json
from datetime import datetime
from typing import Any

import click

from bot.console import Console
from bot.language.times import Unreadable, When, echo, read_when
from bot.policy import PolicyErrors, load_policy
from bot.worktime import BusinessCalendar, format_amount

# Why a phrase is refused, in both languages: a command line does not know who reads it.
REFUSALS = {
    "empty": ("nothing was said", "没有内容"),
    "too_long": ("too long to be a deadline", "太长，不像是期限"),
    "unknown": ("not understood in full, and nothing is guessed", "没有完全看懂，不作猜测"),
    "vague": ("names no definite time", "没有说明具体时间"),
    "past": ("is over already", "已经过去"),
    "impossible": ("there is no such time", "没有这个时间"),
    "conflict": ("its parts contradict one another", "前后矛盾"),
    "too_far": ("lies too far ahead", "时间太远"),
    "unknown_year": ("the calendar does not know that year's holidays", "日历中没有该年的放假安排"),
}
EXAMPLES = "下周五下午3点, 3个工作日内, 11月30日18:00, friday 5pm, in 3 working days, 2026-12-01 18:00"
_AMBIGUOUS = "ambiguous: ask which is meant, the likelier stands first / 有歧义，请确认（可能性大的在前）"
_PROVISIONAL = "provisional / 暂定"


def _aware(_: click.Context, __: click.Parameter, value: str | None) -> datetime | None:
    if value is None:
        return None
    try:
        at = datetime.fromisoformat(value)
    except ValueError:
        raise click.BadParameter(f"{value!r} is no time; right is 2026-11-23T10:00+08:00") from None
    if at.utcoffset() is None:
        raise click.BadParameter(f"{value} has no offset; right is {value}+08:00")
    return at


@click.command()
@click.argument("phrase")
@click.option("--at", callback=_aware, help="When it is said, with offset; now if left out.")
@click.option("--calendar", default="office", show_default=True, help="Whose hours and holidays count.")
@click.option("--json", "as_json", is_flag=True, help="Answer with a line of JSON.")
@click.pass_obj
def command(console: Console, phrase: str, at: datetime | None, calendar: str, as_json: bool) -> None:
    """What PHRASE (下周五下午3点, "in 3 working days") means 期限怎么理解; `-` reads one phrase a line."""
    chosen = _calendar(console, calendar)
    said_at = at or console.now()
    if phrase == "-":
        with click.open_file("-", encoding="utf-8") as lines:
            for line in lines:
                if line.strip():
                    click.echo(json.dumps(answer(line.strip(), said_at, chosen), ensure_ascii=False))
        return
    if as_json:
        found = answer(phrase, said_at, chosen)
        click.echo(json.dumps(found, ensure_ascii=False))
        raise SystemExit(1 if "error" in found else 0)
    try:
        _say(read_when(phrase, said_at, chosen), said_at, chosen)
    except Unreadable as unreadable:
        raise click.ClickException(f"{phrase}: {refusal(unreadable)}") from None


def _calendar(console: Console, name: str) -> BusinessCalendar:
    try:
        calendars = load_policy(console.policies).calendars
    except PolicyErrors as errors:
        raise click.ClickException(str(errors)) from None
    if name not in calendars:
        raise click.BadParameter(
            f"there is no {name!r}; right are {', '.join(calendars)}", param_hint="--calendar"
        )
    return calendars[name]


def answer(phrase: str, at: datetime, calendar: BusinessCalendar) -> dict[str, Any]:
    """The line of JSON for one phrase, with the calendar's offset; `{"phrase", "error"}` for one refused."""
    try:
        when = read_when(phrase, at, calendar)
    except Unreadable as unreadable:
        return {"phrase": phrase, "error": refusal(unreadable)}
    readings = [
        {"at": reading.at.astimezone(calendar.zone).isoformat(), "precision": reading.precision}
        for reading in when.readings
    ]
    return {"phrase": phrase, **readings[0], "readings": readings}


def refusal(unreadable: Unreadable) -> str:
    """Why, in both languages, with phrases that work."""
    english, chinese = REFUSALS[unreadable.code]
    return f"{unreadable.code}: {english} / {chinese}. Such as / 例如: {EXAMPLES}"


def _say(when: When, said_at: datetime, calendar: BusinessCalendar) -> None:
    for reading in when.readings:
        told = echo(reading.at, calendar, said_at, "zh")
        amount = format_amount(told.working, calendar)
        notes = [
            f"{amount} of working time / 工作时间 {amount}",
            *([_PROVISIONAL] if told.provisional else []),
        ]
        click.echo(f"{told.text}  ({reading.precision}; {'; '.join(notes)})")
    if when.ambiguous:
        click.echo(_AMBIGUOUS, err=True)
