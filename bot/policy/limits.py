"""Whether the limits of sla.yaml name the matrix's steps, and whether grades, units and calendars agree.

That the shares fit into the whole along every path is for `bot.course.checks` to say: it knows the paths.
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise

from bot.policy.documents import Document, Path
from bot.policy.errors import PolicyError, suggest
from bot.policy.matrix import Kind
from bot.policy.sla import KindTargets, SlaPolicy
from bot.worktime import BusinessCalendar
from models.enums import AssuranceLevel, Grade, Reach

_DAY = 24 * 3600


def check_limits(
    document: Document,
    file: SlaPolicy,
    kinds: Mapping[str, Kind],
    calendars: Mapping[str, BusinessCalendar],
) -> Iterator[PolicyError]:
    """Every limit that does not fit; kinds and calendars that are unknown are told elsewhere."""
    for id, rule in file.kinds.items():
        if id not in kinds:
            continue
        yield from _hours(document, id, rule, calendars)
        if rule.depends_on_reach and not kinds[id].field("reach"):
            place = ("kinds", id, "targets")
            yield document.error(place, "the kind has no field reach", "add the field to matrix.yaml")
        if rule.access_points and not kinds[id].field("access_points"):
            place = ("kinds", id, "access_points")
            yield document.error(place, "the kind has no field access_points", "add the field to matrix.yaml")
        yield from _shares(document, id, rule, kinds[id])


def check_targets(document: Document, file: SlaPolicy) -> Iterator[PolicyError]:
    """Every target that is missing, of no known name, or out of order."""
    for id, rule in file.kinds.items():
        place: Path = ("kinds", id, "targets")
        if not rule.depends_on_reach:
            yield from _levels(document, place, rule, None)
            continue
        yield from _names(document, place, "reach", rule.tables, Reach)
        for reach in rule.tables:
            yield from _levels(document, (*place, str(reach)), rule, reach)
        yield from _farther(document, place, rule)


def _levels(document: Document, place: Path, rule: KindTargets, reach: str | None) -> Iterator[PolicyError]:
    """One table by grade or assurance level: all of them, and none better that waits longer than a worse."""
    order, amounts = _order(rule), rule.tables.get(reach, {})
    what = "grade" if rule.by == "grade" else "assurance level"
    yield from _names(document, place, what, amounts, order)
    for better, worse in pairwise(each for each in order if each in amounts):
        if amounts[better] > amounts[worse]:
            said = f"{better} waits longer ({amounts[better]}) than {worse} ({amounts[worse]})"
            yield document.error((*place, better), said, f"{better} comes before {worse} [S]")


def _names(
    document: Document, place: Path, what: str, given: Iterable[str | None], known: Iterable[str]
) -> Iterator[PolicyError]:
    """What is named must be known, and what is known must be named."""
    names, all_ = [str(each) for each in given], [str(each) for each in known]
    for name in names:
        if name not in all_:
            yield document.error((*place, name), f"no {what} is called {name!r}", suggest(name, all_))
    for name in all_:
        if name not in names:
            yield document.error((*place, name), f"this {what} has no target", f"add `{name}:`")


def _farther(document: Document, place: Path, rule: KindTargets) -> Iterator[PolicyError]:
    """What reaches farther never has less time."""
    for nearer, farther in pairwise(reach for reach in Reach if reach in rule.tables):
        near, far = rule.tables[nearer], rule.tables[farther]
        for level in _order(rule):
            if level in near and level in far and far[level] < near[level]:
                said = f"{farther} has less time ({far[level]}) than {nearer} ({near[level]})"
                hint = f"{farther} reaches farther than {nearer}"
                yield document.error((*place, farther, level), said, hint)


def _order(rule: KindTargets) -> list[str]:
    """Grades or assurance levels, best first."""
    return [str(each) for each in (Grade if rule.by == "grade" else AssuranceLevel)]


def _hours(
    document: Document, id: str, rule: KindTargets, calendars: Mapping[str, BusinessCalendar]
) -> Iterator[PolicyError]:
    calendar = calendars.get(rule.calendar)
    if calendar and rule.unit == "clock_hours" and calendar.day_seconds != _DAY:
        said = f"clock_hours do not go with calendar {rule.calendar}, which closes"
        yield document.error(("kinds", id, "unit"), said, "use working_hours, or a calendar around the clock")


def _shares(document: Document, id: str, rule: KindTargets, kind: Kind) -> Iterator[PolicyError]:
    keys = [step.key for step in kind.steps]
    for key in rule.shares:
        if key not in keys:
            yield document.error(
                ("kinds", id, "shares", key), f"no step is called {key!r}", suggest(key, keys)
            )
    for key in keys:
        if key not in rule.shares:
            yield document.error(
                ("kinds", id, "shares", key), "the step has no share", f"add `{key}:` in percent"
            )
