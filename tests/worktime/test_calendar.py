"""Working time at borders, over nights, lunch, holidays and pauses, by the sample's office hours."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.worktime import CalendarError, parse_amount
from tests.worktime.sample import at, own, pause, sample, wall

HOUR = timedelta(hours=1)

ENDS = [
    # a border is where an amount ends, not where the next hours begin
    ("2026-11-23 09:00", "3h", "2026-11-23 12:00"),
    ("2026-11-23 11:00", "1h", "2026-11-23 12:00"),
    ("2026-11-23 09:00", "1d", "2026-11-23 18:00"),
    ("2026-11-23 09:00", "5d", "2026-11-27 18:00"),
    ("2026-11-23 11:00", "1h1m", "2026-11-23 14:01"),
    ("2026-11-23 12:00", "1s", "2026-11-23 14:00:01"),
    # from outside hours
    ("2026-11-23 03:00", "3h", "2026-11-23 12:00"),
    ("2026-11-23 12:59", "4h", "2026-11-23 18:00"),
    ("2026-11-23 18:00", "3h", "2026-11-24 12:00"),
    ("2026-11-28 10:00", "30m", "2026-11-30 09:30"),
    # the and the domain's examples
    ("2026-11-27 17:30", "6.5d", "2026-12-08 12:00"),
    ("2026-11-23 10:00", "6.5d", "2026-12-01 15:30"),
    # holidays and make-up workdays: 2026-09-20 and 10-10 are worked, 10-01 to 10-07 are not
    ("2026-09-18 17:00", "2h", "2026-09-20 10:00"),
    ("2026-09-30 17:00", "2h", "2026-10-08 10:00"),
    ("2026-10-09 17:00", "8h", "2026-10-10 18:00"),
    ("2026-02-13 17:00", "2d", "2026-02-24 17:00"),
    # into the estimated year
    ("2026-12-31 17:00", "2h", "2027-01-04 10:00"),
    ("2027-02-04 17:00", "2h", "2027-02-15 10:00"),
]


@pytest.mark.parametrize(("start", "amount", "end"), ENDS)
def test_add_ends_at(start: str, amount: str, end: str) -> None:
    """An amount ends where its last second is worked, and between start and end lies the amount."""
    office = sample()
    working = parse_amount(amount, office)
    ended_at = office.add(at(start), working)
    assert wall(ended_at) == end
    assert office.between(at(start), ended_at) == working


@pytest.mark.parametrize(
    ("start", "end", "working"),
    [
        ("2026-11-23 12:00", "2026-11-23 14:00", 0 * HOUR),
        ("2026-11-23 11:59:59", "2026-11-23 14:00:01", timedelta(seconds=2)),
        ("2026-11-23 18:00", "2026-11-24 09:00", 0 * HOUR),
        ("2026-11-28 00:00", "2026-11-30 00:00", 0 * HOUR),
        ("2026-10-01 00:00", "2026-10-08 00:00", 0 * HOUR),
        ("2026-10-08 00:00", "2026-10-11 00:00", 21 * HOUR),
        ("2026-11-24 10:00", "2026-11-23 10:00", -7 * HOUR),
        # 248 days were worked in 2025, 248 in 2026
        ("2025-01-01 00:00", "2026-01-01 00:00", 248 * 7 * HOUR),
        ("2026-01-01 00:00", "2027-01-01 00:00", 248 * 7 * HOUR),
    ],
)
def test_between_counts(start: str, end: str, working: timedelta) -> None:
    """Only office hours of working days count; a reversed span counts negative."""
    assert sample().between(at(start), at(end)) == working


@pytest.mark.parametrize(
    ("pauses", "end"),
    [
        ([], "2026-11-24 10:00"),
        # outside hours: at lunch, at night, over the weekend, before the start, after the end
        ([pause("2026-11-23 12:00", "2026-11-23 14:00")], "2026-11-24 10:00"),
        ([pause("2026-11-23 18:00", "2026-11-24 09:00")], "2026-11-24 10:00"),
        ([pause("2026-11-20 09:00", "2026-11-23 10:00")], "2026-11-24 10:00"),
        # a pause that starts where the amount ends adds nothing; a second earlier it adds all of itself
        ([pause("2026-11-24 10:00", "2026-11-24 12:00")], "2026-11-24 10:00"),
        ([pause("2026-11-24 09:59:59", "2026-11-24 11:59:59")], "2026-11-24 12:00"),
        # within hours, and partly outside
        ([pause("2026-11-23 15:00", "2026-11-23 15:20:30")], "2026-11-24 10:20:30"),
        ([pause("2026-11-23 11:00", "2026-11-23 15:00")], "2026-11-24 12:00"),
        ([pause("2026-11-23 17:00", "2026-11-25 09:00")], "2026-11-25 11:00"),
        # overlapping, nested, touching, twice and out of order
        (
            [
                pause("2026-11-23 16:00", "2026-11-23 17:00"),
                pause("2026-11-23 15:00", "2026-11-23 16:00"),
                pause("2026-11-23 15:30", "2026-11-23 16:30"),
                pause("2026-11-23 15:45", "2026-11-23 15:50"),
                pause("2026-11-23 16:00", "2026-11-23 17:00"),
            ],
            "2026-11-24 12:00",
        ),
        # one that moves the end into another
        (
            [pause("2026-11-24 10:30", "2026-11-24 11:00"), pause("2026-11-23 17:00", "2026-11-23 18:00")],
            "2026-11-24 11:30",
        ),
        ([pause("2026-11-23 15:00", "2026-11-23 15:00")], "2026-11-24 10:00"),
    ],
)
def test_pauses_are_left_out(pauses: list, end: str) -> None:
    """Seven hours from ten o'clock end when they are worked outside every pause."""
    office, start_at = sample(), at("2026-11-23 10:00")
    ended_at = office.add(start_at, 7 * HOUR, pauses)
    assert wall(ended_at) == end
    assert office.between(start_at, ended_at, pauses) == 7 * HOUR


