"""Walking a kind along one set of answers, and along all that can be given."""

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.course import Course, Values, Visit, explore, walk
from bot.course.explore import MOST_SITUATIONS
from bot.policy import Condition, Kind
from models.enums import StepState
from tests.course.kinds import SERVICES, kind, kinds, outcome, step

LINE = Values("line")
YES, NO = outcome("yes", concludes="done"), outcome("no", concludes="declined")
GO, STAY = outcome("go", concludes="done"), outcome("stay", concludes="done")


def asked(key: str, said: str) -> Condition:
    return Condition(any_of=(key,), outcome=said)


def test_exploring_counts_every_course() -> None:
    """Two checks side by side with two answers each, and a decision after a no: three of seven decline."""
    no = Condition(any_of=("left", "right"), outcome="no")
    says = (YES, outcome("no", concludes="done"))
    two = kind(
        step("left", "", None, *says),
        step("right", "", None, *says),
        step("decide", "left right", no, outcome("go", ends="done"), outcome("stop", ends="declined")),
    )
    found = explore(two, LINE)
    assert (found.courses, dict(found.ends)) == (7, {"done": 4, "declined": 3})
    assert found.reached == {"left", "right", "decide"}
    assert found.situations == 4, "nobody has answered; one said yes; one said no; the decision waits"
    assert not found.dead_ends
    assert not found.is_empty


def every_course(kind: Kind, values: Values, visits: tuple[Visit, ...] = ()) -> tuple[Counter[str], set[str]]:
    """How all courses end, and the steps that come, by trying every answer and remembering nothing."""
    decision = Course(kind, values, visits).decide()
    visits += tuple(Visit(place, StepState.SKIPPED) for place in decision.skipped)
    visits += tuple(Visit(place, StepState.READY) for place in decision.ready)
    waiting = [each for each in visits if each.state == StepState.READY]
    if decision.end or not waiting:
        return Counter([decision.end.state if decision.end else "stuck"]), {
            each.key for each in visits if each.state == StepState.DONE
        }
    newest, ends, reached = waiting[-1], Counter[str](), {each.key for each in waiting}
    for said in kind.step(newest.key).outcomes:
        answer = newest._replace(state=StepState.DONE, outcome=said.id)
        others = tuple(each for each in visits if each is not newest)
        found = every_course(kind, values, (*others, answer))
        ends, reached = ends + found[0], reached | found[1]
    return ends, reached


@given(kinds(), st.sampled_from(SERVICES))
@settings(max_examples=150, deadline=None)
def test_exploring_finds_what_trying_every_answer_finds(kind: Kind, service: str) -> None:
    """Walking a situation once is enough: as many courses, the same ends and the same steps."""
    found = explore(kind, Values(service))
    assert (found.ends, found.reached) == every_course(kind, Values(service))
    assert found.courses == found.ends.total()


def test_a_kind_with_many_steps_side_by_side_is_walked_at_once() -> None:
    """Forty specialties with four answers each: more courses than anybody could count, few situations."""
    keys = [f"s{number}" for number in range(40)]
    says = [outcome(id, concludes="done") for id in ("a", "b", "c")] + [NO]
    every = [step(key, "", None, *says) for key in keys]
    no = Condition(any_of=tuple(keys), outcome="no")
    found = explore(kind(*every, step("decide", " ".join(keys), no)), LINE)
    assert (found.courses, found.is_too_large) == (4**40, False)
    assert found.situations == 118, "by how many have answered, and which of the two ends were said"


def test_what_nothing_ahead_reads_does_not_multiply_situations() -> None:
    """The answer's colour is forgotten once something rests on it."""
    row = kind(step("a", "", None, YES, NO, GO, STAY), step("b", "a"), step("c", "b"))
    found = explore(row, LINE)
    assert (found.courses, found.situations) == (4, 3)


def test_what_a_step_ahead_reads_keeps_situations_apart() -> None:
    """The last step comes or not by the first answer, though another answer lies between them."""
    row = kind(step("a", "", None, GO, STAY), step("b", "a", None, YES), step("c", "b", asked("a", "go"), NO))
    found = explore(row, LINE)
    assert dict(found.ends) == {"declined": 1, "done": 1}
    assert found.situations == 4, "a; b after go; b after stay; c"


def test_a_step_that_was_not_needed_leaves_the_outlook_of_one_that_said_something_else() -> None:
    """Both ways the last step does not come, so what lies between is walked once."""
    row = kind(
        step("root", "", None, outcome("with"), outcome("without")),
        step("a", "root", asked("root", "with"), outcome("x"), outcome("y")),
        step("c", "a", None, YES),
        step("z", "c", asked("a", "x"), NO),
    )
    found = explore(row, LINE)
    assert dict(found.ends) == {"declined": 1, "done": 2}
    assert found.situations == 5, "root; a; c after x; c after y or without a; z"


