"""What the interpreter finds wrong with a policy: kinds that nobody can open, courses that cannot end.

Reading the files tells what is wrong with each line; only walking the matrix tells what is wrong with the
whole. Mistakes are reported with file, line, key and what would be right.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from bot.course.explore import MOST_SITUATIONS, Explored, explore
from bot.course.graph import Values, critical_path, graph_of
from bot.policy import Kind, Policy, PolicyError, PolicyErrors, load_policy
from bot.policy.documents import Document

TYPES: Mapping[str, tuple[str, ...]] = {
    "customer": ("customer",),
    "service": ("service",),
    "access_points": ("integer",),
    "wished": ("deadline",),
    "site": ("text", "long_text"),
    "description": ("text", "long_text"),
}
"""Fields that the engine itself reads, and of which type each has to be."""
NEEDED = ("customer", "service")
"""Without these a request cannot be opened: what it concerns decides its course and its limits."""


class Exploration(NamedTuple):
    """What one kind comes to for one service."""

    kind: str
    service: str
    found: Explored


def load_checked(folder: Path) -> Policy:
    """The policy in that folder, walked through as well as read. Raises PolicyErrors."""
    return checked(load_policy(folder))


def checked(policy: Policy) -> Policy:
    """The policy itself, if its courses hold. Raises PolicyErrors with every mistake that was found."""
    if errors := list(mistakes(policy)):
        raise PolicyErrors(errors)
    return policy


def explorations(policy: Policy) -> Iterator[Exploration]:
    """Every kind with every service."""
    for kind in policy.kinds.values():
        for service in policy.services:
            yield Exploration(kind.id, service, explore(kind, Values(service)))


def mistakes(policy: Policy, most: int = MOST_SITUATIONS) -> Iterator[PolicyError]:
    """Everything that is wrong with the policy's courses; a kind may come into so many situations at most."""
    matrix = Document("matrix.yaml", policy.documents["matrix.yaml"])
    sla = Document("sla.yaml", policy.documents["sla.yaml"])
    for kind in policy.kinds.values():
        yield from _fields(matrix, kind)
        yield from _shares(sla, policy, kind)
        yield from _courses(matrix, policy, kind, most)


def _fields(matrix: Document, kind: Kind) -> Iterator[PolicyError]:
    """Whether a request of this kind can be opened at all."""
    place = ("kinds", kind.id, "fields")
    for id, types in TYPES.items():
        field = kind.field(id)
        if field is None:
            if id in NEEDED:
                said = f"nobody can open this kind: its form asks for no {id}"
                yield matrix.error(place, said, f"add `{id}`")
        elif field.type not in types:
            said = f"the engine reads {id} as {types[0]}, not as {field.type}"
            yield matrix.error((*place, id), said, f"`type: {types[0]}`, or another id")
        elif id in NEEDED and not field.required:
            yield matrix.error((*place, id), f"no request goes without its {id}", "`required: true`")


def _shares(sla: Document, policy: Policy, kind: Kind) -> Iterator[PolicyError]:
    """Along every path the shares fit into the whole [S: 时限细化、分解]."""
    shares = policy.sla.kinds[kind.id].shares
    paths = (
        critical_path(graph_of(kind, Values(service)).needs, shares, Decimal(0))
        for service in policy.services
    )
    if heaviest := max((each for each in paths if each[0] > 100), default=None):
        total, path = heaviest
        sum_ = " + ".join(f"{key} {shares[key]}" for key in path)
        said = f"along one path the shares come to {total} %: {sum_}"
        yield sla.error(("kinds", kind.id, "shares"), said, "make them fit into 100")


def _courses(matrix: Document, policy: Policy, kind: Kind, most: int) -> Iterator[PolicyError]:
    """Whether every step can come, and every answer leads somewhere."""
    steps = ("kinds", kind.id, "steps")
    found: dict[str, Explored] = {}
    for service in policy.services:
        found[service] = explore(kind, Values(service), most)
        if found[service].is_too_large:
            said = f"a request can come into more than {most:,} situations: nobody can check them"
            yield matrix.error(steps, said, "split the kind, or let fewer steps hang on earlier answers")
            return
    if empty := [service for service, each in found.items() if each.is_empty]:
        said = f"a request for {', '.join(empty)} would have no step at all"
        yield matrix.error(steps, said, "let one step apply to every service")
    for key, outcome in sorted({each for explored in found.values() for each in explored.dead_ends}):
        said = f"after {key} answers {outcome} no step may follow, and nothing says how the request ends"
        hint = "`concludes: done` or `declined`, or a step whose `applies` names this answer"
        yield matrix.error((*steps, key, "outcomes", outcome), said, hint)
    reached = {key for explored in found.values() for key in explored.reached}
    for step in kind.steps:
        if step.key not in reached:
            hint = "look at its `applies`, and at the answers of the steps before it"
            yield matrix.error((*steps, step.key), "no course ever comes to this step", hint)
