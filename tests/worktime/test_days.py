"""Why a day is worked or not: what an explanation of a deadline is made of."""

from datetime import date, timedelta

import pytest

from bot.worktime import DayKind, Interval, UnknownYear
from tests.worktime.sample import at, own, pause, sample, wall

LOCAL_DAYS = [
    {"days": "2026-10-02", "hours": ["10:00-11:00"], "reason": {"zh": "国庆值班", "en": "On duty"}},
    {"days": ["2026-08-10", "2026-08-11"], "hours": [], "reason": {"zh": "台风停工", "en": "Typhoon"}},
    {"days": "2026-08-15", "hours": ["09:00-12:00"], "reason": {"zh": "补班", "en": "Extra Saturday"}},
]


@pytest.mark.parametrize(
    ("on", "kind", "zh", "en", "provisional"),
    [
        ("2026-11-23", DayKind.WORKDAY, None, None, False),
        ("2026-11-28", DayKind.WEEKEND, None, None, False),
        ("2026-10-01", DayKind.PUBLIC_HOLIDAY, "国庆节", "National Day", False),
        ("2026-10-03", DayKind.PUBLIC_HOLIDAY, "国庆节", "National Day", False),
        ("2025-10-06", DayKind.PUBLIC_HOLIDAY, "中秋节", "Mid-Autumn Festival", False),
        ("2026-10-10", DayKind.MAKEUP_WORKDAY, "国庆节", "National Day", False),
        ("2022-12-31", DayKind.PUBLIC_HOLIDAY, "元旦", "New Year's Day", False),
        ("2027-02-05", DayKind.PUBLIC_HOLIDAY, "除夕", "Chinese New Year's Eve", True),
        ("2027-02-15", DayKind.WORKDAY, None, None, True),
        ("2028-10-03", DayKind.PUBLIC_HOLIDAY, "中秋节", "Mid-Autumn Festival", True),
    ],
)
def test_day_note(on: str, kind: DayKind, zh: str | None, en: str | None, provisional: bool) -> None:
    """Each day tells its kind, the holiday's name in both languages, and whether it is estimated."""
    note = sample().day_note(date.fromisoformat(on))
    assert (note.kind, note.provisional) == (kind, provisional)
    assert (note.name and note.name.in_("zh-CN"), note.name and note.name.in_("en")) == (zh, en)


def test_overrides_beat_holidays_and_weekdays() -> None:
    """The branch's own word for a day holds: hours on a holiday, a day off, an extra Saturday."""
    calendar = own(holidays="CN", overrides=LOCAL_DAYS)
    worked = calendar.between(at("2026-08-10 00:00"), at("2026-08-17 00:00"))
    assert worked == timedelta(hours=3 * 7 + 3)
    assert wall(calendar.add(at("2026-09-30 18:00"), timedelta(minutes=30))) == "2026-10-02 10:30"
    note = calendar.day_note(date(2026, 8, 11))
    assert (note.kind, note.name and note.name.en) == (DayKind.OVERRIDE, "Typhoon")
    assert calendar.hours_on(date(2026, 8, 11)) == ()


def test_a_makeup_workday_on_a_day_that_is_off_has_the_usual_hours() -> None:
    """A worked Saturday or Sunday has the first working day's hours, or those that the policy names."""
    sunday = date(2026, 9, 20)
    usual = Interval(at("2026-09-20 09:00"), at("2026-09-20 12:00"))
    assert own(holidays="CN").hours_on(sunday)[0] == usual
    shorter = own(holidays="CN", makeup=["10:00-15:00"])
    assert shorter.hours_on(sunday) == (Interval(at("2026-09-20 10:00"), at("2026-09-20 15:00")),)
    open_sundays = own(holidays="CN", hours={"mon-sat": ["09:00-12:00"], "sun": ["08:00-09:00"]})
    assert open_sundays.hours_on(sunday) == (Interval(at("2026-09-20 08:00"), at("2026-09-20 09:00")),)


def test_a_year_that_nobody_announced_is_refused_with_what_to_do() -> None:
    """Without announcement and estimate every question that reaches the year names it and the remedy."""
    calendar = own(holidays="CN")
    questions = [
        lambda: calendar.add(at("2026-12-31 17:00"), timedelta(hours=2)),
        lambda: calendar.between(at("2026-12-31 17:00"), at("2027-01-01 00:00:01")),
        lambda: calendar.next_opening(at("2026-12-31 18:00")),
        lambda: calendar.is_working(at("2027-05-01 10:00")),
        lambda: calendar.hours_on(date(2027, 5, 1)),
        lambda: calendar.day_note(date(2027, 5, 2)),
        lambda: calendar.holiday_period("national_day", 2027),
    ]
    for question in questions:
        with pytest.raises(UnknownYear, match=r"2027.*announced.*estimate") as refused:
            question()
        assert (refused.value.year, refused.value.calendar) == (2027, "own")


def test_what_ends_before_the_unknown_year_is_answered() -> None:
    """The last working second of the last announced year can still be reached."""
    calendar = own(holidays="CN")
    assert wall(calendar.add(at("2026-12-31 17:00"), timedelta(hours=1))) == "2026-12-31 18:00"


