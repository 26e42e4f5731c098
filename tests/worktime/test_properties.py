"""Working time against the minute-by-minute oracle, and the laws that hold on any calendar."""

from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.worktime import Interval
from tests.worktime.oracle import Oracle
from tests.worktime.strategies import Situation, instants, pauses_in, situations

SECOND = timedelta(seconds=1)
ZERO = timedelta(0)
amounts = (st.integers(0, 60 * 3600) | st.integers(0, 240).map(lambda n: n * 900)).map(lambda n: n * SECOND)
slowly = settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


@slowly
@given(situations(), st.data())
def test_between_counts_what_the_oracle_counts(situation: Situation, data: st.DataObject) -> None:
    """Working time is the sum of the minutes worked, on any calendar, with any pauses."""
    start_at, end_at = sorted(data.draw(st.tuples(*[instants(situation.start_at)] * 2)))
    pauses = data.draw(pauses_in(situation.start_at))
    expected = Oracle(situation.spec, situation.start_at).between(start_at, end_at, pauses)
    assert situation.calendar.between(start_at, end_at, [Interval(*each) for each in pauses]) == expected


@slowly
@given(situations(), amounts, st.data())
def test_add_ends_where_the_oracle_ends(
    situation: Situation, working: timedelta, data: st.DataObject
) -> None:
    """Added working time ends at the instant at which the last of its minutes is used up."""
    start_at = data.draw(instants(situation.start_at))
    pauses = data.draw(pauses_in(situation.start_at))
    oracle = Oracle(situation.spec, situation.start_at)
    expected = oracle.add(start_at, working, pauses)
    ended_at = situation.calendar.add(start_at, working, [Interval(*each) for each in pauses])
    if expected is None:
        assert ended_at > situation.start_at + timedelta(days=14)
    else:
        assert ended_at == expected


@slowly
@given(situations(), st.data())
def test_open_and_closed_as_the_oracle_has_it(situation: Situation, data: st.DataObject) -> None:
    """An instant is working time as the oracle says, and the next opening is the first such instant."""
    at = data.draw(instants(situation.start_at))
    oracle = Oracle(situation.spec, situation.start_at)
    assert situation.calendar.is_working(at) == oracle.is_working(at)
    opening = situation.calendar.next_opening(at)
    assert situation.calendar.is_working(opening)
    assert situation.calendar.between(at, opening) == ZERO
    assert opening >= at


@slowly
@given(situations(), amounts, st.data())
def test_add_and_between_are_inverse(situation: Situation, working: timedelta, data: st.DataObject) -> None:
    """Between a start and the end of an amount lies that amount; and no earlier instant will do."""
    calendar, start_at = situation.calendar, data.draw(instants(situation.start_at))
    pauses = [Interval(*each) for each in data.draw(pauses_in(situation.start_at))]
    ended_at = calendar.add(start_at, working, pauses)
    assert calendar.between(start_at, ended_at, pauses) == working
    assert calendar.between(ended_at, start_at, pauses) == -working
    if working:
        just_before = ended_at - timedelta(microseconds=1)
        assert calendar.between(start_at, just_before, pauses) == working - timedelta(microseconds=1)


@slowly
@given(situations(), amounts, amounts, st.data())
def test_later_and_longer_never_end_earlier(
    situation: Situation, working: timedelta, more: timedelta, data: st.DataObject
) -> None:
    """A later start, a larger amount or a pause more never brings the end forward."""
    calendar = situation.calendar
    first_at, second_at = sorted(data.draw(st.tuples(*[instants(situation.start_at)] * 2)))
    pauses = [Interval(*each) for each in data.draw(pauses_in(situation.start_at))]
    ended_at = calendar.add(first_at, working, pauses)
    assert calendar.add(second_at, working, pauses) >= ended_at
    assert calendar.add(first_at, working + more, pauses) >= ended_at
    assert calendar.add(first_at, working, pauses[1:]) <= ended_at


@slowly
@given(situations(), st.data())
def test_parts_sum_up_to_the_whole(situation: Situation, data: st.DataObject) -> None:
    """What is worked up to any instant and from there on is what is worked in all."""
    calendar = situation.calendar
    start_at, middle_at, end_at = sorted(data.draw(st.tuples(*[instants(situation.start_at)] * 3)))
    pauses = [Interval(*each) for each in data.draw(pauses_in(situation.start_at))]
    parts = calendar.between(start_at, middle_at, pauses) + calendar.between(middle_at, end_at, pauses)
    assert parts == calendar.between(start_at, end_at, pauses)


@slowly
@given(situations(), st.data())
def test_stretches_are_the_whole_and_nothing_else(situation: Situation, data: st.DataObject) -> None:
    """The stretches follow one another, touch no pause, lie within hours, and sum up to the time between."""
    calendar = situation.calendar
    start_at, end_at = sorted(data.draw(st.tuples(*[instants(situation.start_at)] * 2)))
    pauses = [Interval(*each) for each in data.draw(pauses_in(situation.start_at))]
    stretches = calendar.stretches(start_at, end_at, pauses)
    assert sum((each.working for each in stretches), ZERO) == calendar.between(start_at, end_at, pauses)
    borders = [border for each in stretches for border in each[:2]]
    assert borders == sorted(borders)
    for each in stretches:
        assert start_at <= each.start_at < each.end_at <= end_at
        assert calendar.between(each.start_at, each.end_at) == each.working
        assert not any(
            pause.start < each.end_at and each.start_at < pause.end
            for pause in pauses
            if pause.start < pause.end
        )


@slowly
@given(situations(), amounts, st.data())
def test_the_order_of_pauses_does_not_matter(
    situation: Situation, working: timedelta, data: st.DataObject
) -> None:
    """Pauses count once, in whatever order they come, and however often they are named."""
    calendar, start_at = situation.calendar, data.draw(instants(situation.start_at))
    pauses = [Interval(*each) for each in data.draw(pauses_in(situation.start_at))]
    shuffled = [*data.draw(st.permutations(pauses)), *pauses]
    assert calendar.add(start_at, working, shuffled) == calendar.add(start_at, working, pauses)
