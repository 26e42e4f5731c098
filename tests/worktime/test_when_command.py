"""`app.py when`, as it is typed."""

import json

import pytest
from click.testing import CliRunner, Result

from app import main

SAID_AT = ["--at", "2026-11-23T10:00+08:00"]


def _run(*words: str, lines: str | None = None) -> Result:
    return CliRunner().invoke(main, ["when", *words, *SAID_AT], input=lines)


def test_one_phrase_is_answered_as_json_with_the_calendars_offset() -> None:
    """The answer carries the phrase, the instant with offset, the precision and the readings."""
    answer = json.loads(_run("下周五下午3点", "--json").stdout)
    reading = {"at": "2026-12-04T15:00:00+08:00", "precision": "minute"}
    assert answer == {"phrase": "下周五下午3点", **reading, "readings": [reading]}


def test_an_ambiguous_phrase_gives_all_readings_the_likelier_first() -> None:
    """The `at` of an ambiguous phrase is its first reading."""
    answer = json.loads(_run("next friday", "--json").stdout)
    assert [reading["at"][:10] for reading in answer["readings"]] == ["2026-12-04", "2026-11-27"]
    assert answer["at"] == answer["readings"][0]["at"]


@pytest.mark.parametrize("json_flag", [[], ["--json"]])
def test_a_refused_phrase_ends_with_status_1_and_says_what_works(json_flag: list[str]) -> None:
    """Why, and a phrase that would do, in both languages."""
    result = _run("尽快", *json_flag)
    assert result.exit_code == 1
    said = json.loads(result.stdout)["error"] if json_flag else result.stderr
    assert said.startswith("vague") if json_flag else "vague" in said
    assert "没有说明具体时间" in said
    assert "3个工作日内" in said


def test_lines_of_standard_input_are_answered_one_by_one() -> None:
    """A refused line answers with its error and the next goes on; blank lines are passed over."""
    result = _run("-", lines="明天\n\nok\neod\n")
    answers = [json.loads(line) for line in result.stdout.splitlines()]
    assert result.exit_code == 0
    assert [answer["phrase"] for answer in answers] == ["明天", "ok", "eod"]
    assert ["error" in answer for answer in answers] == [False, True, False]
    assert set(answers[1]) == {"phrase", "error"}


def test_people_are_told_date_weekday_and_working_time() -> None:
    """Without --json the answer is the echo that people see everywhere."""
    assert "2026-11-27 周五 18:00" in _run("周五").stdout
    assert "4d6h" in _run("周五").stdout


def test_another_calendar_may_be_asked() -> None:
    """Around the clock, a day has no closing at 18:00; an unknown calendar is a usage error."""
    assert "23:59" in _run("周五", "--calendar", "always").stdout
    assert _run("周五", "--calendar", "lunar").exit_code == 2


def test_an_instant_without_offset_is_refused() -> None:
    """When a phrase is said must be plain, so it carries its offset."""
    result = CliRunner().invoke(main, ["when", "明天", "--at", "2026-11-23T10:00"])
    assert result.exit_code == 2
    assert "+08:00" in result.stderr
