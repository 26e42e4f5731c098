"""Deadlines in words, phrase by phrase: tables of what staff write, with what each means."""

import csv
from datetime import datetime
from pathlib import Path

import pytest

from bot.language.times import Unreadable, read_when
from bot.worktime import BusinessCalendar
from tests.worktime.sample import at, own, sample

DATA = Path(__file__).parents[1] / "data"
MONDAY = at("2026-11-23 10:00")


def _table() -> list[tuple[str, ...]]:
    lines = (DATA / "phrases.txt").read_text(encoding="utf-8").splitlines()
    return [tuple(line.rsplit(" | ", 1)) for line in lines if line and not line.startswith("#")]


def _of_staff() -> list[dict[str, str]]:
    with (DATA / "phrases_of_staff.csv").open(encoding="utf-8") as rows:
        return list(csv.DictReader(rows))


def meaning(phrase: str, said_at: datetime, calendar: BusinessCalendar) -> str:
    """A phrase's meaning as the tables write it."""
    try:
        when = read_when(phrase, said_at, calendar)
    except Unreadable as refused:
        return f"!{refused.code}"
    locals_ = [(reading.at.astimezone(calendar.zone), reading.precision) for reading in when.readings]
    return ";".join(
        f"{local:%Y-%m-%d}"
        if precision == "day"
        else local.replace(tzinfo=None).isoformat().removesuffix(":00")
        for local, precision in locals_
    )


@pytest.mark.parametrize(("phrase", "expected"), _table())
def test_a_phrase_means_what_the_table_says(phrase: str, expected: str) -> None:
    """Every phrase of our own table gives exactly its readings, or is refused for exactly its reason."""
    assert meaning(phrase, MONDAY, sample()) == expected


@pytest.mark.parametrize("row", _of_staff(), ids=lambda row: row["phrase"])
def test_a_phrase_of_staff_is_read_right(row: dict[str, str]) -> None:
    """Every phrase of the branch's sample gives one of its answers, or is refused where it should be."""
    found = meaning(row["phrase"], MONDAY, sample()).split(";")[0]
    if row["kind"] == "reject":
        assert found.startswith("!")
    else:
        right = [row["expected"], *filter(None, row["also_ok"].split(";"))]
        assert any(found.startswith(answer) for answer in right)


@pytest.mark.parametrize(
    ("said_at", "phrase", "expected"),
    [
        ("2026-11-23 18:30", "今天", "2026-11-23"),
        ("2026-11-23 18:30", "今天下班前", "!past"),
        ("2026-11-23 18:30", "下班前", "2026-11-24T18:00"),
        ("2026-11-23 18:30", "eod", "2026-11-24T18:00"),
        ("2026-11-23 18:30", "5pm", "2026-11-24T17:00"),
        ("2026-11-23 18:30", "5点", "2026-11-24T17:00;2026-11-24T05:00"),
        ("2026-11-27 17:00", "周五", "2026-11-27;2026-12-04"),
        ("2026-11-27 17:00", "friday", "2026-12-04;2026-11-27"),
        ("2026-11-27 17:00", "周五16点", "2026-12-04T16:00"),
        ("2026-11-27 17:00", "1个工作日内", "2026-11-30"),
        ("2026-11-27 18:30", "下班前", "2026-11-30T18:00"),
        ("2026-11-28 11:00", "本周内", "2026-11-29"),
        ("2026-11-28 11:00", "周末前", "!vague"),
        ("2026-11-28 11:00", "周末", "2026-11-29"),
        ("2026-11-29 11:00", "下周五", "2026-12-04"),
        ("2026-11-29 11:00", "本周三", "!past"),
        ("2026-11-29 11:00", "next friday", "2026-12-04"),
        ("2026-12-31 10:00", "1号", "2027-01-01"),
        ("2026-12-31 10:00", "年底", "2026-12-31"),
        ("2026-12-31 10:00", "元旦前", "2026-12-31"),
        ("2027-01-01 10:00", "元旦后第一个工作日", "2027-01-04"),
        ("2026-01-31 10:00", "一个月内", "2026-02-28"),
        ("2026-01-31 10:00", "30号", "2026-03-30"),
        ("2027-12-20 10:00", "2月29日", "2028-02-29"),
    ],
)
def test_the_moment_of_speaking_counts(said_at: str, phrase: str, expected: str) -> None:
    """After closing, on the named day, at weekends and month ends the same words mean other times."""
    assert meaning(phrase, at(said_at), sample()) == expected


@pytest.mark.parametrize(
    ("said_at", "phrase", "expected"),
    [
        ("2026-09-24 10:00", "2个工作日内", "2026-09-29"),  # 25–27 September is the Mid-Autumn holiday
        ("2026-09-30 10:00", "1个工作日内", "2026-10-08"),
        ("2026-09-30 10:00", "3 working days", "2026-10-10"),  # 10 October is a make-up Saturday
        ("2026-09-30 10:00", "国庆前", "2026-09-30"),
        ("2026-10-09 10:00", "本周内", "2026-10-10"),
        ("2026-10-10 10:00", "下班前", "2026-10-10T18:00"),
        ("2026-10-03 10:00", "国庆后第一个工作日", "2026-10-08"),
        ("2026-02-10 10:00", "春节后第一个工作日", "2026-02-24"),
        ("2026-02-10 10:00", "节前最后一个工作日", "2026-02-14"),  # a make-up Saturday
    ],
)
def test_holidays_and_make_up_days_count(said_at: str, phrase: str, expected: str) -> None:
    """Working days in words are those of the calendar, public holidays and make-up days included."""
    assert meaning(phrase, at(said_at), sample()) == expected


def test_an_unannounced_year_without_estimate_is_refused_and_named() -> None:
    """A day of a year whose holidays nobody knows is refused with that year, never guessed."""
    with pytest.raises(Unreadable) as refused:
        read_when("2031年5月6日", MONDAY, sample())
    assert (refused.value.code, refused.value.params) == ("unknown_year", {"year": 2031})


def test_an_hour_that_the_clocks_skip_is_impossible_and_one_they_repeat_is_asked() -> None:
    """In a zone with daylight saving 02:30 does not exist in spring and exists twice in autumn."""
    berlin = own(zone="Europe/Berlin")
    assert meaning("2027-03-28 02:30", MONDAY, berlin) == "!impossible"
    assert meaning("2027-10-31 02:30", MONDAY, berlin) == "2027-10-31T02:30;2027-10-31T02:30"
    assert len({reading.at for reading in read_when("2027-10-31 02:30", MONDAY, berlin).readings}) == 2


def test_a_day_around_the_clock_ends_with_its_last_minute() -> None:
    """Where the day has no closing, a whole day's deadline still lies on that day."""
    assert read_when("周五", MONDAY, sample("always")).at == at("2026-11-27 23:59")


def test_a_long_text_and_an_empty_one_are_no_deadline() -> None:
    """Nothing and a whole letter are refused for what they are."""
    assert meaning("  ", MONDAY, sample()) == "!empty"
    assert meaning("明天" * 60, MONDAY, sample()) == "!too_long"
