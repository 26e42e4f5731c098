"""What happens next in a request: a pure function of its kind, its values and its visits.

A visit is one time that a step is done. It is made when its turn comes and never set back: a step that is
done again is visited again, and the visits that rested on the old answer become void.
"""

from collections.abc import Collection, Mapping
from enum import StrEnum
from typing import NamedTuple

from bot.course.graph import Graph, Node, Values, graph_of
from bot.policy import Condition, Ending, Kind, Outcome
from models.enums import StepState

SKIPPED = "skipped"
"""What a step that was not needed answers: nothing, but it has ended."""

Answers = Mapping[str, str | None]
"""By step: its outcome, SKIPPED, or None as long as it has not ended."""


class Place(NamedTuple):
    """What identifies a visit within its request: step, item of a list (empty where there is none), round."""

    key: str
    item: str = ""
    round: int = 1


class Visit(NamedTuple):
    """What of a visit decides the course; it has an outcome once it is done."""

    place: Place
    state: StepState
    outcome: str | None = None

    @property
    def key(self) -> str:
        return self.place.key


class End(NamedTuple):
    """How a request ends: by the outcome of the step `key`."""

    state: Ending
    key: str
    outcome: str


class Decision(NamedTuple):
    """What is to be done now: visits to make ready, visits to make as skipped, and the request's end.

    `is_stuck`: every step has ended and none says how the request ends. `bot.course.checks` refuses policies
    in which that can happen.
    """

    ready: tuple[Place, ...] = ()
    skipped: tuple[Place, ...] = ()
    end: End | None = None
    is_stuck: bool = False


class Reopening(NamedTuple):
    """What re-opening leads to: the visits that become void, the re-opened one among them, and its next."""

    void: tuple[Place, ...]
    again: Place


class Prospect(StrEnum):
    """How a step of the matrix stands: ended, at work, to come, perhaps to come, or not needed."""

    ENDED = "ended"
    AT_WORK = "at_work"
    EXPECTED = "expected"
    POSSIBLE = "possible"
    NOT_NEEDED = "not_needed"


