"""Names in one policy file that must exist elsewhere, and what must stand only once."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from itertools import pairwise

from bot.policy.documents import Document, Path
from bot.policy.errors import PolicyError, suggest
from bot.policy.escalation import EscalationPolicy, Level, Levels
from bot.policy.matrix import FieldRule, Kind, MatrixFile, StepRule
from bot.policy.services import ServicesFile
from bot.policy.sla import SlaPolicy
from bot.worktime import parse_amount
from models.enums import Reach


@dataclass(frozen=True)
class Known:
    """The names that the other files define; None for a file that has mistakes of its own."""

    teams: frozenset[str] | None = None
    services: frozenset[str] | None = None
    families: frozenset[str] | None = None
    kinds: frozenset[str] | None = None
    calendars: frozenset[str] | None = None


Names = Iterable[tuple[Path, str]]


def unknown(
    document: Document, what: str, names: Names, known: Iterable[str] | None
) -> Iterator[PolicyError]:
    """A complaint for each name that is not known, with the nearest one that is."""
    if known is None:
        return
    for path, name in names:
        if name not in known:
            yield document.error(path, f"no {what} is called {name!r}", suggest(name, known))


def check_services(document: Document, file: ServicesFile, known: Known) -> Iterator[PolicyError]:
    families = [(("services", id, "family"), rule.family) for id, rule in file.services.items()]
    yield from unknown(document, "family", families, file.families)
    for id, rule in file.services.items():
        yield from unknown(document, "team", _each(("services", id, "teams"), rule.teams), known.teams)
    yield from _clashes(document, "services", {id: rule.aliases for id, rule in file.services.items()})


def check_matrix(document: Document, file: MatrixFile, known: Known) -> Iterator[PolicyError]:
    yield from _reach(document, ("shared", "fields", "reach"), file.shared.fields.get("reach"))
    for id, kind in file.kinds.items():
        yield from _reach(document, ("kinds", id, "fields", "reach"), kind.field("reach"))
        place: Path = ("kinds", id)
        yield from _twice(document, (*place, "steps"), [step.key for step in kind.steps])
        yield from _field_twice(document, (*place, "fields"), kind.fields)
        for step in kind.steps:
            yield from _reserved(document, (*place, "steps", step.key), step)
            yield from _step(document, (*place, "steps", step.key), kind, step, known)
    yield from _clashes(document, "kinds", {id: kind.aliases for id, kind in file.kinds.items()})


RESERVED_STEPS, RESERVED_OUTCOMES = ("question",), ("skipped",)
"""Words by which the engine calls what is no step of the matrix, and a step that gave no answer."""


def _reserved(document: Document, place: Path, step: StepRule) -> Iterator[PolicyError]:
    if step.key in RESERVED_STEPS:
        yield document.error(place, f"no step can be called {step.key!r}: the engine uses it", "rename it")
    for outcome in step.outcomes:
        if outcome.id in RESERVED_OUTCOMES:
            said = f"no outcome can be called {outcome.id!r}: the engine uses it"
            yield document.error((*place, "outcomes", outcome.id), said, "rename it")


def check_sla(document: Document, file: SlaPolicy, known: Known) -> Iterator[PolicyError]:
    yield from unknown(document, "kind", [(("kinds", id), id) for id in file.kinds], known.kinds)
    calendars = [(("kinds", id, "calendar"), rule.calendar) for id, rule in file.kinds.items()]
    yield from unknown(document, "calendar", calendars, known.calendars)
    for id, rule in file.kinds.items():
        families = rule.access_points.families if rule.access_points else ()
        place = ("kinds", id, "access_points", "families")
        yield from unknown(document, "family", _each(place, families), known.families)
    for id in sorted((known.kinds or frozenset()) - set(file.kinds)):
        yield document.error(("kinds", id), "this kind of the matrix has no targets", f"add `{id}:`")


def check_escalation(document: Document, file: EscalationPolicy, known: Known) -> Iterator[PolicyError]:
    yield from unknown(document, "kind", [(("kinds", id), id) for id in file.kinds], known.kinds)
    asked: Names = [(("questions", "kinds", id), id) for id in file.questions.kinds]
    yield from unknown(document, "kind", asked, known.kinds)
    for number, rule in enumerate(file.quiet_hours.passes):
        place = ("quiet_hours", "passes", number, "kinds")
        yield from unknown(document, "kind", _each(place, rule.kinds), known.kinds)
    calendars: Names = [
        (("quiet_hours", "calendar"), file.quiet_hours.calendar),
        (("snooze", "calendar"), file.snooze.calendar),
    ]
    yield from unknown(document, "calendar", calendars, known.calendars)
    yield from _twice(document, ("pause_reasons",), [reason.id for reason in file.pause_reasons])
    yield from _levels(document, ("levels",), file.levels)
    for id, levels in file.kinds.items():
        yield from _levels(document, ("kinds", id), levels)


def _reach(document: Document, place: Path, field: FieldRule | None) -> Iterator[PolicyError]:
    """The engine reads the field `reach`; what a kind takes from `shared` is told there."""
    if field is None or document.is_within_word((*place, "type")):
        return
    if field.type != "choice":
        said = f"the engine reads reach as choice, not as {field.type}"
        yield document.error((*place, "type"), said, "`type: choice`, or another id")
    choices: Names = [((*place, "choices", each.id), each.id) for each in field.choices]
    yield from unknown(document, "reach", choices, list(Reach))


def _step(document: Document, place: Path, kind: Kind, step: StepRule, known: Known) -> Iterator[PolicyError]:
    teams: list[tuple[Path, str]] = [
        ((*place, "team"), step.team),
        ((*place, "accountable"), step.accountable),
    ]
    teams += [*_each((*place, "consulted"), step.consulted), *_each((*place, "informed"), step.informed)]
    yield from unknown(document, "team", teams, known.teams)
    steps = [each.key for each in kind.steps]
    yield from unknown(document, "step", _each((*place, "needs"), step.needs), steps)
    yield from _twice(document, (*place, "outcomes"), [each.id for each in step.outcomes])
    for outcome in step.outcomes:
        yield from _field_twice(document, (*place, "outcomes", outcome.id, "fields"), outcome.fields)
    if step.applies is not None:
        yield from _condition(document, (*place, "applies"), kind, step, known)


def _condition(
    document: Document, place: Path, kind: Kind, step: StepRule, known: Known
) -> Iterator[PolicyError]:
    rule = step.applies
    assert rule is not None
    yield from unknown(document, "service", _each((*place, "services"), rule.services), known.services)
    specialty = [((*place, "specialty"), rule.specialty)] if rule.specialty else []
    yield from unknown(document, "team", specialty, known.teams)
    keys = [each.key for each in kind.steps]
    asked = "any_of" if rule.any_of else "all_of"
    yield from unknown(document, "step", _each((*place, asked), rule.asks), keys)
    for key in rule.asks:
        outcomes = [each.id for each in kind.step(key).outcomes] if key in keys else [rule.outcome]
        if rule.outcome not in outcomes:
            said = f"step {key} has no outcome {rule.outcome!r}"
            yield document.error((*place, "outcome"), said, suggest(str(rule.outcome), map(str, outcomes)))


def _levels(document: Document, place: Path, levels: Levels) -> Iterator[PolicyError]:
    clocks = (("step", levels.step), ("request", levels.request), ("question", levels.question))
    for clock, here in clocks:
        yield from _twice(document, (*place, clock), [level.key for level in here])
        for lower, level in pairwise(here):
            if all(_rank(level, day) <= _rank(lower, day) for day in _DAYS):
                said = f"{level.at} stands after {lower.at}, which is not below it"
                yield document.error((*place, clock, level.key, "at"), said, "the lowest level comes first")


@dataclass(frozen=True)
class _Day:
    day_seconds: int


_DAYS = (_Day(3600), _Day(86400))
"""Levels hold for clocks of any calendar: only what is out of order whatever a day's length is a mistake."""


