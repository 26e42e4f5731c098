"""Walks a kind through the interpreter, along one set of answers or along all that can be given. Pure."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.course.graph import Graph, Values, graph_of
from bot.course.interpreter import Course, Decision, End, Visit, answer_of, judge
from bot.policy import Kind
from models.enums import StepState

Walk = tuple[tuple[str, ...], End | None]
"""The steps that were done, in order, and how the request ended; None where it cannot end."""
Visits = tuple[Visit, ...]
DeadEnds = set[tuple[str, str]]

MOST_SITUATIONS = 20_000
"""A kind with more of them is beyond what anybody could read, and what a check should wait for."""


@dataclass(frozen=True)
class Explored:
    """What every possible course of a kind, for some values, comes to.

    `ends` counts the ways from opening to an end by how they end, `situations` the different ones on them.
    `reached` are the steps that were ever ready. `dead_ends` are the answers after which courses cannot end,
    as (step, outcome). `is_too_large`: there are more situations than were wanted, and the walk was cut.
    """

    ends: Counter[str]
    situations: int
    reached: set[str]
    dead_ends: DeadEnds
    is_too_large: bool

    @property
    def courses(self) -> int:
        """How many ways lead from opening to an end."""
        return self.ends.total()

    @property
    def is_empty(self) -> bool:
        """Whether no step is ever ready."""
        return not self.reached


def walk(kind: Kind, values: Values, answers: Mapping[str, str] | Callable[[str], str]) -> Walk:
    """Does every step when its turn comes, with the answer given (else its first outcome)."""
    answer = answers if callable(answers) else lambda key: answers.get(key, kind.step(key).outcomes[0].id)
    visits: Visits = ()
    done: list[str] = []
    while True:
        visits, decision = _advanced(Course(kind, values, visits), visits)
        open_visit = next((each for each in visits if each.state == StepState.READY), None)
        if decision.end or open_visit is None:
            return tuple(done), decision.end
        done.append(open_visit.key)
        visits = _answered(visits, open_visit, answer(open_visit.key))


def explore(kind: Kind, values: Values, most: int = MOST_SITUATIONS) -> Explored:
    """Every course that a request of this kind with these values can take, up to so many situations.

    Steps side by side are answered one after the other, the newest first: nothing that one answers decides
    about the other. Situations that differ only in answers which nothing ahead reads are walked once, so the
    work grows with what answers decide and not with how many there are.
    """
    walker = _Walker(kind, values, most)
    ends = walker.ends(())
    return Explored(ends, len(walker.known), walker.reached, walker.dead_ends, walker.is_too_large)


class _Walker:
    """Remembers how many ways lead from each situation to each end."""

    def __init__(self, kind: Kind, values: Values, most: int) -> None:
        self.kind, self.values, self.most = kind, values, most
        self.graph = graph_of(kind, values)
        self.known: dict[Situation, Counter[str]] = {}
        self.reached: set[str] = set()
        self.dead_ends: DeadEnds = set()
        self.is_too_large = False

    def ends(self, visits: Visits) -> Counter[str]:
        """How many ways lead from here to each end."""
        course = Course(self.kind, self.values, visits, self.graph)
        visits, decision = _advanced(course, visits)
        if decision.end:
            return Counter([decision.end.state])
        open_ = [each for each in visits if each.state == StepState.READY]
        if not open_:
            last = course.last().items()
            self.dead_ends.update((key, said.id) for key, said in last if not said.concludes)
            return Counter(["stuck"])
        self.reached.update(each.key for each in open_)
        situation = _situation(self.kind, self.values, self.graph, visits, open_)
        if situation not in self.known:
            if len(self.known) >= self.most:
                self.is_too_large = True
                return Counter()
            ends = self.known[situation] = Counter[str]()
            for outcome in self.kind.step(open_[-1].key).outcomes:
                ends += self.ends(_answered(visits, open_[-1], outcome.id))
        return self.known[situation]


Situation = tuple[frozenset[Any], ...]
"""Which steps wait for an answer; what each condition ahead knows so far; the endings that may still be the
last, by what follows them."""


def _situation(kind: Kind, values: Values, graph: Graph, visits: Visits, open_: list[Visit]) -> Situation:
    """What of the visits decides about what is ahead: less than the answers themselves."""
    answers: dict[str, str | None] = dict.fromkeys(graph.nodes)
    answers |= {each.key: answer_of(each) for each in visits}
    waiting = frozenset(each.key for each in open_)
    ahead = graph.after(waiting)
    outlook = set()
    for key in ahead:
        if (condition := kind.step(key).applies) is not None:
            has_matched = any(answers.get(each) == condition.outcome for each in condition.asks)
            outlook.add((key, judge(condition, values, answers), has_matched))
    answering = (each.key for each in visits if each.state != StepState.SKIPPED)
    followed = frozenset[str]().union(*(graph.before(key) for key in answering))
    endings = {
        (ahead.intersection(graph.after({each.key})), kind.step(each.key).outcome(each.outcome).concludes)
        for each in visits
        if each.outcome is not None and each.key not in followed
    }
    return waiting, frozenset(outlook), frozenset(endings)


def _advanced(course: Course, visits: Visits) -> tuple[Visits, Decision]:
    decision = course.decide()
    made = [Visit(place, StepState.READY) for place in decision.ready]
    made += [Visit(place, StepState.SKIPPED) for place in decision.skipped]
    return (*visits, *made), decision


def _answered(visits: Visits, visit: Visit, outcome: str) -> Visits:
    done = visit._replace(state=StepState.DONE, outcome=outcome)
    return tuple(done if each is visit else each for each in visits)
