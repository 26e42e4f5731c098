"""Whether the limits of sla.yaml name the matrix's steps, and whether grades, units and calendars agree.

That the shares fit into the whole along every path is for `bot.course.checks` to say: it knows the paths.
"""

from collections.abc import Iterator, Mapping
from itertools import pairwise

from bot.policy.documents import Document
from bot.policy.errors import PolicyError, suggest
from bot.policy.matrix import Kind
from bot.policy.sla import KindTargets, SlaPolicy
from bot.worktime import BusinessCalendar
from models.enums import AssuranceLevel, Grade

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
        yield from _targets(document, id, rule, calendars)
        if rule.access_points and not kinds[id].field("access_points"):
            place = ("kinds", id, "access_points")
            yield document.error(place, "the kind has no field access_points", "add the field to matrix.yaml")
        yield from _shares(document, id, rule, kinds[id])


def _targets(
    document: Document, id: str, rule: KindTargets, calendars: Mapping[str, BusinessCalendar]
) -> Iterator[PolicyError]:
    order = [str(each) for each in (Grade if rule.by == "grade" else AssuranceLevel)]
    for better, worse in pairwise(order):
        if rule.targets[better] > rule.targets[worse]:
            said = f"{better} waits longer ({rule.targets[better]}) than {worse} ({rule.targets[worse]})"
            yield document.error(("kinds", id, "targets", better), said, f"{better} comes before {worse} [S]")
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