def test_an_entered_year_replaces_its_estimate() -> None:
    """Once the year is entered, its days follow it, and nothing that rests on it is provisional."""
    estimate = {2027: {"holidays": {"new_year": ["2027-01-01", "2027-01-03"]}}}
    announced = {2027: {"holidays": {"new_year": "2027-01-01"}, "workdays": ["2027-01-02"]}}
    start_at, end_at = at("2026-12-31 18:00"), at("2027-01-03 00:00")
    estimated = own(holidays="CN", estimate=estimate)
    entered = own(holidays="CN", estimate=estimate, announced=announced)
    assert (estimated.between(start_at, end_at), estimated.is_provisional(start_at, end_at)) == (
        timedelta(0),
        True,
    )
    assert (entered.between(start_at, end_at), entered.is_provisional(start_at, end_at)) == (
        timedelta(hours=7),
        False,
    )
    assert entered.day_note(date(2027, 1, 2)).kind is DayKind.MAKEUP_WORKDAY


def test_an_estimate_does_not_touch_what_is_announced() -> None:
    """Where next year's estimate reaches into December, what this year's notice says of a day still holds."""
    calendar = own(
        holidays="CN",
        announced={2026: {"holidays": {"new_year": "2026-01-01"}, "workdays": ["2026-12-26"]}},
        estimate={2027: {"holidays": {"new_year": ["2026-12-26", "2027-01-03"]}}},
    )
    assert calendar.day_note(date(2026, 12, 26)).kind is DayKind.MAKEUP_WORKDAY
    assert calendar.day_note(date(2026, 12, 28)) == (DayKind.PUBLIC_HOLIDAY, ("元旦", "New Year's Day"), True)
    assert calendar.is_provisional(at("2026-12-25 10:00"), at("2026-12-26 10:00"))
    assert not calendar.is_provisional(at("2026-12-24 10:00"), at("2026-12-25 10:00"))


@pytest.mark.parametrize(
    ("start", "end", "provisional"),
    [
        ("2026-11-23 10:00", "2026-12-31 18:00", False),
        ("2026-11-23 10:00", "2027-01-04 10:00", True),
        ("2027-03-01 10:00", "2027-03-02 10:00", True),
        ("2027-03-02 10:00", "2026-12-31 10:00", True),
    ],
)
def test_provisional_is_what_reaches_an_estimated_year(start: str, end: str, provisional: bool) -> None:
    """A span is provisional from the first estimated day on, in either direction."""
    assert sample().is_provisional(at(start), at(end)) is provisional
    assert sample("always").is_provisional(at(start), at(end)) is False


@pytest.mark.parametrize(
    ("key", "year", "first", "last"),
    [
        ("new_year", 2027, "2027-01-01", "2027-01-03"),
        ("new_year", 2023, "2022-12-31", "2023-01-02"),
        ("spring_festival", 2026, "2026-02-15", "2026-02-23"),
        ("spring_festival", 2027, "2027-02-06", "2027-02-12"),
        ("tomb_sweeping", 2026, "2026-04-04", "2026-04-06"),
        ("labour_day", 2026, "2026-05-01", "2026-05-05"),
        ("dragon_boat", 2026, "2026-06-19", "2026-06-21"),
        ("mid_autumn", 2026, "2026-09-25", "2026-09-27"),
        ("national_day", 2025, "2025-10-01", "2025-10-08"),
        ("national_day", 2027, "2027-10-01", "2027-10-07"),
    ],
)
def test_holiday_period(key: str, year: int, first: str, last: str) -> None:
    """A holiday's first and last day are told by its name and year, announced or estimated."""
    period = sample().holiday_period(key, year)
    assert period == (date.fromisoformat(first), date.fromisoformat(last))


def test_no_holiday_period_where_there_is_none() -> None:
    """A calendar without public holidays has no periods; nor has a year a holiday that it did not keep."""
    assert sample("always").holiday_period("national_day", 2026) is None
    assert sample().holiday_period("victory_day", 2026) is None


def test_stretches_name_the_day_to_which_they_count() -> None:
    """Every counted stretch stands with its day; a pause cuts it, a night shift counts to its evening."""
    office = sample()
    cut = [pause("2026-09-30 17:00", "2026-10-08 10:00")]
    stretches = office.stretches(at("2026-09-30 16:00"), at("2026-10-08 15:00"), cut)
    assert [(wall(each.start_at), wall(each.end_at), each.on.isoformat()) for each in stretches] == [
        ("2026-09-30 16:00", "2026-09-30 17:00", "2026-09-30"),
        ("2026-10-08 10:00", "2026-10-08 12:00", "2026-10-08"),
        ("2026-10-08 14:00", "2026-10-08 15:00", "2026-10-08"),
    ]
    at_once = [pause("2026-11-23 10:00", "2026-11-23 11:00")]
    (stretch,) = office.stretches(at("2026-11-23 10:00"), at("2026-11-23 12:00"), at_once)
    assert (wall(stretch.start_at), wall(stretch.end_at)) == ("2026-11-23 11:00", "2026-11-23 12:00")
    night = own(hours={"fri": ["22:00-06:00"]})
    (stretch,) = night.stretches(at("2026-11-28 02:00"), at("2026-11-29 00:00"))
    assert (stretch.on, stretch.working) == (date(2026, 11, 27), timedelta(hours=4))
    (whole,) = sample("always").stretches(at("2026-11-27 17:30"), at("2026-12-01 17:30"))
    assert (whole.on, whole.working) == (date(2026, 11, 27), timedelta(days=4))
    assert office.stretches(at("2026-11-28 02:00"), at("2026-11-27 02:00")) == []
