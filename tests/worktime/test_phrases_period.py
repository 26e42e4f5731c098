"""Past stretches of days in words, for summaries."""

import pytest

from bot.language.times import Unreadable, read_period
from tests.worktime.sample import at, sample

MONDAY = at("2026-11-23 10:00")


@pytest.mark.parametrize(
    ("phrase", "first_on", "last_on"),
    [
        ("last month", "2026-10-01", "2026-10-31"),
        ("上个月", "2026-10-01", "2026-10-31"),
        ("上月", "2026-10-01", "2026-10-31"),
        ("本月", "2026-11-01", "2026-11-30"),
        ("this month", "2026-11-01", "2026-11-30"),
        ("本周", "2026-11-23", "2026-11-29"),
        ("上周", "2026-11-16", "2026-11-22"),
        ("上上周", "2026-11-09", "2026-11-15"),
        ("last week", "2026-11-16", "2026-11-22"),
        ("2026-10", "2026-10-01", "2026-10-31"),
        ("2026年10月", "2026-10-01", "2026-10-31"),
        ("10月", "2026-10-01", "2026-10-31"),
        ("十月份", "2026-10-01", "2026-10-31"),
        ("12月", "2025-12-01", "2025-12-31"),
        ("october", "2026-10-01", "2026-10-31"),
        ("Oct 2025", "2025-10-01", "2025-10-31"),
        ("去年10月", "2025-10-01", "2025-10-31"),
        ("today", "2026-11-23", "2026-11-23"),
        ("昨天", "2026-11-22", "2026-11-22"),
        ("最近7天", "2026-11-17", "2026-11-23"),
        ("过去两周", "2026-11-10", "2026-11-23"),
        ("past 30 days", "2026-10-25", "2026-11-23"),
        ("last 3 months", "2026-08-24", "2026-11-23"),
        ("Q3", "2026-07-01", "2026-09-30"),
        ("三季度", "2026-07-01", "2026-09-30"),
        ("2025Q4", "2025-10-01", "2025-12-31"),
        ("上季度", "2026-07-01", "2026-09-30"),
        ("上半年", "2026-01-01", "2026-06-30"),
        ("今年", "2026-01-01", "2026-12-31"),
        ("last year", "2025-01-01", "2025-12-31"),
        ("2025", "2025-01-01", "2025-12-31"),
        ("10月1日到10月15日", "2026-10-01", "2026-10-15"),
        ("2026-10-01..2026-10-15", "2026-10-01", "2026-10-15"),
        ("2026-10-01 to 2026-10-15", "2026-10-01", "2026-10-15"),
        ("11月20日", "2026-11-20", "2026-11-20"),
        ("12月20日", "2025-12-20", "2025-12-20"),
    ],
)
def test_a_period_is_read(phrase: str, first_on: str, last_on: str) -> None:
    """Periods are whole days, the latest that have begun where no year is said."""
    assert tuple(map(str, read_period(phrase, MONDAY, sample()))) == (first_on, last_on)


@pytest.mark.parametrize(
    ("phrase", "code"),
    [
        ("", "empty"),
        ("next month", "unknown"),
        ("2027-03", "future"),
        ("明年", "unknown"),
        ("5", "unknown"),
        ("whenever", "unknown"),
        ("2026-13", "impossible"),
        ("11月31日", "impossible"),
        ("last 99 parsecs", "unknown"),
        ("2026-10-15..2026-10-01", "impossible"),
        ("past 0 days", "impossible"),
        ("past 9999 days", "unknown"),
    ],
)
def test_what_is_no_past_period_is_refused(phrase: str, code: str) -> None:
    """The future, the impossible and what is not understood give no period."""
    with pytest.raises(Unreadable) as refused:
        read_period(phrase, MONDAY, sample())
    assert refused.value.code == code
