"""What happens next: small courses as tables, and properties over random kinds and random answers."""

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from bot.course import SKIPPED, Course, Decision, End, Place, Prospect, Values, Visit, judge
from bot.course.interpreter import answer_of
from bot.policy import Condition, Kind
from models.enums import StepState
from tests.course.kinds import SERVICES, kind, kinds, outcome, step

LINE = Values("line")
READY, DONE, VOID = StepState.READY, StepState.DONE, StepState.VOID


def visit(key: str, state: str, said: str | None = None, round: int = 1) -> Visit:
    return Visit(Place(key, "", round), StepState(state), said)


CHECK = kind(
    step("ask"),
    step("left", "ask", None, outcome("yes"), outcome("no")),
    step("right", "ask", None, outcome("yes"), outcome("no")),
    step("build", "left right", Condition(any_of=("left", "right"), outcome="no")),
    step(
        "answer", "left right build", None, outcome("told", concludes="done"), outcome("not", ends="declined")
    ),
    step(
        "decide", "answer", Condition(any_of=("left", "right"), outcome="no"),
        outcome("go", ends="done"), outcome("stop", ends="declined"),
    ),
)  # fmt: skip
ASKED = visit("ask", "done", "yes")
BOTH = [ASKED, visit("left", "done", "yes"), visit("right", "done", "yes")]
ONE_NO = [ASKED, visit("left", "done", "yes"), visit("right", "done", "no")]

TOLD = [*ONE_NO, visit("build", "done", "yes"), visit("answer", "done", "told")]


def places(*keys: str) -> tuple[Place, ...]:
    return tuple(Place(key) for key in keys)


@pytest.mark.parametrize(
    ("visits", "decision"),
    [
        ([], Decision(places("ask"))),
        ([visit("ask", "ready")], Decision()),
        ([visit("ask", "accepted")], Decision()),
        ([visit("ask", "returned")], Decision()),
        ([ASKED], Decision(places("left", "right"))),
        ([ASKED, visit("left", "done", "no"), visit("right", "accepted")], Decision()),
        (BOTH, Decision(places("answer"), places("build"))),
        (ONE_NO, Decision(places("build"))),
        ([*ONE_NO, visit("build", "done", "yes")], Decision(places("answer"))),
        (
            [*BOTH, visit("build", "skipped"), visit("answer", "done", "told")],
            Decision(skipped=places("decide"), end=End("done", "answer", "told")),
        ),
        (
            [*BOTH, visit("build", "skipped"), visit("answer", "done", "not")],
            Decision(end=End("declined", "answer", "not")),
        ),
        (TOLD, Decision(places("decide"))),
        ([*TOLD, visit("decide", "done", "stop")], Decision(end=End("declined", "decide", "stop"))),
        ([visit("ask", "void", "yes"), visit("ask", "done", "yes", 2)], Decision(places("left", "right"))),
        ([visit("ask", "void", "yes"), visit("ask", "ready", round=2)], Decision()),
        (
            [ASKED, visit("left", "void", "no"), visit("right", "done", "yes")],
            Decision((Place("left", "", 2),)),
        ),
    ],
)  # fmt: skip
def test_what_happens_next(visits: list[Visit], decision: Decision) -> None:
    """From the visits so far: what becomes ready, what is skipped, and how the request ends."""
    assert Course(CHECK, LINE, visits).decide() == decision


def test_reopening_voids_what_rested_on_the_answer() -> None:
    """The answer and the decision rested on the left; the right did not, and keeps what it said."""
    ended = [
        *ONE_NO,
        visit("build", "done", "yes"),
        visit("answer", "done", "told"),
        visit("decide", "done", "go"),
    ]
    found = Course(CHECK, LINE, ended).reopen("left")
    assert {place.key for place in found.void} == {"left", "build", "answer", "decide"}
    assert found.again == Place("left", "", 2)


def test_reopening_beside_an_early_end_withdraws_the_end() -> None:
    """An answer that ended the request at once would end it again: it is void too, as is what it cut off."""
    side = kind(
        step("left", "", None, outcome("stop", ends="declined")),
        step("right"),
        step("other"),
        step("after", "left"),
    )
    visits = [visit("left", "done", "stop"), visit("right", "done", "yes"), visit("other", "cancelled")]
    found = Course(side, LINE, visits).reopen("right")
    assert {place.key for place in found.void} == {"left", "right", "other"}


