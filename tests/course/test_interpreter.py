"""What happens next: small courses as tables."""

import pytest

from bot.course import SKIPPED, Course, Decision, End, Place, Prospect, Values, Visit, judge
from bot.policy import Condition
from models.enums import StepState
from tests.course.kinds import kind, outcome, step

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
