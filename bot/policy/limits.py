"""Whether the limits of sla.yaml fit the matrix: shares, grades, units and calendars."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from itertools import pairwise

from bot.policy.documents import Document
from bot.policy.errors import PolicyError, suggest
from bot.policy.matrix import Kind
from bot.policy.routing import Leg, route
from bot.policy.sla import KindTargets, SlaPolicy
from bot.worktime import BusinessCalendar
from models.enums import AssuranceLevel, Grade

_DAY = 24 * 3600


def check_limits(
    document: Document,
    file: SlaPolicy,
    kinds: Mapping[str, Kind],
    services: Iterable[str],
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
        misnamed = list(_shares(document, id, rule, kinds[id]))
        yield from misnamed or _paths(document, id, rule, kinds[id], services)


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


def _paths(
    document: Document, id: str, rule: KindTargets, kind: Kind, services: Iterable[str]
) -> Iterator[PolicyError]:
    heaviest = max((_heaviest(route(kind, each), rule.shares) for each in services), default=(Decimal(0), ()))
    total, path = heaviest
    if total > 100:
        sum_ = " + ".join(f"{key} {rule.shares[key]}" for key in path)
        said = f"along one path the shares come to {total} %: {sum_}"
        yield document.error(("kinds", id, "shares"), said, "make them fit into 100")


def _heaviest(legs: Iterable[Leg], shares: Mapping[str, Decimal]) -> tuple[Decimal, tuple[str, ...]]:
    """The path with the largest sum of shares, and that sum."""
    ends: dict[str, tuple[Decimal, tuple[str, ...]]] = {}
    for leg in legs:
        before = max((ends[need] for need in leg.needs), default=(Decimal(0), ()))
        ends[leg.key] = (before[0] + shares[leg.key], (*before[1], leg.key))
    return max(ends.values(), default=(Decimal(0), ()))
