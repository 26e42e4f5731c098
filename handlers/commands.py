"""`/coord …`: one word says what is wanted, in either language; what follows belongs to it."""

import re
from collections.abc import Callable

from bot.errors import Invalid, NotFound, Problem
from bot.insight import desk
from bot.insight.period import period_summary
from bot.insight.status import status
from bot.insight.views import request_view
from bot.language.times import Period, Unreadable, read_period
from bot.people import access, directory
from bot.policy import Kind, Policy, nearest
from bot.storage.unit_of_work import UnitOfWork
from handlers import one_line, opening
from handlers.parsing import typed_text
from handlers.turn import Turn
from messages import commands, replies

MENTION = re.compile(r"<@[A-Z0-9]+(?:\|[^>]*)?>")
LABEL = re.compile(r"^(?:xb)?[-\s#]*(\d{1,9})$", re.IGNORECASE)


def coord(turn: Turn) -> None:
    """`/coord`."""
    coord_text(turn, typed_text(turn.body.get("text", "")).strip())


def coord_text(turn: Turn, text: str) -> None:
    """Finds the first word's meaning and hands the rest to it."""
    word, _, rest = text.partition(" ")
    found = commands.command_of(word) if word else commands.command_of("help")
    if found is None:
        answer = replies.no_such_command(word, turn.language)
        turn.tell(answer.text, answer.blocks)
        return
    WORDS[found.id](turn, rest.strip())


def open_(turn: Turn, rest: str) -> None:
    """`/coord open`: the form, or what was understood of one line."""
    if rest or "trigger_id" not in turn.body:
        one_line.ask(turn, rest)
    else:
        opening.open_request_form(turn)


def mine(turn: Turn, rest: str) -> None:
    """`/coord mine`: my steps by due time and my requests."""
    with turn.looking() as uow:
        steps, requests = desk.my_steps(uow), desk.my_requests(uow)
    answer = replies.mine(steps, requests, turn.language, uow.now)
    turn.tell(answer.text, answer.blocks)


def team(turn: Turn, rest: str) -> None:
    """`/coord team [team]`: what the named team, the channel's, or the person's own has before it."""
    with turn.looking() as uow:
        team_id = _team_id(turn, uow, rest)
        steps = desk.team_steps(uow, team_id)
    answer = replies.team(turn.desk.office.branch.policy.teams[team_id].name, steps, turn.language, uow.now)
    turn.tell(answer.text, answer.blocks)


def _team_id(turn: Turn, uow: UnitOfWork, rest: str) -> str:
    teams = turn.desk.office.branch.policy.teams
    if rest:
        named = {
            name.casefold(): each.id
            for each in teams.values()
            for name in (each.id, each.name.zh, each.name.en)
        }
        if rest.casefold() not in named:
            right = nearest(rest, list(named))
            raise Invalid(
                {"team": Problem.of("unknown_choice", value=rest, choices=(right,) if right else ())}
            )
        return named[rest.casefold()]
    mine = directory.teams_of(uow, turn.actor_id)
    of_channel = directory.team_of_channel(uow.session, turn.body.get("channel_id", ""))
    if of_channel in teams and (of_channel in mine or not mine):
        return of_channel
    return mine[0] if mine else next(iter(teams))


def show(turn: Turn, rest: str) -> None:
    """`/coord show XB-12`: one request with all its steps."""
    label = LABEL.match(rest)
    if label is None:
        raise NotFound(rest or "XB-…")
    with turn.looking() as uow:
        request = access.request_for(uow, "view_request", int(label[1]), lock=False)
        view = request_view(uow, request.id or 0)
    answer = replies.show(view, turn.language, uow.now)
    turn.tell(answer.text, answer.blocks)


def show_status(turn: Turn, rest: str) -> None:
    """`/coord status`: how things stand; `/coord status last month`: what a period brought."""
    with turn.looking() as uow:
        if rest:
            answer = replies.period(period_summary(uow, _period(uow, rest)), turn.language)
        else:
            answer = replies.status(status(uow), turn.language, uow.now)
    turn.tell(answer.text, answer.blocks)


def _period(uow: UnitOfWork, said: str) -> Period:
    """A stretch of past days in people's words; raises Invalid with what would be right."""
    try:
        return read_period(said, uow.now, uow.branch.office_calendar)
    except Unreadable as unreadable:
        code = "period_future" if unreadable.code == "future" else "period_unknown"
        raise Invalid({"period": Problem.of(code, phrase=said)}) from None


def who(turn: Turn, rest: str) -> None:
    """`/coord who resource_check`: the responsibility matrix in words."""
    policy = turn.desk.office.branch.policy
    answer = replies.who(_kind(policy, rest), policy.teams, turn.language)
    turn.tell(answer.text, answer.blocks)


def _kind(policy: Policy, said: str) -> Kind:
    """A kind by its id, its name in either language, or an alias; raises Invalid naming the nearest."""
    names = {
        name.casefold(): kind
        for kind in policy.kinds.values()
        for name in (kind.id, kind.name.zh, kind.name.en, *kind.aliases)
    }
    if said.casefold() in names:
        return names[said.casefold()]
    right = nearest(said.casefold(), list(names))
    choices = (right,) if right else tuple(kind.name.zh for kind in policy.kinds.values())
    raise Invalid({"kind": Problem.of("unknown_kind", value=said, choices=choices)})


def help_(turn: Turn, rest: str) -> None:
    """`/coord help`: every word with what it is for."""
    answer = replies.help_text(turn.language)
    turn.tell(answer.text, answer.blocks)


def mentioned(turn: Turn) -> None:
    """A mention of the bot: the same words as after `/coord`, or one line that describes a request."""
    text = typed_text(MENTION.sub(" ", turn.body["event"].get("text", ""))).strip()
    word = text.partition(" ")[0]
    if not word or commands.command_of(word):
        coord_text(turn, text)
    else:
        one_line.ask(turn, text, source_url=one_line.permalink(turn))


WORDS: dict[str, Callable[[Turn, str], None]] = {
    "open": open_,
    "mine": mine,
    "team": team,
    "show": show,
    "status": show_status,
    "who": who,
    "help": help_,
}
