"""Rounds and items of visits, and what re-opening makes void."""

import pytest

from bot.course import Course, Decision, Place, Reopening, Values, Visit
from bot.policy import Condition, Kind
from models.enums import StepState
from tests.course.kinds import kind, outcome, step

LINE = Values("line")


def visit(key: str, state: str = "done", said: str | None = None, *, item: str = "", round: int = 1) -> Visit:
    """A visit; one that is done has answered `yes` unless it says otherwise."""
    return Visit(Place(key, item, round), StepState(state), said or ("yes" if state == "done" else None))


ROW = kind(step("a"), step("b", "a"), step("c", "b"))
EARLY = kind(
    step("left", "", None, outcome("yes"), outcome("stop", ends="declined")),
    step("right"),
    step("after", "left"),
    step("beside", "right"),
)


def test_the_first_visit_of_a_step_is_round_one() -> None:
    """Nobody numbers from 0, and other steps' rounds do not count."""
    course = Course(ROW, LINE, [visit("a", "void", round=1), visit("a", round=2)])
    assert course.next_place("b") == ("b", "", 1)
    assert course.decide() == Decision((Place("b", "", 1),))


def test_the_next_round_is_one_above_the_highest() -> None:
    """Whatever the order in which the visits come, void ones among them."""
    visits = [visit("a", "void", round=3), visit("a", "void", round=1), visit("a", "void", round=2)]
    assert Course(ROW, LINE, visits).next_place("a") == ("a", "", 4)


def test_every_item_has_rounds_of_its_own() -> None:
    """A step that is done for two members of a list is visited again for one of them only."""
    visits = [visit("a", "void", item="north", round=1), visit("a", "void", item="north", round=2)]
    course = Course(ROW, LINE, visits)
    assert course.next_place("a", "north") == ("a", "north", 3)
    assert course.next_place("a", "south") == ("a", "south", 1)
    assert course.next_place("a") == ("a", "", 1)


def test_a_visit_without_a_round_is_the_first() -> None:
    """A place names step, item and round; without an item it is the step itself."""
    assert Place("a") == ("a", "", 1)


def test_a_step_is_reopened_for_its_item_in_the_next_round() -> None:
    """What is done again is the same piece of work."""
    found = Course(ROW, LINE, [visit("a", item="north", round=2)]).reopen("a")
    assert found == Reopening((Place("a", "north", 2),), Place("a", "north", 3))


@pytest.mark.parametrize(("key", "void"), [("a", ["a", "b", "c"]), ("b", ["b", "c"]), ("c", ["c"])])
def test_what_rests_on_the_reopened_answer_becomes_void(key: str, void: list[str]) -> None:
    """Directly or not; what it rested on itself stays."""
    course = Course(ROW, LINE, [visit("a"), visit("b"), visit("c", "accepted")])
    assert course.reopen(key) == Reopening(tuple(map(Place, void)), Place(key, "", 2))


def test_visits_that_are_void_already_stay_as_they_are() -> None:
    """Only the visits that hold are named, each with its own round."""
    visits = [visit("a", "void"), visit("b", "void"), visit("a", round=2), visit("b", "ready", round=2)]
    found = Course(ROW, LINE, visits).reopen("a")
    assert found == Reopening((Place("a", "", 2), Place("b", "", 2)), Place("a", "", 3))


def test_a_skipped_step_is_decided_on_again() -> None:
    """That it was not needed rested on the answer that is withdrawn."""
    row = kind(
        step("a", "", None, outcome("yes"), outcome("no")),
        step("b", "a", Condition(any_of=("a",), outcome="no")),
        step("c", "b"),
    )
    visits = [visit("a"), visit("b", "skipped"), visit("c", "ready")]
    assert {place.key for place in Course(row, LINE, visits).reopen("a").void} == {"a", "b", "c"}
    again = [visit("a", "void"), visit("b", "void"), visit("c", "void"), visit("a", said="no", round=2)]
    assert Course(row, LINE, again).decide() == Decision((Place("b", "", 2),))


def test_reopening_after_an_early_end_takes_the_end_back() -> None:
    """The answer that ended the request, what rested on it, and what the end had cancelled."""
    visits = [visit("left", said="stop"), visit("right"), visit("beside", "cancelled")]
    assert {place.key for place in Course(EARLY, LINE, visits).reopen("right").void} == {
        "left", "right", "beside"
    }  # fmt: skip
    visits = [visit("left", said="stop"), visit("right"), visit("after", "skipped")]
    assert {place.key for place in Course(EARLY, LINE, visits).reopen("right").void} == {
        "left", "right", "after"
    }  # fmt: skip


def test_reopening_the_early_end_itself_keeps_what_stands_beside_it() -> None:
    """The other answers did not end anything: they hold; only cancelled work is taken up again."""
    visits = [visit("left", said="stop"), visit("right"), visit("beside", "cancelled")]
    assert {place.key for place in Course(EARLY, LINE, visits).reopen("left").void} == {"left", "beside"}


def test_reopening_without_an_end_keeps_what_stands_beside_it() -> None:
    """Work that goes on elsewhere goes on."""
    visits = [visit("left"), visit("right"), visit("after", "ready"), visit("beside", "accepted")]
    assert {place.key for place in Course(EARLY, LINE, visits).reopen("left").void} == {"left", "after"}


def test_a_row_of_a_step_left_out_is_neither_an_answer_nor_made_void() -> None:
    """A policy's step that the request's service leaves out has no part in its course."""
    radio: Kind = kind(
        step("a"), step("mast", "a", Condition(services=("radio",)), outcome("no", concludes="declined"))
    )
    course = Course(radio, LINE, [visit("a"), visit("mast", said="no")])
    assert course.decide().end == ("done", "a", "yes")
    assert course.reopen("a").void == (Place("a"),)
