"""Answers that say rather than list: help, who does what, a wrong word."""

from collections.abc import Mapping, Sequence

from bot.delivery.rendered import Rendered
from bot.policy import Kind, StepRule, Team
from messages.blocks import Block, listing, section
from messages.commands import COMMANDS, nearest
from messages.mrkdwn import Mrkdwn, bold, escape, join, md
from messages.texts import Texts


def said(text: str) -> Rendered:
    """One saying; `text` is mrkdwn if it was made so."""
    return Rendered(text=md(text), blocks=[section(text)])


def help_text(language: str, command: str = "/coord") -> Rendered:
    """Every command with what it is for; either language's words work."""
    t = Texts(language)
    heading = t("What {command} can do", command=command)
    return Rendered(text=heading, blocks=[section(bold(heading)), *listing(_help_lines(t, command))])


def _help_lines(t: Texts, command: str) -> list[Mrkdwn]:
    return [
        t.md(
            "`{command} {name}{usage}` ({other}): {help}",
            command=command,
            name=each.name_in(t.language),
            usage=f" {t(each.usage)}" if each.usage else "",
            other=each.id if t.language == "zh" else each.zh,
            help=t(each.help),
        )
        for each in COMMANDS
    ]


def no_such_command(word: str, language: str, command: str = "/coord") -> Rendered:
    """A wrong word gets the nearest right one."""
    t = Texts(language)
    right = nearest(word)
    return said(
        t.md(
            "There is no “{word}”. Did you mean `{command} {right}` ({help})? `{command} {all}` lists all.",
            word=word[:100],
            command=command,
            right=right.name_in(t.language),
            help=t(right.help),
            all=COMMANDS[-1].name_in(t.language),
        )
    )


def who(kind: Kind, teams: Mapping[str, Team], language: str) -> Rendered:
    """Who does what for a kind of request: the responsibility matrix in words."""
    t = Texts(language)
    heading = t("Who does what: {kind}", kind=t.of(kind.name))
    lines = [_step(number, step, teams, t) for number, step in enumerate(kind.steps, start=1)]
    blocks: list[Block] = [section(bold(heading)), *listing(lines)]
    return Rendered(text=heading, blocks=blocks)


def _step(number: int, step: StepRule, teams: Mapping[str, Team], t: Texts) -> Mrkdwn:
    team = teams[step.team]
    head = t.md(
        "{number}. {step} · {team} (#{channel})",
        number=number,
        step=bold(t.start(step.name)),
        team=t.of(team.name),
        channel=team.channel,
    )
    parts = [
        t.md("accountable: {team}", team=t.of(teams[step.accountable].name)),
        _some(t("consulted: {teams}"), step.consulted, teams, t),
        _some(t("informed: {teams}"), step.informed, teams, t),
        t.md("only where it applies") if step.applies else "",
    ]
    return join([head, join(parts, " · ")])


def _some(text: str, ids: Sequence[str], teams: Mapping[str, Team], t: Texts) -> Mrkdwn:
    names = t(", ").join(t.of(teams[each].name) for each in ids)
    return escape(text.format(teams=names)) if ids else Mrkdwn("")
