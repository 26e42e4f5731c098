"""The matrix as a graph: which steps a request may have for its values, and what each waits for. Pure.

This is the only place that walks from step to step; the interpreter, the plan, the forecast and the check of
shares ask it.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from typing import Generic, NamedTuple, TypeVar

from bot.policy import Condition, Kind, StepRule

Amount = TypeVar("Amount", timedelta, Decimal)
Needs = Mapping[str, tuple[str, ...]]
"""What each step waits for, by key, in topological order."""


class Values(NamedTuple):
    """What of a request decides which steps it has."""

    service: str


@dataclass(frozen=True)
class Node:
    """One step that a request may have.

    `needs` are the steps that must have ended before it is decided on: those that the matrix names, bridged
    over the ones that the request's values leave out, and those whose answers its condition reads. `before`
    are all that it rests on, directly or not.
    """

    rule: StepRule
    needs: tuple[str, ...]
    before: frozenset[str] = frozenset()

    @property
    def key(self) -> str:
        return self.rule.key


@dataclass(frozen=True)
class Graph:
    """The steps of one request by key, in topological order."""

    nodes: Mapping[str, Node] = field(default_factory=dict)

    def __iter__(self) -> Iterator[Node]:
        return iter(self.nodes.values())

    @property
    def needs(self) -> Needs:
        """What each step waits for."""
        return {node.key: node.needs for node in self}

    def before(self, key: str) -> frozenset[str]:
        """Every step that the step rests on, directly or not."""
        return self.nodes[key].before

    def after(self, keys: Collection[str]) -> frozenset[str]:
        """Every step that rests on one of these, directly or not."""
        return frozenset(node.key for node in self if not node.before.isdisjoint(keys))


def graph_of(kind: Kind, values: Values) -> Graph:
    """The steps that a request of this kind may have.

    A step whose condition reads earlier answers belongs to it as long as one of the steps it reads does.
    """
    nodes: dict[str, Node] = {}
    bridges: dict[str, tuple[str, ...]] = {}
    for rule in kind.steps:
        needs = _bridged(rule, nodes, bridges)
        if _may_apply(rule.applies, values, nodes):
            nodes[rule.key] = Node(rule, needs, _before(needs, nodes))
        else:
            bridges[rule.key] = needs
    return Graph(nodes)


def _may_apply(condition: Condition | None, values: Values, nodes: Mapping[str, Node]) -> bool:
    if condition is None:
        return True
    reads_something = not condition.asks or any(key in nodes for key in condition.asks)
    return reads_something and condition.fits_service(values.service)


def _bridged(
    rule: StepRule, nodes: Mapping[str, Node], bridges: Mapping[str, tuple[str, ...]]
) -> tuple[str, ...]:
    """The needs that the rule names and that are there. For each that is not, what it waited for, and the
    steps that the condition reads, unless others imply them."""
    found = [need for need in rule.needs if need in nodes]
    implied = set(_before(found, nodes))
    asks = rule.applies.asks if rule.applies else ()
    gone = [each for need in (*rule.needs, *asks) if need not in nodes for each in bridges[need]]
    for need in (*gone, *(each for each in asks if each in nodes)):
        if need not in implied:
            found.append(need)
            implied |= _before([need], nodes)
    return tuple(found)


def _before(needs: Collection[str], nodes: Mapping[str, Node]) -> frozenset[str]:
    """These steps and all that they rest on."""
    return frozenset(needs).union(*(nodes[need].before for need in needs))


class Span(NamedTuple, Generic[Amount]):
    """When a step begins and ends, from a common start; `awaited` is the step that it waits for longest."""

    start: Amount
    end: Amount
    awaited: str | None


def schedule(
    needs: Needs, amounts: Mapping[str, Amount], nothing: Amount, begun: Collection[str] = ()
) -> dict[str, Span[Amount]]:
    """By step: when it begins and ends.

    Every step takes its amount once all that it waits for has ended; what has `begun` waits for nothing.
    """
    spans: dict[str, Span[Amount]] = {}
    for key, waits_for in needs.items():
        awaiting = [] if key in begun else [need for need in waits_for if need in spans]
        awaited = max(awaiting, key=lambda need: spans[need].end, default=None)
        start = spans[awaited].end if awaited else nothing
        spans[key] = Span(start, start + amounts[key], awaited)
    return spans


def critical_path(
    needs: Needs, amounts: Mapping[str, Amount], nothing: Amount, begun: Collection[str] = ()
) -> tuple[Amount, tuple[str, ...]]:
    """The longest way through the steps: how much it takes, and the steps on it in order."""
    spans = schedule(needs, amounts, nothing, begun)
    last = max(spans, key=lambda key: spans[key].end, default=None)
    if last is None:
        return nothing, ()
    path: list[str] = []
    step: str | None = last
    while step is not None:
        path.append(step)
        step = spans[step].awaited
    return spans[last].end, tuple(reversed(path))


def tails(
    needs: Needs, amounts: Mapping[str, Amount], nothing: Amount, begun: Collection[str] = ()
) -> dict[str, Amount]:
    """By step: the longest way from its end to the end of all."""
    after: dict[str, Amount] = dict.fromkeys(needs, nothing)
    for key in reversed(tuple(needs)):
        for need in needs[key] if key not in begun else ():
            if need in after:
                after[need] = max(after[need], amounts[key] + after[key])
    return after
