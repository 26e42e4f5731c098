"""Walks a kind through the interpreter, along one set of answers or along all that can be given. Pure."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.course.graph import Graph, Values, graph_of
from bot.course.interpreter import Course, Decision, End, Visit, answer_of, judge
from bot.policy import Kind
from models.enums import StepState

Walk = tuple[tuple[str, ...], End | None]
"""The steps that were done, in order, and how the request ended; None where it cannot end."""


MOST_SITUATIONS = 20_000
"""A kind with more of them is beyond what anybody could read, and what a check should wait for."""


@dataclass
class Explored:
    """What every possible course of a kind, for some values, comes to.

    `courses` counts the ways from opening to an end, `situations` the different ones on them, `ends` the ways
    by how they end. `reached` are the steps that were ever ready. `dead_ends` are the last answers of courses
    that cannot end, as (step, outcome). `is_empty`: no step is ever ready; `is_too_large`: the walk was cut.
    """

    courses: int = 0
    situations: int = 0
    ends: Counter[str] = field(default_factory=Counter)
    reached: set[str] = field(default_factory=set)
    dead_ends: set[tuple[str, str]] = field(default_factory=set)
    is_empty: bool = False
    is_too_large: bool = False


def walk(kind: Kind, values: Values, answers: Mapping[str, str] | Callable[[str], str]) -> Walk:
    """Does every step when its turn comes, with the answer given (else its first outcome)."""
    answer = answers if callable(answers) else lambda key: answers.get(key, kind.step(key).outcomes[0].id)
    visits: tuple[Visit, ...] = ()
    done: list[str] = []
    while True:
        visits, decision = _advanced(kind, values, visits)
        open_visit = next((each for each in visits if each.state == StepState.READY), None)
        if decision.end or open_visit is None:
            return tuple(done), decision.end
        done.append(open_visit.key)
        visits = _answered(visits, open_visit, answer(open_visit.key))


def explore(kind: Kind, values: Values) -> Explored:
    """Every course that a request of this kind with these values can take.

    Steps side by side are answered one after the other: nothing that one answers decides about the other.
    Situations that differ only in answers which nothing ahead reads are walked once, so the work grows with
    what answers decide and not with how many there are.
    """
    walker = _Walker(kind, values)
    ends = walker.ends(())
    found = walker.found
    found.ends, found.courses, found.situations = ends, ends.total(), len(walker.known)
    return found


class _Walker:
    """Remembers how many ways lead from each situation to each end."""

    def __init__(self, kind: Kind, values: Values) -> None:
        self.kind, self.values, self.found = kind, values, Explored()
        self.graph = graph_of(kind, values)
        self.known: dict[Situation, Counter[str]] = {}

    def ends(self, visits: tuple[Visit, ...]) -> Counter[str]:
        """How many ways lead from here to each end."""
        visits, decision = _advanced(self.kind, self.values, visits)
        open_visit = next((each for each in reversed(visits) if each.state == StepState.READY), None)
        self.found.reached |= {each.key for each in visits if each.state != StepState.SKIPPED}
        if decision.end:
            return Counter({decision.end.state: 1})
        if open_visit is None:
            self.found.dead_ends |= _last_answers(self.kind, self.values, visits)
            self.found.is_empty = not self.found.reached
            return Counter({"stuck": 1})
        situation = _situation(self.kind, self.values, self.graph, visits)
        if situation not in self.known:
            if len(self.known) >= MOST_SITUATIONS:
                self.found.is_too_large = True
                return Counter()
            ends: Counter[str] = Counter()
            for outcome in self.kind.step(open_visit.key).outcomes:
                ends += self.ends(_answered(visits, open_visit, outcome.id))
            self.known[situation] = ends
        return self.known[situation]


Situation = tuple[frozenset[tuple[str, bool]], frozenset[Any], frozenset[Any]]
"""Which steps were visited and which of them wait for an answer; what each condition ahead knows so far; the
endings that may still be the last, by what follows them."""


def _situation(kind: Kind, values: Values, graph: Graph, visits: tuple[Visit, ...]) -> Situation:
    """What of the visits decides about what is ahead: less than the answers themselves."""
    answers: dict[str, str | None] = dict.fromkeys(graph.nodes)
    answers |= {each.key: answer_of(each) for each in visits}
    ahead = [node for node in graph if node.key not in {each.key for each in visits}]
    outlook = set()
    for node in ahead:
        if (condition := node.rule.applies) is not None:
            has_matched = any(answers.get(key) == condition.outcome for key in condition.asks)
            outlook.add((node.key, judge(condition, values, answers), has_matched))
    answering = (each.key for each in visits if each.state in (StepState.READY, StepState.DONE))
    followed = frozenset[str]().union(*(graph.before(key) for key in answering))
    endings = {
        (
            frozenset(node.key for node in ahead if each.key in node.before),
            kind.step(each.key).outcome(each.outcome).concludes,
        )
        for each in visits
        if each.outcome is not None and each.key not in followed
    }
    ready = frozenset((each.key, each.state == StepState.READY) for each in visits)
    return ready, frozenset(outlook), frozenset(endings)


def _advanced(kind: Kind, values: Values, visits: tuple[Visit, ...]) -> tuple[tuple[Visit, ...], Decision]:
    decision = Course(kind, values, visits).decide()
    made = [Visit(place, StepState.READY) for place in decision.ready]
    made += [Visit(place, StepState.SKIPPED) for place in decision.skipped]
    return (*visits, *made), decision


def _answered(visits: tuple[Visit, ...], visit: Visit, outcome: str) -> tuple[Visit, ...]:
    done = visit._replace(state=StepState.DONE, outcome=outcome)
    return tuple(done if each is visit else each for each in visits)


def _last_answers(kind: Kind, values: Values, visits: tuple[Visit, ...]) -> set[tuple[str, str]]:
    """The answers after which nothing came."""
    course = Course(kind, values, visits)
    done = {each.key: each.outcome or "" for each in visits if each.state == StepState.DONE}
    return {(key, said) for key, said in done.items() if course.graph.after({key}).isdisjoint(done)}
