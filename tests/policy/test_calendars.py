"""What calendars.yaml may say, and what it is told when it is wrong."""

from datetime import date
from typing import Any

import pytest
import yaml
from pydantic import ValidationError

from bot.policy.calendars import CalendarsFile, build_calendar, calendars_from
from bot.worktime.days import Span
from tests.worktime.sample import FILE, OFFICE_WEEK, spec_of

REASON = {"zh": "另定", "en": "Otherwise"}
H = 3600


@pytest.mark.parametrize(
    ("hours", "monday", "sunday"),
    [
        (OFFICE_WEEK, (Span(9 * H, 12 * H), Span(14 * H, 18 * H)), ()),
        ({"mon": ["14:00-18:00", "9:00-12:00"]}, (Span(9 * H, 12 * H), Span(14 * H, 18 * H)), ()),
        ({"mon-fri": ["22:00-06:00"], "sat,sun": []}, (Span(22 * H, 30 * H),), ()),
        ({"Mon, Sun": ["09:00-09:00:30"]}, (Span(9 * H, 9 * H + 30),), (Span(9 * H, 9 * H + 30),)),
        ({"mon": ["18:00-24:00"], "sun": ["20:00-00:00"]}, (Span(18 * H, 24 * H),), (Span(20 * H, 24 * H),)),
        ("always", (Span(0, 24 * H),), (Span(0, 24 * H),)),
    ],
)
def test_hours_of_the_week(hours: Any, monday: tuple[Span, ...], sunday: tuple[Span, ...]) -> None:
    """Hours are written by weekday or stretch of weekdays, in any order, over midnight too."""
    week = spec_of(hours=hours).week()
    assert (week[0], week[6]) == (monday, sunday)


MISTAKES = [
    ({"zone": "Asia/Peking"}, ("zone",), "Asia/Shanghai"),
    ({"zone": 8}, ("zone",), "Asia/Shanghai"),
    ({"day": "7"}, ("day",), "7h30m"),
    ({"day": "25h"}, ("day",), "at most 24h"),
    ({"day": "0h"}, ("day",), "at most 24h"),
    ({"hours": {"mon": ["9-12"]}}, ("hours", "mon", 0), "09:00-12:00"),
    ({"hours": {"mon": ["09:00-25:00"]}}, ("hours", "mon", 0), "09:00-12:00"),
    ({"hours": {"mon": ["24:00-06:00"]}}, ("hours", "mon", 0), "09:00-12:00"),
    ({"hours": {"mon": ["09:00-09:00"]}}, ("hours", "mon", 0), "09:00-12:00"),
    ({"hours": {"mon": ["09:00-12:00", "11:00-13:00"]}}, ("hours", "mon"), "overlap"),
    ({"hours": {"weekday": ["09:00-12:00"]}}, ("hours", "weekday", "[key]"), "mon-fri"),
    ({"hours": {"fri-mon": ["09:00-12:00"]}}, ("hours", "fri-mon", "[key]"), "mon-fri"),
    ({"hours": {"mon-fri": ["09:00-12:00"], "fri": []}}, ("hours",), "named twice"),
    ({"hours": {"mon": []}}, ("hours",), "mon-fri"),
    ({"hours": {"mon": ["22:00-06:00"], "tue": ["05:00-09:00"]}}, ("hours",), "next day"),
    ({"hours": {"sun": ["22:00-06:00"], "mon": ["05:00-09:00"]}}, ("hours",), "next day"),
    ({"holidays": "DE"}, ("holidays",), "CN"),
    ({"estimate": {2027: {"holidays": {"new_year": "2027-01-01"}}}}, (), "holidays: CN"),
    ({"overrides": [{"days": "2026-12-31", "hours": []}]}, ("overrides", 0, "reason"), "required"),
    ({"overrides": [{"days": ["2026-12-31", "2026-12-30"], "hours": [], "reason": REASON}]},
     ("overrides", 0, "days"), "before the first"),
    ({"overrides": [{"days": "2026-12-31", "hours": [], "reason": REASON}] * 2}, ("overrides",), "twice"),
    ({"opening": {}}, ("opening",), "not permitted"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "place", "told"), MISTAKES)
def test_a_mistake_is_told_at_its_place(change: dict[str, Any], place: tuple[Any, ...], told: str) -> None:
    """Each mistake is an error of the value where it stands, and says what would be right."""
    with pytest.raises(ValidationError) as refused:
        spec_of(**change)
    (error,) = refused.value.errors()
    assert error["loc"] == place
    assert told in error["msg"]


@pytest.mark.parametrize("part", ["estimate", "announced"])
@pytest.mark.parametrize(
    ("year", "place", "told"),
    [
        ({"holidays": {"christmas": "2027-12-25"}}, (2027, "holidays", "christmas", "[key]"), "national_day"),
        ({"holidays": {}}, (2027, "holidays"), "at least 1"),
        ({"holidays": {"national_day": "2028-10-01"}}, (), "2027"),
        ({"holidays": {"national_day": ["2026-12-31", "2027-10-07"]}}, (), "2027"),
        ({"holidays": {"new_year": "2027-01-01"}, "workdays": ["2028-01-01"]}, (), "2027"),
    ],
)
def test_a_year_that_contradicts_itself(
    part: str, year: dict[str, Any], place: tuple[Any, ...], told: str
) -> None:
    """A year's holidays are known by name and lie in that year."""
    with pytest.raises(ValidationError) as refused:
        spec_of(holidays="CN", **{part: {2027: year}})
    (error,) = refused.value.errors()
    assert error["loc"] == (part, *place)
    assert told in error["msg"]


def test_new_year_may_begin_in_december() -> None:
    """New Year's holiday may start, and be made up for, in the December before."""
    year = {"holidays": {"new_year": ["2026-12-31", "2027-01-02"]}, "workdays": ["2026-12-27"]}
    calendar = build_calendar("own", spec_of(holidays="CN", announced={2027: year}))
    days = [date(2026, 12, 27), date(2026, 12, 31), date(2027, 1, 2)]
    worked = [bool(calendar.hours_on(on)) for on in days]
    assert worked == [True, False, False]


def test_the_sample_file_is_right() -> None:
    """The sample counts seven hours a working day in the office, and twenty-four around the clock."""
    document = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    assert sorted(CalendarsFile.model_validate(document).calendars) == ["always", "office"]
    calendars = calendars_from(document)
    assert {name: calendar.day_seconds for name, calendar in calendars.items()} == {
        "office": 7 * H,
        "always": 24 * H,
    }


def test_days_may_be_words_or_dates() -> None:
    """A loader that leaves dates as text gives the same calendars as one that reads them."""
    plain = yaml.load(FILE.read_text(encoding="utf-8"), yaml.BaseLoader)
    assert CalendarsFile.model_validate(plain) == CalendarsFile.model_validate(
        yaml.safe_load(FILE.read_text(encoding="utf-8"))
    )