def test_nothing_added_is_the_start_itself() -> None:
    """An amount of nothing ends where it starts, even outside hours, in UTC."""
    ended_at = sample().add(at("2026-11-28 10:00"), 0 * HOUR)
    assert ended_at == at("2026-11-28 10:00")
    assert ended_at.tzinfo is UTC


def test_instants_may_come_in_any_zone() -> None:
    """The same instant gives the same answer, however it is written."""
    start_at = at("2026-11-27 17:30")
    elsewhere = start_at.astimezone(UTC)
    assert sample().add(elsewhere, 3 * HOUR) == sample().add(start_at, 3 * HOUR)
    assert sample().between(elsewhere, start_at) == 0 * HOUR


def test_a_microsecond_counts() -> None:
    """Working time is exact to the microsecond, however long the span."""
    tick = timedelta(microseconds=1)
    start_at = at("2020-01-02 09:00") + tick
    end_at = sample().add(start_at, 1500 * 7 * HOUR + tick)
    assert sample().between(start_at, end_at) == 1500 * 7 * HOUR + tick
    assert sample().between(start_at, end_at - tick) == 1500 * 7 * HOUR


@pytest.mark.parametrize(
    ("question", "words"),
    [
        (lambda c: c.add(at("2026-11-23 09:00"), -HOUR), "positive"),
        (lambda c: c.add(datetime(2026, 11, 23, 9), HOUR), "no offset"),  # noqa: DTZ001
        (lambda c: c.between(datetime(2026, 11, 23, 9), at("2026-11-23 09:00")), "no offset"),  # noqa: DTZ001
        (
            lambda c: c.add(at("2026-11-23 09:00"), HOUR, [pause("2026-11-23 10:00", "2026-11-23 09:00")]),
            "before its start",
        ),
        (lambda c: c.is_working(datetime(1, 1, 1, tzinfo=UTC)), "1900 to 2199"),
        (lambda c: c.between(at("2026-11-23 09:00"), datetime.max.replace(tzinfo=UTC)), "1900 to 2199"),
    ],
)
def test_what_makes_no_sense_is_refused(question, words: str) -> None:
    """A negative amount, an instant without offset and a reversed pause are refused with what is right."""
    with pytest.raises(CalendarError, match=words):
        question(sample())


def test_an_endless_amount_is_refused() -> None:
    """An amount beyond all years is refused, not counted for ever."""
    with pytest.raises(CalendarError, match="2199"):
        own().add(at("2198-12-01 09:00"), timedelta(days=200_000))


@pytest.mark.parametrize(
    ("instant", "is_working", "opening"),
    [
        ("2026-11-23 09:00", True, "2026-11-23 09:00"),
        ("2026-11-23 11:59:59", True, "2026-11-23 11:59:59"),
        ("2026-11-23 12:00", False, "2026-11-23 14:00"),
        ("2026-11-27 18:00", False, "2026-11-30 09:00"),
        ("2026-09-20 10:00", True, "2026-09-20 10:00"),
        ("2026-10-01 10:00", False, "2026-10-08 09:00"),
        ("2026-12-31 18:00", False, "2027-01-04 09:00"),
    ],
)
def test_opening_hours(instant: str, is_working: bool, opening: str) -> None:
    """Hours begin with their first instant and are over at closing time; the next opening is the nearest."""
    assert sample().is_working(at(instant)) is is_working
    assert wall(sample().next_opening(at(instant))) == opening