def _rank(level: Level, day: _Day) -> tuple[Decimal, timedelta]:
    if level.at.endswith("%"):
        return Decimal(level.at[:-1]), timedelta(0)
    amount = parse_amount(level.at[1:], day)
    return Decimal(100), -amount if level.at.startswith("-") else amount


def _field_twice(document: Document, place: Path, fields: Sequence[FieldRule]) -> Iterator[PolicyError]:
    yield from _twice(document, place, [each.id for each in fields])
    for number, field in enumerate(fields):
        yield from _twice(document, (*place, number, "choices"), [each.id for each in field.choices])


def _twice(document: Document, place: Path, ids: Sequence[str]) -> Iterator[PolicyError]:
    for number, id in enumerate(ids):
        if id in ids[:number]:
            yield document.error((*place, number), f"{id!r} stands here twice", "remove or rename one")


def _clashes(document: Document, root: str, aliases: Mapping[str, Sequence[str]]) -> Iterator[PolicyError]:
    owners: dict[str, str] = {}
    for id, words in aliases.items():
        for number, word in enumerate(words):
            owner = owners.setdefault(word.casefold(), id)
            if owner != id or word.casefold() in [each.casefold() for each in words[:number]]:
                said = f"the alias {word!r} already stands for {owner}"
                yield document.error((root, id, "aliases", number), said, "an alias stands for one thing")


def _each(place: Path, names: Iterable[str]) -> Names:
    return [((*place, number), name) for number, name in enumerate(names)]
