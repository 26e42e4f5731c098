"""Zones that change their clocks: elapsed time is real, and the wall clock says when hours begin."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.worktime import BusinessCalendar, UnknownYear
from tests.worktime.sample import at, own, wall

HOUR = timedelta(hours=1)
NEW_YORK = "America/New_York"
SPRING, AUTUMN = "2026-03-08", "2026-11-01"


def hours(zone: str, *spans: str) -> BusinessCalendar:
    return own(zone=zone, hours={"mon-sun": list(spans)})


def worked(calendar: BusinessCalendar, on: str) -> timedelta:
    """What is worked of the hours that count to that day."""
    return sum((each.end - each.start for each in calendar.hours_on(date.fromisoformat(on))), timedelta(0))


@pytest.mark.parametrize(
    ("zone", "on", "span", "minutes"),
    [
        # the clock jumps from 2:00 to 3:00
        (NEW_YORK, SPRING, "00:00-24:00", 23 * 60),
        (NEW_YORK, SPRING, "01:30-02:30", 30),
        (NEW_YORK, SPRING, "02:15-02:45", 0),
        (NEW_YORK, SPRING, "02:30-05:00", 120),
        # the clock shows 1:00 to 2:00 twice; hours begin and end when it first shows their time
        (NEW_YORK, AUTUMN, "00:00-24:00", 25 * 60),
        (NEW_YORK, AUTUMN, "01:00-02:00", 120),
        (NEW_YORK, AUTUMN, "00:00-01:30", 90),
        (NEW_YORK, AUTUMN, "01:30-03:00", 150),
        # the night shift that begins on the day before
        (NEW_YORK, "2026-03-07", "22:00-06:00", 7 * 60),
        (NEW_YORK, "2026-10-31", "22:00-06:00", 9 * 60),
        # half an hour; at midnight; a whole day that never was
        ("Australia/Lord_Howe", "2026-10-04", "00:00-24:00", 23 * 60 + 30),
        ("Australia/Lord_Howe", "2026-04-05", "00:00-24:00", 24 * 60 + 30),
        ("America/Sao_Paulo", "2018-11-04", "00:00-02:00", 60),
        ("Pacific/Apia", "2011-12-30", "09:00-12:00", 0),
        ("Asia/Shanghai", SPRING, "00:00-24:00", 24 * 60),
    ],
)
def test_hours_when_the_clock_changes(zone: str, on: str, span: str, minutes: int) -> None:
    """A day's hours last as long as they really do."""
    assert worked(hours(zone, span), on) == timedelta(minutes=minutes)


def test_add_across_a_gap_and_a_fold() -> None:
    """Two hours from one o'clock end at four in spring; in autumn, when one o'clock comes twice, at two."""
    zone = ZoneInfo(NEW_YORK)
    calendar = hours(NEW_YORK, "00:00-24:00")
    assert wall(calendar.add(at(f"{SPRING} 01:00", zone), timedelta(hours=2)), zone) == f"{SPRING} 04:00"
    assert wall(calendar.add(at(f"{AUTUMN} 01:00", zone), timedelta(hours=2)), zone) == f"{AUTUMN} 02:00"
    second = datetime(2026, 11, 1, 1, tzinfo=zone, fold=1)
    assert wall(calendar.add(second, timedelta(hours=2)), zone) == f"{AUTUMN} 03:00"
    assert calendar.between(second.replace(fold=0), second) == timedelta(hours=1)


def test_a_night_shift_before_a_holiday_runs_into_it() -> None:
    """Hours over midnight count to the day on which they start, so a holiday's eve is worked to the end."""
    nights = own(hours={"mon-sun": ["22:00-06:00"]}, holidays="CN")
    assert nights.is_working(at("2026-10-01 05:59"))
    assert not nights.is_working(at("2026-10-01 23:00"))
    assert nights.next_opening(at("2026-10-01 06:00")) == at("2026-10-08 22:00")


def test_a_night_shift_runs_into_the_new_year() -> None:
    """The shift of New Year's Eve is worked to its end, also when the new year is the first one asked for."""
    hours_of = {"mon-sun": ["22:00-06:00"]}
    assert own(hours=hours_of).is_working(at("2026-01-01 05:59"))
    asked_before = own(hours=hours_of)
    assert not asked_before.is_working(at("2026-07-01 12:00"))
    assert asked_before.is_working(at("2026-01-01 05:59"))
    assert (
        own(hours=hours_of, holidays="CN").between(at("2026-01-01 00:00"), at("2026-01-02 00:00")) == 6 * HOUR
    )
    with pytest.raises(UnknownYear, match="2003"):
        own(hours=hours_of, holidays="CN").is_working(at("2004-01-01 03:00"))


def test_an_override_that_begins_in_the_night_before_counts_no_second_twice() -> None:
    """Where an override's hours overlap the shift that still runs, time counts once."""
    calendar = own(
        hours={"fri": ["22:00-06:00"]},
        overrides=[{"days": "2026-11-28", "hours": ["05:00-08:00"], "reason": {"zh": "加班", "en": "Extra"}}],
    )
    assert calendar.between(at("2026-11-27 00:00"), at("2026-11-29 00:00")) == timedelta(hours=10)
