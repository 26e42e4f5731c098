"""Which steps a request may have, what each waits for, and the longest ways through them."""

from datetime import timedelta

import pytest

from bot.course import Values, graph_of
from bot.course.graph import critical_path, schedule, tails
from bot.policy import Condition, Kind
from tests.course.kinds import kind, step

LINE, RADIO = Values("line"), Values("radio")
ON_RADIO = Condition(services=("radio",))


def needs(of: Kind, values: Values = LINE) -> dict[str, tuple[str, ...]]:
    return dict(graph_of(of, values).needs)


def test_a_step_waits_for_the_steps_whose_answers_it_reads() -> None:
    """A condition is judged once everything that it reads has ended, whether `needs` names it or not."""
    row = kind(step("a"), step("b"), step("c", "b", Condition(any_of=("a",), outcome="yes")))
    assert needs(row)["c"] == ("b", "a")


def test_what_a_step_reads_is_not_waited_for_twice() -> None:
    """What a need already rests on is implied by it."""
    row = kind(step("a"), step("b", "a"), step("c", "b", Condition(any_of=("a",), outcome="yes")))
    assert needs(row)["c"] == ("b",)


def test_whoever_waits_for_a_step_left_out_waits_for_what_it_waited_for() -> None:
    """For a line nobody puts up a mast: what comes after it comes after what was before it."""
    row = kind(step("a"), step("mast", "a", ON_RADIO), step("paint", "mast", ON_RADIO), step("b", "paint"))
    assert needs(row) == {"a": (), "b": ("a",)}
    assert needs(row, RADIO) == {"a": (), "mast": ("a",), "paint": ("mast",), "b": ("paint",)}


def test_what_left_out_steps_waited_for_is_named_once() -> None:
    """Two masts after the same step, and a need that rests on it as well."""
    row = kind(
        step("a"), step("mast", "a", ON_RADIO), step("pole", "a", ON_RADIO),
        step("b", "mast pole"), step("c", "mast b"),
    )  # fmt: skip
    assert needs(row) == {"a": (), "b": ("a",), "c": ("b",)}


def test_who_reads_a_step_left_out_waits_for_what_it_waited_for() -> None:
    """One of the two answers cannot come; the step is decided on when the other has, and not before."""
    either = Condition(any_of=("mast", "cable"), outcome="yes")
    row = kind(step("a"), step("mast", "a", ON_RADIO), step("cable"), step("b", "", either))
    assert needs(row) == {"a": (), "cable": (), "b": ("a", "cable")}


def test_a_step_that_reads_only_steps_left_out_is_left_out_too() -> None:
    """Nobody can ever give the answer on which it hangs."""
    row = kind(
        step("a"), step("mast", "a", ON_RADIO), step("b", "a", Condition(any_of=("mast",), outcome="yes"))
    )
    assert needs(row) == {"a": ()}
    assert set(needs(row, RADIO)) == {"a", "mast", "b"}


def test_before_and_after_reach_through_the_whole_graph() -> None:
    """Directly or not: what a step rests on, and what rests on it."""
    graph = graph_of(kind(step("a"), step("b", "a"), step("c", "b"), step("d", "a")), LINE)
    assert graph.before("c") == {"a", "b"}
    assert graph.after({"b"}) == {"c"}
    assert graph.after({"a"}) == {"b", "c", "d"}
    assert graph.after({"b", "d"}) == {"c"}


ROW = {"a": (), "b": ("a",), "c": ("b",), "side": ("a",)}
HOURS = {key: timedelta(hours=hours) for key, hours in {"a": 1, "b": 2, "c": 4, "side": 3}.items()}
NOTHING = timedelta(0)


def test_every_step_begins_when_the_last_of_its_needs_ends() -> None:
    """What has begun waits for nothing any more."""
    spans = schedule({**ROW, "end": ("side", "c")}, HOURS | {"end": NOTHING}, NOTHING)
    assert {key: (span.start, span.end, span.awaited) for key, span in spans.items()} == {
        "a": (NOTHING, timedelta(hours=1), None),
        "b": (timedelta(hours=1), timedelta(hours=3), "a"),
        "c": (timedelta(hours=3), timedelta(hours=7), "b"),
        "side": (timedelta(hours=1), timedelta(hours=4), "a"),
        "end": (timedelta(hours=7), timedelta(hours=7), "c"),
    }
    assert schedule(ROW, HOURS, NOTHING, begun={"b"})["c"].start == timedelta(hours=2)


@pytest.mark.parametrize(("begun", "hours", "path"), [((), 7, ("a", "b", "c")), (("c",), 4, ("a", "side"))])
def test_the_longest_way_names_its_steps_in_order(
    begun: tuple[str, ...], hours: int, path: tuple[str, ...]
) -> None:
    """With c begun it takes 4 hours by itself, as long as the way by the side, which comes first."""
    ordered = {key: ROW[key] for key in ("a", "side", "b", "c")}
    assert critical_path(ordered, HOURS, NOTHING, begun) == (timedelta(hours=hours), path)


def test_no_steps_take_nothing() -> None:
    """A graph without steps has a longest way: none, that takes no time."""
    assert critical_path({}, {}, NOTHING) == (NOTHING, ())


def test_a_tail_is_the_longest_way_from_a_steps_end() -> None:
    """After a come b and c, six hours, and by the side only three; nothing comes after the last ones."""
    hours = {key: tail / timedelta(hours=1) for key, tail in tails(ROW, HOURS, NOTHING).items()}
    assert hours == {"a": 6, "b": 4, "c": 0, "side": 0}
    begun = tails(ROW, HOURS, NOTHING, begun={"b"})
    assert begun["a"] == timedelta(hours=3)
