"""`app.py worktime`: working time by the branch's calendars; one question, or many on standard input."""

import json
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any

import click
from pydantic import ValidationError

from bot.console import Console
from bot.policy.calendars import CalendarsFile, calendars_from
from bot.policy.complaints import complaints
from bot.policy.documents import Document
from bot.worktime import BusinessCalendar, CalendarError, Interval, format_amount, parse_amount

_FILE = "calendars.yaml"
_KEYS = {"add": ("at", "amount"), "between": ("from", "to")}
_PROVISIONAL = "provisional: rests on an estimated year, to be announced / 暂定：所依据年度的放假安排尚未公布"
Calendars = dict[str, BusinessCalendar]
calendar_option = click.option(
    "--calendar", default="office", show_default=True, help="Which calendar counts."
)
pause_option = click.option(
    "--pause", "pauses", nargs=2, multiple=True, metavar="FROM TO", help="Time left out; may be repeated."
)
json_option = click.option("--json", "as_json", is_flag=True, help="Answer with a line of JSON.")


@click.group()
def command() -> None:
    """Working time by the branch's calendars 工作时间. Every time is written with its offset."""


@command.command()
@click.argument("at")
@click.argument("amount", required=False)
@calendar_option
@pause_option
@json_option
@click.pass_obj
def add(
    console: Console, at: str, amount: str | None, calendar: str, pauses: list[list[str]], as_json: bool
) -> None:
    """When AMOUNT (6.5d, 3h, 90m) of working time from AT has passed. `add -` reads JSON lines."""
    if at == "-" and amount is None:
        return _answer_lines(console, calendar, {"op": "add"})
    if amount is None:
        raise click.UsageError("say how much working time to add, such as 6.5d, 3h or 90m")
    question = {"op": "add", "at": at, "amount": amount, "pauses": pauses}
    return _answer_one(console, calendar, question, as_json, lambda answer, _: str(answer["at"]))


@command.command()
@click.argument("start", metavar="FROM")
@click.argument("end", metavar="TO", required=False)
@calendar_option
@pause_option
@json_option
@click.pass_obj
def between(
    console: Console, start: str, end: str | None, calendar: str, pauses: list[list[str]], as_json: bool
) -> None:
    """Working time from one instant TO another, in seconds and as an amount. `between -` reads JSON lines."""
    if start == "-" and end is None:
        return _answer_lines(console, calendar, {"op": "between"})
    if end is None:
        raise click.UsageError("say from when to when")
    question = {"op": "between", "from": start, "to": end, "pauses": pauses}
    return _answer_one(console, calendar, question, as_json, _seconds_and_amount)


@command.command("-")
@calendar_option
@click.pass_obj
def lines(console: Console, calendar: str) -> None:
    """Answer each JSON line of standard input, such as {"op": "add", "at": …, "amount": "3h"}, with one."""
    _answer_lines(console, calendar, {})


def _answer_one(
    console: Console,
    calendar: str,
    question: dict[str, Any],
    as_json: bool,
    say: Callable[[dict[str, Any], BusinessCalendar], str],
) -> None:
    calendars = _load(console)
    _require(calendars, calendar)
    try:
        answer = answer_question(question, calendars, calendar)
    except CalendarError as error:
        raise click.ClickException(str(error)) from None
    click.echo(json.dumps(answer) if as_json else say(answer, calendars[calendar]))
    if answer.get("provisional"):
        click.echo(_PROVISIONAL, err=True)


def _answer_lines(console: Console, calendar: str, defaults: dict[str, Any]) -> None:
    calendars = _load(console)
    _require(calendars, calendar)
    with click.open_file("-", encoding="utf-8") as questions:
        for answer in answer_lines(questions, calendars, calendar, defaults):
            click.echo(json.dumps(answer, ensure_ascii=False))


def _require(calendars: Calendars, calendar: str) -> None:
    if calendar not in calendars:
        raise click.BadParameter(
            f"there is no {calendar!r}; right are {', '.join(calendars)}", param_hint="--calendar"
        )


def _seconds_and_amount(answer: dict[str, Any], calendar: BusinessCalendar) -> str:
    seconds = answer["seconds"]
    return f"{seconds} s ({format_amount(timedelta(seconds=seconds), calendar)})"


