"""Courses that cannot end, and how they end where they can."""

import pytest

from bot.course import Course, Decision, End, Place, Values, Visit, explore
from bot.policy import Condition
from models.enums import StepState
from tests.course.kinds import kind, outcome, step

LINE = Values("line")
ON_RADIO = Condition(services=("radio",))
SILENT = outcome("said")
DONE = outcome("done", concludes="done")
SIDE_BY_SIDE = kind(step("left", "", None, DONE, SILENT), step("right", "", None, DONE, SILENT))


def answered(**said: str) -> list[Visit]:
    return [Visit(Place(key), StepState.DONE, outcome) for key, outcome in said.items()]


@pytest.mark.parametrize("silent", ["left", "right"])
def test_one_silent_answer_among_the_last_leads_nowhere(silent: str) -> None:
    """What stands beside it may conclude: the request still has no end."""
    visits = answered(**({"left": "done", "right": "done"} | {silent: "said"}))
    assert Course(SIDE_BY_SIDE, LINE, visits).decide() == Decision(is_stuck=True)


def test_a_course_that_goes_on_is_not_stuck() -> None:
    """Stuck is only what has neither work nor an end."""
    assert Course(SIDE_BY_SIDE, LINE).decide() == Decision((Place("left"), Place("right")))
    assert not Decision().is_stuck
    ended = Course(SIDE_BY_SIDE, LINE, answered(left="done", right="done")).decide()
    assert ended == Decision(end=End("done", "left", "done"))


def test_a_request_without_any_step_is_stuck() -> None:
    """Nobody gave an answer, so nothing says how it ends."""
    assert Course(kind(step("mast", "", ON_RADIO)), LINE).decide() == Decision(is_stuck=True)


def test_a_dead_end_with_skipped_steps_still_skips_them() -> None:
    """They are made as skipped in the same decision that finds the course stuck."""
    row = kind(step("a", "", None, SILENT), step("b", "a", Condition(any_of=("a",), outcome="said")))
    other = kind(
        step("a", "", None, SILENT, outcome("go")), step("b", "a", Condition(any_of=("a",), outcome="go"))
    )
    assert Course(row, LINE, answered(a="said")).decide() == Decision((Place("b"),))
    stuck = Course(other, LINE, answered(a="said")).decide()
    assert stuck == Decision(skipped=(Place("b"),), is_stuck=True)


def test_steps_skipped_in_a_row_are_skipped_at_once() -> None:
    """A skipped step has ended, so what waits for it is decided on in the same turn."""
    go = outcome("go")
    row = kind(
        step("a", "", None, DONE, go),
        step("b", "a", Condition(any_of=("a",), outcome="go"), go),
        step("c", "b", Condition(any_of=("b",), outcome="go")),
        step("d", "c"),
    )
    assert Course(row, LINE, answered(a="done")).decide() == Decision((Place("d"),), (Place("b"), Place("c")))
    assert Course(row, LINE, answered(a="go")).decide() == Decision((Place("b"),))


def test_an_answer_that_ends_does_so_while_others_are_at_work() -> None:
    """`ends` does not wait for the other branch; `concludes` does."""
    stop, no = outcome("stop", ends="declined"), outcome("no", concludes="declined")
    two = kind(step("left", "", None, stop, no), step("right"))
    at_work = Visit(Place("right"), StepState.ACCEPTED)
    assert Course(two, LINE, [*answered(left="stop"), at_work]).decide() == Decision(
        end=End("declined", "left", "stop")
    )
    assert Course(two, LINE, [*answered(left="no"), at_work]).decide() == Decision()


def test_only_the_silent_answer_is_blamed_for_a_dead_end() -> None:
    """The answer beside it says how the request ends, and the one before it has something after it."""
    row = kind(
        step("first", "", None, SILENT),
        step("left", "first", None, DONE),
        step("right", "first", None, SILENT),
    )
    found = explore(row, LINE)
    assert found.dead_ends == {("right", "said")}
    assert dict(found.ends) == {"stuck": 1}
    assert not found.is_empty


def test_every_dead_end_is_named() -> None:
    """On whatever course it lies, with the answer that leads there."""
    row = kind(
        step("a", "", None, outcome("x"), outcome("y"), outcome("z", ends="done")),
        step("b", "a", Condition(any_of=("a",), outcome="x"), SILENT, DONE),
    )
    found = explore(row, LINE)
    assert found.dead_ends == {("b", "said"), ("a", "y")}
    assert dict(found.ends) == {"stuck": 2, "done": 2}


def test_a_kind_without_steps_for_a_service_is_empty() -> None:
    """One way leads nowhere, and no answer is to blame."""
    found = explore(kind(step("mast", "", ON_RADIO)), LINE)
    assert (found.is_empty, found.reached, found.dead_ends) == (True, set(), set())
    assert (dict(found.ends), found.situations) == ({"stuck": 1}, 0)
    assert not explore(kind(step("mast", "", ON_RADIO)), Values("radio")).is_empty
