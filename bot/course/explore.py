"""Walks a kind through the interpreter, along one set of answers or along all that can be given. Pure."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from bot.course.graph import Values
from bot.course.interpreter import Course, Decision, End, Visit
from bot.policy import Kind
from models.enums import StepState

Walk = tuple[tuple[str, ...], End | None]
"""The steps that were done, in order, and how the request ended; None where it cannot end."""


@dataclass
class Explored:
    """What every possible course of a kind, for some values, comes to.

    `courses` counts the ways from opening to an end, `situations` the different ones on them, `ends` the ways
    by how they end. `reached` are the steps that were ever ready. `dead_ends` are the last answers of courses
    that cannot end, as (step, outcome); `is_empty`: no step is ever ready.
    """

    courses: int = 0
    situations: int = 0
    ends: Counter[str] = field(default_factory=Counter)
    reached: set[str] = field(default_factory=set)
    dead_ends: set[tuple[str, str]] = field(default_factory=set)
    is_empty: bool = False


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

    Steps side by side are answered in the matrix's order: nothing that one answers decides about the other.
    """
    found = Explored()
    ways: dict[frozenset[Visit], Counter[str]] = {}
    found.ends = _ends(kind, values, (), ways, found)
    found.courses, found.situations = found.ends.total(), len(ways)
    return found


def _ends(
    kind: Kind,
    values: Values,
    visits: tuple[Visit, ...],
    ways: dict[frozenset[Visit], Counter[str]],
    found: Explored,
) -> Counter[str]:
    """How many ways lead from here to each end; situations that were met before are not walked again."""
    visits, decision = _advanced(kind, values, visits)
    situation = frozenset(visits)
    if situation in ways:
        return ways[situation]
    open_visit = next((each for each in visits if each.state == StepState.READY), None)
    found.reached |= {each.key for each in visits if each.state != StepState.SKIPPED}
    ends: Counter[str] = Counter()
    if decision.end:
        ends[decision.end.state] = 1
    elif open_visit is None:
        found.dead_ends |= _last_answers(kind, values, visits)
        found.is_empty = found.is_empty or not found.reached
        ends["stuck"] = 1
    else:
        for outcome in kind.step(open_visit.key).outcomes:
            ends += _ends(kind, values, _answered(visits, open_visit, outcome.id), ways, found)
    ways[situation] = ends
    return ends


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
