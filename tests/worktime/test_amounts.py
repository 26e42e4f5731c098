"""Amounts of working time, as people write them and as they are written back."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.worktime import CalendarError, format_amount, parse_amount
from tests.worktime.sample import sample


@pytest.mark.parametrize(
    ("text", "calendar", "working"),
    [
        ("6.5d", "office", timedelta(hours=45.5)),
        ("1d", "always", timedelta(hours=24)),
        ("90m", "office", timedelta(minutes=90)),
        ("3h", "office", timedelta(hours=3)),
        ("2h30m", "office", timedelta(hours=2.5)),
        (" 1d 4h ", "office", timedelta(hours=11)),
        ("0.1h", "office", timedelta(minutes=6)),
        ("45s", "office", timedelta(seconds=45)),
        ("3H", "office", timedelta(hours=3)),
        ("0m", "office", timedelta(0)),
    ],
)
def test_parse_amount(text: str, calendar: str, working: timedelta) -> None:
    """A day is the calendar's working day; the other units are the clock's."""
    assert parse_amount(text, sample(calendar)) == working


@pytest.mark.parametrize(
    "text", ["", " ", "5", "-3h", "3x", "1.d", ".5d", "30m2h", "3h3h", "1e3d", "３h", "1_0h", "d"]
)
def test_what_is_no_amount_is_refused(text: str) -> None:
    """No unit, a sign, units out of order: refused, with examples of what is right."""
    with pytest.raises(CalendarError, match=r"right are 6.5d, 3h, 90m, 2h30m"):
        parse_amount(text, sample())


@pytest.mark.parametrize(
    ("working", "calendar", "text"),
    [
        (timedelta(hours=45.5), "office", "6.5d"),
        (timedelta(hours=3.5), "office", "0.5d"),
        (timedelta(hours=3), "office", "3h"),
        (timedelta(hours=10), "office", "1d3h"),
        (timedelta(minutes=90), "office", "1h30m"),
        (timedelta(hours=36), "always", "1.5d"),
        (timedelta(seconds=1.5), "office", "1.5s"),
        (timedelta(0), "office", "0h"),
        (-timedelta(hours=3), "office", "-3h"),
    ],
)
def test_format_amount(working: timedelta, calendar: str, text: str) -> None:
    """Half days as days, everything else in days, hours, minutes and seconds."""
    assert format_amount(working, sample(calendar)) == text


@given(st.integers(0, 10**15), st.sampled_from(["office", "always"]))
def test_what_is_written_reads_back(micros: int, calendar: str) -> None:
    """Every amount is written so that it reads back to itself."""
    working = timedelta(microseconds=micros)
    assert parse_amount(format_amount(working, sample(calendar)), sample(calendar)) == working