def test_reopening_a_step_that_was_never_visited_is_an_error() -> None:
    """There is no answer to withdraw."""
    with pytest.raises(KeyError):
        Course(CHECK, LINE, [ASKED]).reopen("left")


def test_a_decline_among_the_last_answers_outweighs_a_done() -> None:
    """Two branches end side by side; one says no, so the request is declined."""
    says = (outcome("yes", concludes="done"), outcome("no", concludes="declined"))
    two = kind(step("left", "", None, *says), step("right", "", None, *says))
    visits = [visit("left", "done", "yes"), visit("right", "done", "no")]
    assert Course(two, LINE, visits).decide().end == End("declined", "right", "no")
    assert Course(two, LINE, [visits[0], visit("right", "done", "yes")]).decide().end == End(
        "done", "left", "yes"
    )


def test_only_last_answers_conclude() -> None:
    """What an answer in the middle would have concluded is no matter once another rests on it."""
    row = kind(step("first", "", None, outcome("no", concludes="declined")), step("last", "first"))
    visits = [visit("first", "done", "no"), visit("last", "done", "yes")]
    assert Course(row, LINE, visits).decide().end == End("done", "last", "yes")


def test_a_course_without_a_conclusion_says_that_it_is_stuck() -> None:
    """No request is ever done because nothing is left to do."""
    silent = kind(step("only", "", None, outcome("said")))
    assert Course(silent, LINE, [visit("only", "done", "said")]).decide() == Decision(is_stuck=True)


@pytest.mark.parametrize(
    ("visits", "expected"),
    [
        ([], {"ask": "expected", "left": "expected", "build": "possible", "answer": "expected"}),
        ([ASKED, visit("left", "done", "no"), visit("right", "ready")],
         {"ask": "ended", "left": "ended", "right": "at_work", "build": "expected", "decide": "expected"}),
        (BOTH, {"build": "not_needed", "answer": "expected", "decide": "not_needed"}),
        ([*BOTH, visit("build", "skipped")], {"build": "ended"}),
    ],
)  # fmt: skip
def test_prospects_expect_and_do_not_fear(visits: list[Visit], expected: dict[str, str]) -> None:
    """A step that hangs on an answer to come is possible; one answer can settle it before the others come."""
    found = Course(CHECK, LINE, visits).prospects()
    assert {key: found[key] for key in expected} == {key: Prospect(said) for key, said in expected.items()}


def test_what_a_step_waits_for_is_what_has_yet_to_end() -> None:
    """Of the two checks only the one that is still at work is waited for."""
    course = Course(CHECK, LINE, [ASKED, visit("left", "done", "no"), visit("right", "ready")])
    assert course.waits_for("build") == ("right",)
    assert course.waits_for("answer") == ("right", "build")


def test_visits_of_a_step_that_the_values_leave_out_say_nothing() -> None:
    """A row of a step that the request cannot have decides nothing."""
    radio = kind(step("first"), step("mast", "first", Condition(services=("radio",))))
    visits = [visit("first", "done", "yes"), visit("mast", "ready")]
    assert Course(radio, LINE, visits).decide().end == End("done", "first", "yes")


@pytest.mark.parametrize(
    ("condition", "answers", "verdict"),
    [
        (Condition(all_of=("a", "b"), outcome="no"), {"a": "no", "b": "no"}, True),
        (Condition(all_of=("a", "b"), outcome="no"), {"a": "no", "b": "yes"}, False),
        (Condition(all_of=("a", "b"), outcome="no"), {"a": "yes", "b": None}, False),
        (Condition(all_of=("a", "b"), outcome="no"), {"a": "no", "b": None}, None),
        (Condition(all_of=("a", "b"), outcome="no"), {"a": "no", "b": SKIPPED}, True),
        (Condition(all_of=("a", "b"), outcome="no"), {"a": "no"}, True),
        (Condition(all_of=("a", "b"), outcome="no"), {"a": SKIPPED, "b": SKIPPED}, False),
        (Condition(services=("line",)), {}, True),
        (Condition(services=("radio",)), {}, False),
        (Condition(services=("radio",), any_of=("a",), outcome="no"), {"a": "no"}, False),
    ],
)
def test_conditions_are_judged(
    condition: Condition, answers: dict[str, str | None], verdict: bool | None
) -> None:
    """All of the steps that were done said so; a step that was not needed says nothing."""
    assert judge(condition, LINE, answers) is verdict