def _load(console: Console) -> Calendars:
    path = console.policies / _FILE
    try:
        document = Document(_FILE, path.read_text(encoding="utf-8"))
        if document.errors:
            raise click.ClickException("\n".join(map(str, document.errors)))
        return calendars_from(document.data)
    except OSError as error:
        raise click.ClickException(f"{path} cannot be read: {error.strerror}") from None
    except ValidationError as error:
        said = complaints(document, CalendarsFile, error)
        raise click.ClickException("\n".join(map(str, said))) from None


def answer_lines(
    lines: Iterable[str], calendars: Calendars, calendar: str, defaults: dict[str, Any]
) -> Iterator[dict[str, Any]]:
    """An answer for every line that is not blank; a line that makes no sense is answered with its error."""
    for line in lines:
        if not line.strip():
            continue
        try:
            question = json.loads(line)
            if not isinstance(question, dict):
                raise CalendarError('not a JSON object; right is {"op": "add", "at": …, "amount": "3h"}')
            yield answer_question(defaults | question, calendars, calendar)
        except json.JSONDecodeError as error:
            yield {"error": f"not a line of JSON: {error}"}
        except (CalendarError, RecursionError) as error:
            yield {"error": str(error)}


def answer_question(question: dict[str, Any], calendars: Calendars, default: str) -> dict[str, Any]:
    """The answer to one question, in the zone of its calendar. Raises CalendarError."""
    operation = question.get("op")
    if operation not in ("add", "between"):
        raise CalendarError(f"op {operation!r} is not known; right are add and between")
    known = {"op", "pauses", "calendar", *_KEYS[operation]}
    if missing := [key for key in _KEYS[operation] if key not in question]:
        raise CalendarError(f"{operation} needs {' and '.join(missing)}")
    if unknown := sorted(question.keys() - known):
        raise CalendarError(f"{operation} knows no {unknown[0]!r}; right are {', '.join(sorted(known))}")
    calendar = _named(calendars, question.get("calendar", default))
    pauses = [_pause(pause, calendar) for pause in _list(question.get("pauses"))]
    if operation == "add":
        return _add(_instant(question["at"], calendar), question["amount"], pauses, calendar)
    start_at, end_at = (_instant(question[key], calendar) for key in _KEYS[operation])
    seconds = calendar.between(start_at, end_at, pauses).total_seconds()
    answer = {"seconds": int(seconds) if seconds.is_integer() else seconds}
    return answer | _provisional(calendar, start_at, end_at)


def _add(
    start_at: datetime, amount: object, pauses: list[Interval], calendar: BusinessCalendar
) -> dict[str, Any]:
    due_at = calendar.add(start_at, parse_amount(str(amount), calendar), pauses)
    answer = {"at": due_at.astimezone(calendar.zone).isoformat()}
    return answer | _provisional(calendar, start_at, due_at)


def _provisional(calendar: BusinessCalendar, start_at: datetime, end_at: datetime) -> dict[str, Any]:
    return {"provisional": True} if calendar.is_provisional(start_at, end_at) else {}


def _named(calendars: Calendars, name: object) -> BusinessCalendar:
    if not isinstance(name, str) or name not in calendars:
        raise CalendarError(f"there is no calendar {name!r}; right are {', '.join(calendars)}")
    return calendars[name]


def _list(value: object) -> list[Any]:
    if value is None:
        return []
    if not isinstance(value, list | tuple):
        raise CalendarError(f"pauses are a list such as [[from, to], …], not {value!r}")
    return list(value)


def _pause(pause: object, calendar: BusinessCalendar) -> Interval:
    if not isinstance(pause, list | tuple) or len(pause) != 2:
        raise CalendarError(f"a pause is [from, to], not {pause!r}")
    return Interval(_instant(pause[0], calendar), _instant(pause[1], calendar))


def _instant(text: object, calendar: BusinessCalendar) -> datetime:
    try:
        at = datetime.fromisoformat(str(text))
    except ValueError:
        raise CalendarError(f"{text!r} is no time; right is 2026-11-27T17:30+08:00") from None
    if at.utcoffset() is None:
        right = at.replace(tzinfo=calendar.zone).isoformat()
        raise CalendarError(f"{text} has no offset; in the calendar's zone right is {right}")
    return at
