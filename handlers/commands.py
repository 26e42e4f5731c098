"""`/coord …`: one word says what is wanted, in either language; what follows belongs to it."""

import re
from collections.abc import Callable

from bot.errors import Invalid, NotFound, Problem
from bot.insight import worklist
from bot.insight.period import period_summary
from bot.insight.status import status
from bot.insight.views import request_view
from bot.language.times import Period, Unreadable, read_period
from bot.people import access, directory
from bot.policy import Kind, Policy, nearest
from bot.storage.unit_of_work import UnitOfWork
from handlers import one_line, opening
from handlers.interaction import Interaction
from handlers.parsing import typed_text
from messages import commands, replies

MENTION = re.compile(r"<@[A-Z0-9]+(?:\|[^>]*)?>")
LABEL = re.compile(r"^(?:xb)?[-\s#]*(\d{1,9})$", re.IGNORECASE)


def coord(interaction: Interaction) -> None:
    """`/coord`."""
    coord_text(interaction, typed_text(interaction.body.get("text", "")).strip())


def coord_text(interaction: Interaction, text: str) -> None:
    """Finds the command that the first word names, and calls it with the rest."""
    word, _, rest = text.partition(" ")
    found = commands.command_of(word) if word else commands.command_of("help")
    if found is None:
        answer = replies.no_such_command(word, interaction.language)
        interaction.tell(answer.text, answer.blocks)
        return
    WORDS[found.id](interaction, rest.strip())


def open_(interaction: Interaction, rest: str) -> None:
    """`/coord open`: the form, or what was understood of one line."""
    if rest or "trigger_id" not in interaction.body:
        one_line.ask(interaction, rest)
    else:
        opening.open_request_form(interaction)


def mine(interaction: Interaction, rest: str) -> None:
    """`/coord mine`: my steps by due time and my requests."""
    with interaction.looking() as uow:
        steps, requests = worklist.my_steps(uow), worklist.my_requests(uow)
    answer = replies.mine(steps, requests, interaction.language, uow.now)
    interaction.tell(answer.text, answer.blocks)


def team(interaction: Interaction, rest: str) -> None:
    """`/coord team [team]`: what the named team, the channel's, or the person's own has before it."""
    with interaction.looking() as uow:
        team_id = _team_id(interaction, uow, rest)
        steps = worklist.team_steps(uow, team_id)
    answer = replies.team(
        interaction.context.office.branch.policy.teams[team_id].name, steps, interaction.language, uow.now
    )
    interaction.tell(answer.text, answer.blocks)


def _team_id(interaction: Interaction, uow: UnitOfWork, rest: str) -> str:
    teams = interaction.context.office.branch.policy.teams
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
    mine = directory.teams_of(uow, interaction.actor_id)
    of_channel = directory.team_of_channel(uow.session, interaction.body.get("channel_id", ""))
    if of_channel in teams and (of_channel in mine or not mine):
        return of_channel
    return mine[0] if mine else next(iter(teams))


def show(interaction: Interaction, rest: str) -> None:
    """`/coord show XB-12`: one request with all its steps."""
    label = LABEL.match(rest)
    if label is None:
        raise NotFound(rest or "XB-…")
    with interaction.looking() as uow:
        request = access.request_for(uow, "view_request", int(label[1]), lock=False)
        view = request_view(uow, request.id or 0)
    answer = replies.show(view, interaction.language, uow.now)
    interaction.tell(answer.text, answer.blocks)


def show_status(interaction: Interaction, rest: str) -> None:
    """`/coord status`: how things stand; `/coord status last month`: what a period brought."""
    with interaction.looking() as uow:
        if rest:
            answer = replies.period(period_summary(uow, _period(uow, rest)), interaction.language)
        else:
            answer = replies.status(status(uow), interaction.language, uow.now)
    interaction.tell(answer.text, answer.blocks)


def _period(uow: UnitOfWork, said: str) -> Period:
    """A stretch of past days in people's words; raises Invalid with what would be right."""
    try:
        return read_period(said, uow.now, uow.branch.office_calendar)
    except Unreadable as unreadable:
        code = "period_future" if unreadable.code == "future" else "period_unknown"
        raise Invalid({"period": Problem.of(code, phrase=said)}) from None


def who(interaction: Interaction, rest: str) -> None:
    """`/coord who resource_check`: the responsibility matrix in words."""
    policy = interaction.context.office.branch.policy
    answer = replies.who(_kind(policy, rest), policy.teams, interaction.language)
    interaction.tell(answer.text, answer.blocks)


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


def help_(interaction: Interaction, rest: str) -> None:
    """`/coord help`: every word with what it is for."""
    answer = replies.help_text(interaction.language)
    interaction.tell(answer.text, answer.blocks)


def mentioned(interaction: Interaction) -> None:
    """A mention of the bot: the same words as after `/coord`, or one line that describes a request."""
    text = typed_text(MENTION.sub(" ", interaction.body["event"].get("text", ""))).strip()
    word = text.partition(" ")[0]
    if not word or commands.command_of(word):
        coord_text(interaction, text)
    else:
        one_line.ask(interaction, text, source_url=one_line.permalink(interaction))


WORDS: dict[str, Callable[[Interaction, str], None]] = {
    "open": open_,
    "mine": mine,
    "team": team,
    "show": show,
    "status": show_status,
    "who": who,
    "help": help_,
}