class Course:
    """The course of one request so far. `visits` are all that were ever made, void ones among them.

    `holding` are the visits that hold, by step; `done` is what those that are done answer. Whoever has the
    graph of the kind and the values already may give it.
    """

    def __init__(
        self, kind: Kind, values: Values, visits: Collection[Visit] = (), graph: Graph | None = None
    ) -> None:
        self.values = values
        self.graph = graph or graph_of(kind, values)
        self._places = [each.place for each in visits]
        valid = (each for each in visits if each.state != StepState.VOID)
        self.holding = {each.key: each for each in valid if each.key in self.graph.nodes}
        self.done: dict[str, Outcome] = {
            key: kind.step(key).outcome(each.outcome) for key, each in self.holding.items() if each.outcome
        }

    def next_place(self, key: str, item: str = "") -> Place:
        """Where the step's next visit goes: its round is one above all before it."""
        rounds = (each.round for each in self._places if (each.key, each.item) == (key, item))
        return Place(key, item, max(rounds, default=0) + 1)

    def decide(self) -> Decision:
        """Which steps become ready or are skipped now, and whether the request ends and how.

        A step is decided on when everything that it waits for, and every step that its condition reads, has
        ended. An outcome that `ends` the request does so at once; else it ends after its last step.
        """
        if end := self._ended_at_once():
            return Decision(end=end)
        ready, skipped = [], []
        answers: dict[str, str | None] = {}
        for node in self.graph:
            visit = self.holding.get(node.key)
            if visit is not None:
                answers[node.key] = answer_of(visit)
            elif (verdict := self._verdict(node, answers)) is None:
                answers[node.key] = None
            elif verdict:
                ready.append(self.next_place(node.key))
                answers[node.key] = None
            else:
                skipped.append(self.next_place(node.key))
                answers[node.key] = SKIPPED
        if any(answer is None for answer in answers.values()):
            return Decision(tuple(ready), tuple(skipped))
        end = self._conclusion()
        return Decision(skipped=tuple(skipped), end=end, is_stuck=end is None)

    def reopen(self, key: str) -> Reopening:
        """What becomes void when the step's answer is withdrawn: the visit and all that rest on it.

        So do visits that the request's end had cancelled, and an answer that ended the request at once: it
        would end it again. Raises KeyError for a step that has no visit.
        """
        reopened = self.holding[key]
        ending = self._ended_at_once()
        withdrawn = {key, ending.key} if ending else {key}
        rests_on_them = self.graph.after(withdrawn)
        void = tuple(
            each.place
            for each in self.holding.values()
            if each.key in withdrawn or each.key in rests_on_them or each.state == StepState.CANCELLED
        )
        return Reopening(void, self.next_place(key, reopened.place.item))

    def waits_for(self, key: str) -> tuple[str, ...]:
        """The steps that have yet to end before the step's turn comes."""
        return tuple(each for each in self.graph.nodes[key].needs if self._answer(each) is None)

    def prospects(self) -> dict[str, Prospect]:
        """How every step stands, in topological order.

        `POSSIBLE` hangs on an answer that is still to come; `EXPECTED` comes whatever is answered, or by the
        answers so far.
        """
        answers = {node.key: self._answer(node.key) for node in self.graph}
        return {node.key: self._prospect(node, answers) for node in self.graph}

    def _prospect(self, node: Node, answers: Answers) -> Prospect:
        if visit := self.holding.get(node.key):
            return Prospect.ENDED if answer_of(visit) is not None else Prospect.AT_WORK
        if node.rule.applies is None:
            return Prospect.EXPECTED
        verdict = judge(node.rule.applies, self.values, answers)
        if verdict is None:
            return Prospect.POSSIBLE
        return Prospect.EXPECTED if verdict else Prospect.NOT_NEEDED

    def _verdict(self, node: Node, answers: Answers) -> bool | None:
        """Whether the step is to be done; None as long as that cannot be said."""
        if any(answers[key] is None for key in node.needs):
            return None
        return node.rule.applies is None or judge(node.rule.applies, self.values, answers)

    def _answer(self, key: str) -> str | None:
        visit = self.holding.get(key)
        return answer_of(visit) if visit else None

    def last(self) -> dict[str, Outcome]:
        """The answers on which no other answer rests, by step."""
        return {key: said for key, said in self.done.items() if self.graph.after({key}).isdisjoint(self.done)}

    def _ended_at_once(self) -> End | None:
        return next((End(said.ends, key, said.id) for key, said in self.done.items() if said.ends), None)

    def _conclusion(self) -> End | None:
        """What the last answers say. A decline outweighs a done.

        None where one of them says nothing: it leads nowhere, whatever stands beside it.
        """
        last = self.last()
        ends = [End(said.concludes, key, said.id) for key, said in last.items() if said.concludes]
        if len(ends) < len(last):
            return None
        return min(ends, key=lambda end: end.state != "declined", default=None)


def answer_of(visit: Visit) -> str | None:
    """A visit's answer: its outcome, SKIPPED, or None as long as it has not ended."""
    return SKIPPED if visit.state == StepState.SKIPPED else visit.outcome


def judge(condition: Condition, values: Values, answers: Answers) -> bool | None:
    """Whether a condition holds; None as long as that hangs on a step that has not ended.

    One answer can settle it early, which the forecast wants to know; `Course.decide` waits for all of them.
    A step that is not in `answers` is no part of the request and answers nothing.
    """
    if not condition.fits_service(values.service):
        return False
    if not condition.asks:
        return True
    said = [answers.get(key, SKIPPED) for key in condition.asks]
    if condition.any_of:
        settled, verdict = condition.outcome in said, True
    else:
        settled, verdict = any(each not in (condition.outcome, SKIPPED, None) for each in said), False
    if settled:
        return verdict
    if None in said:
        return None
    return bool(condition.all_of) and condition.outcome in said
