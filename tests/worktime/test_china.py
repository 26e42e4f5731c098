"""The announced calendar against a second source, and the estimate against the lunar calendar."""

from datetime import date, timedelta

import chinese_calendar
import holidays
import pytest

from bot.worktime import DayKind
from bot.worktime.china import announced_years
from tests.worktime.sample import at, sample


def days_of(year: int) -> list[date]:
    return [date(year, 1, 1) + timedelta(n) for n in range((date(year + 1, 1, 1) - date(year, 1, 1)).days)]


def is_worked(on: date) -> bool:
    return bool(sample().hours_on(on))


@pytest.mark.parametrize("year", [2025, 2026])
def test_announced_years_agree_with_holidays(year: int) -> None:
    """Every day of 2025 and 2026 is worked or not as the library `holidays` has it, make-up days included."""
    other = holidays.country_holidays("CN", years=year)
    differing = [on for on in days_of(year) if is_worked(on) != other.is_working_day(on)]
    assert differing == []


@pytest.mark.parametrize(("year", "makeup_days"), [(2025, 5), (2026, 6)])
def test_makeup_days_agree_with_holidays(year: int, makeup_days: int) -> None:
    """The worked Saturdays and Sundays are those that the library `holidays` names as such."""
    other = holidays.country_holidays("CN", years=year)
    ours = {on for on in days_of(year) if sample().day_note(on).kind is DayKind.MAKEUP_WORKDAY}
    assert ours == {on for on in other.weekend_workdays if on.year == year}
    assert len(ours) == makeup_days


def test_every_announced_year_is_the_librarys() -> None:
    """Read as periods, the announcements since 2004 give every day as `chinese_calendar` gives it singly."""
    years = sorted(announced_years())
    assert years[0] == 2004
    assert years[-1] >= 2026
    differing = [
        on for year in years for on in days_of(year) if is_worked(on) != chinese_calendar.is_workday(on)
    ]
    assert differing == []


@pytest.mark.parametrize("year", [2027, 2028])
def test_the_estimate_holds_every_statutory_day(year: int) -> None:
    """The library `holidays` reckons statutory days by the lunar calendar; all are off in the estimate."""
    statutory = holidays.country_holidays("CN", years=year)
    assert len(statutory) >= 13
    assert [on for on in statutory if is_worked(on)] == []


def test_the_estimate_ends_with_its_last_year() -> None:
    """The sample policy reaches two years beyond what is announced, and says so by refusing the third."""
    assert sample().add(at("2026-11-23 10:00"), timedelta(hours=7 * 500)).year == 2028
    with pytest.raises(ValueError, match="2029"):
        sample().is_working(at("2029-01-01 10:00"))