class RandomCourse(RuleBasedStateMachine):
    """Somebody who answers whatever is asked and re-opens whatever they like."""

    def __init__(self) -> None:
        super().__init__()
        self.kind: Kind | None = None
        self.visits: list[Visit] = []
        self.has_ended = False

    @initialize(kind=kinds(), service=st.sampled_from(SERVICES))
    def opens(self, kind: Kind, service: str) -> None:
        self.kind, self.values = kind, Values(service)
        self.advance()

    def course(self) -> Course:
        assert self.kind is not None
        return Course(self.kind, self.values, self.visits)

    def advance(self) -> None:
        decision = self.course().decide()
        for place in (*decision.ready, *decision.skipped):
            assert place not in [each.place for each in self.visits], "a visit is made once"
        for place in decision.ready:
            needs = self.course().graph.nodes[place.key].needs
            answers = {each.key: answer_of(each) for each in self.course().holding.values()}
            skipped = {each.key: SKIPPED for each in decision.skipped}
            assert all((answers | skipped).get(need) for need in needs), "ready before what it waits for"
        self.visits += [Visit(place, READY) for place in decision.ready]
        self.visits += [Visit(place, StepState.SKIPPED) for place in decision.skipped]
        self.has_ended = decision.end is not None
        if decision.end:
            open_ = [each for each in self.visits if each.state == READY]
            for each in open_:
                self.visits[self.visits.index(each)] = each._replace(state=StepState.CANCELLED)
        elif not self.open_visits():
            assert decision.is_stuck, "nothing is at work, and the request has not ended"
            assert not any(each.state == DONE for each in self.visits), "an answer that leads nowhere"

    def open_visits(self) -> list[Visit]:
        return [each for each in self.visits if each.state == READY]

    @precondition(lambda self: self.open_visits())
    @rule(data=st.data())
    def answers(self, data: st.DataObject) -> None:
        each = data.draw(st.sampled_from(self.open_visits()))
        assert self.kind is not None
        said = data.draw(st.sampled_from(self.kind.step(each.key).outcomes))
        self.visits[self.visits.index(each)] = each._replace(state=DONE, outcome=said.id)
        self.advance()

    @precondition(lambda self: any(each.state == DONE for each in self.visits))
    @rule(data=st.data())
    def reopens(self, data: st.DataObject) -> None:
        done = [each for each in self.visits if each.state == DONE]
        each = data.draw(st.sampled_from(done))
        found = self.course().reopen(each.key)
        self.visits = [old._replace(state=VOID) if old.place in found.void else old for old in self.visits]
        self.visits.append(Visit(found.again, READY))
        self.advance()
        assert not self.has_ended, "a re-opened step has to be answered before anything ends"

    @invariant()
    def conclusions_rest_on_answers_that_hold(self) -> None:
        if self.kind is None:
            return
        course = self.course()
        for key, each in course.holding.items():
            if each.state in (READY, DONE, StepState.SKIPPED):
                behind = [course.holding.get(need) for need in course.graph.before(key)]
                assert all(b is not None and answer_of(b) for b in behind), f"{key} rests on nothing"

    def teardown(self) -> None:
        """Answering on with whatever comes first brings every request to an end."""
        for _ in range(100):
            if not self.open_visits():
                break
            each = self.open_visits()[0]
            assert self.kind is not None
            said = self.kind.step(each.key).outcomes[0]
            self.visits[self.visits.index(each)] = each._replace(state=DONE, outcome=said.id)
            self.advance()
        else:
            raise AssertionError("it goes on for ever")


TestRandomCourse = RandomCourse.TestCase
TestRandomCourse.settings = settings(max_examples=150, stateful_step_count=25, deadline=None)