def test_two_steps_ahead_that_read_different_answers_are_kept_apart() -> None:
    """Which of the two is to come makes a difference, not how many."""
    row = kind(
        step("a", "", None, outcome("x"), outcome("y")),
        step("b", "a", None, outcome("z")),
        step("c", "b", asked("a", "x"), YES),
        step("d", "b", asked("a", "y"), NO, YES),
    )
    assert dict(explore(row, LINE).ends) == {"done": 2, "declined": 1}


def test_a_no_that_was_said_is_remembered_while_another_answer_is_awaited() -> None:
    """`all_of` asks the steps that were done: a no beside a skipped step is enough, two skipped are not."""
    row = kind(
        step("root", "", None, outcome("with"), outcome("without")),
        step("a", "root", asked("root", "with"), outcome("no")),
        step("c", "a", None, GO, STAY),
        step("b", "c", asked("c", "go"), outcome("no", concludes="done"), YES),
        step("z", "b", Condition(all_of=("a", "b"), outcome="no"), NO),
    )
    found = explore(row, LINE)
    assert found.ends == every_course(row, LINE)[0] == {"declined": 3, "done": 3}


def test_an_end_that_may_still_be_overtaken_is_remembered_with_what_follows_it() -> None:
    """A no that the next step follows concludes nothing; a no that nothing follows declines the request."""
    row = kind(
        step("a", "", None, YES, NO),
        step("b", "", None, YES, NO),
        step("ask", "", None, outcome("more"), outcome("enough")),
        step("c", "a ask", asked("ask", "more"), YES),
        step("d", "ask", asked("ask", "enough"), YES),
        step("e", "ask", asked("ask", "more"), YES),
    )
    found = explore(row, LINE)
    assert found.ends == every_course(row, LINE)[0] == {"declined": 5, "done": 3}


def test_a_skipped_step_does_not_hide_the_answer_before_it() -> None:
    """What is skipped answers nothing, so the answer before it stays the last."""
    row = kind(
        step("a", "", None, YES, NO),
        step("b", "a", asked("a", "never"), YES),
        step("side", "", None, GO, STAY),
    )
    assert dict(explore(row, LINE).ends) == {"done": 2, "declined": 2}


def test_courses_that_end_early_are_over() -> None:
    """With the newest answered first, a stop on the right leaves the left unanswered."""
    row = kind(
        step("left", "", None, YES, NO), step("right", "", None, YES, outcome("stop", ends="declined"))
    )
    found = explore(row, LINE)
    assert (found.courses, dict(found.ends)) == (3, {"declined": 2, "done": 1})
    assert found.reached == {"left", "right"}


@pytest.mark.parametrize(("most", "is_too_large"), [(4, False), (3, True), (1, True)])
def test_a_walk_through_too_many_situations_is_cut(most: int, is_too_large: bool) -> None:
    """Four situations are no more than four; what lies beyond the limit is not counted."""
    row = kind(step("a", "", None, GO, STAY), step("b", "a", None, YES), step("c", "b", asked("a", "go"), NO))
    found = explore(row, LINE, most)
    assert (found.is_too_large, found.situations) == (is_too_large, most)
    assert (found.courses == 2) is not is_too_large


def test_the_documentation_names_the_limit() -> None:
    """Whoever writes a policy finds how much of it can be walked."""
    text = (Path(__file__).parents[2] / "docs" / "policies.md").read_text(encoding="utf-8")
    assert f"more than {MOST_SITUATIONS:,} situations" in text


def test_a_walk_takes_the_first_answers_unless_others_are_given() -> None:
    """By a mapping or by a function; it says which steps were done and how it ended."""
    row = kind(step("a", "", None, outcome("yes"), outcome("no", ends="declined")), step("b", "a"))
    assert walk(row, LINE, {}) == (("a", "b"), ("done", "b", "yes"))
    assert walk(row, LINE, {"a": "no"}) == (("a",), ("declined", "a", "no"))
    assert walk(row, LINE, lambda key: "no") == (("a",), ("declined", "a", "no"))


def test_a_walk_is_over_as_soon_as_the_request_ends() -> None:
    """What is still open beside the answer that ended the request is not answered any more."""
    row = kind(step("a", "", None, outcome("stop", ends="declined")), step("b"))
    assert walk(row, LINE, {}) == (("a",), ("declined", "a", "stop"))


def test_a_walk_into_a_dead_end_has_no_end() -> None:
    """It says how far it came."""
    row = kind(step("a"), step("b", "a", asked("a", "no")), step("c", "b", None, outcome("said")))
    assert walk(row, LINE, {}) == (("a", "c"), None)
    assert walk(kind(step("mast", "", Condition(services=("radio",)))), LINE, {}) == ((), None)
