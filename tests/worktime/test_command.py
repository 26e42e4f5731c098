"""`app.py worktime`, as people and other programs call it."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from app import main
from tests.worktime.sample import FILE

FRIDAY = "2026-11-27T17:30+08:00"
ADD = {"op": "add", "at": FRIDAY, "amount": "3h"}


def run(*words: str, lines: str | None = None) -> Result:
    return CliRunner().invoke(main, ["worktime", *words], input=lines)


def answers(*questions: Any, words: tuple[str, ...] = ("-",)) -> list[dict[str, Any]]:
    lines = "\n".join(each if isinstance(each, str) else json.dumps(each) for each in questions)
    result = run(*words, lines=lines)
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["add", FRIDAY, "6.5d"], "2026-12-08T12:00:00+08:00"),
        (["add", FRIDAY, "6.5d", "--calendar", "always"], "2026-12-04T05:30:00+08:00"),
        (["add", "2026-11-27T09:30Z", "30m"], "2026-11-27T18:00:00+08:00"),
        (["add", FRIDAY, "3h", "--json"], '{"at": "2026-11-30T11:30:00+08:00"}'),
        (
            ["add", FRIDAY, "3h", "--pause", "2026-11-30T09:00+08:00", "2026-11-30T10:00+08:00"],
            "2026-11-30T14:30:00+08:00",
        ),
        (["between", FRIDAY, "2026-12-08T12:00+08:00"], "163800 s (6.5d)"),
        (["between", "2026-11-30T09:30+08:00", FRIDAY], "-3600 s (-1h)"),
        (["between", FRIDAY, "2026-11-27T17:30:00.5+08:00", "--json"], '{"seconds": 0.5}'),
    ],
)
def test_one_question_on_the_line(words: list[str], said: str) -> None:
    """The answer stands alone on standard output, in the calendar's zone."""
    result = run(*words)
    assert (result.exit_code, result.stdout, result.stderr) == (0, said + "\n", "")


def test_what_rests_on_an_estimate_is_marked() -> None:
    """A provisional answer says so: beside the answer for people, in it for programs."""
    result = run("add", "2026-12-31T17:30+08:00", "1h")
    assert result.stdout == "2027-01-04T09:30:00+08:00\n"
    assert "provisional" in result.stderr
    assert "暂定" in result.stderr
    (answer,) = answers(ADD | {"at": "2026-12-31T17:30+08:00", "amount": "1h"})
    assert answer == {"at": "2027-01-04T09:30:00+08:00", "provisional": True}


@pytest.mark.parametrize(
    ("words", "status", "told"),
    [
        (["add", "2026-11-27T17:30", "3h"], 1, "2026-11-27T17:30:00+08:00"),
        (["add", "tomorrow", "3h"], 1, "2026-11-27T17:30+08:00"),
        (["add", FRIDAY, "3"], 1, "6.5d, 3h, 90m"),
        (["add", FRIDAY, "999d"], 1, "2029"),
        (["between", FRIDAY, "2026-12-08"], 1, "no offset"),
        (["add", FRIDAY], 2, "how much working time"),
        (["between", FRIDAY], 2, "from when to when"),
        (["add", FRIDAY, "3h", "--calendar", "nights"], 2, "office, always"),
        (["-", "--calendar", "nights"], 2, "office, always"),
    ],
)
def test_what_is_wrong_is_told_with_what_is_right(words: list[str], status: int, told: str) -> None:
    """Wrong input ends with status 1, wrong usage with 2; nothing goes to standard output."""
    result = run(*words, lines="")
    assert (result.exit_code, result.stdout) == (status, "")
    assert told in result.stderr


def test_json_lines() -> None:
    """Every line is answered in its order, by the calendar that it names or the one of the command line."""
    span = {"op": "between", "from": FRIDAY, "to": "2026-11-30T09:30+08:00"}
    paused = {"pauses": [["2026-11-27T17:45+08:00", "2026-11-30T09:15+08:00"]]}
    asked = (ADD, ADD | {"calendar": "always"}, span, span | paused, ADD | {"pauses": None})
    assert answers(*asked) == [
        {"at": "2026-11-30T11:30:00+08:00"},
        {"at": "2026-11-27T20:30:00+08:00"},
        {"seconds": 3600},
        {"seconds": 1800},
        {"at": "2026-11-30T11:30:00+08:00"},
    ]
    assert answers(ADD, words=("-", "--calendar", "always")) == [{"at": "2026-11-27T20:30:00+08:00"}]


def test_the_operation_may_be_named_once_for_all_lines() -> None:
    """`add -` and `between -` read lines that need not repeat the operation."""
    assert answers({"at": FRIDAY, "amount": "30m"}, words=("add", "-")) == [
        {"at": "2026-11-27T18:00:00+08:00"}
    ]
    assert answers({"from": FRIDAY, "to": FRIDAY}, words=("between", "-")) == [{"seconds": 0}]


BAD_LINES = [
    ("not json", "not a line of JSON"),
    ('"add"', "not a JSON object"),
    ("[" * 100_000, ""),
    ({}, "right are add and between"),
    ({"op": "subtract"}, "right are add and between"),
    ({"op": ["add"]}, "right are add and between"),
    ({"op": "add", "at": FRIDAY}, "needs amount"),
    ({"op": "between", "to": FRIDAY}, "needs from"),
    (ADD | {"pause": []}, "knows no 'pause'"),
    (ADD | {"calendar": "nights"}, "office, always"),
    (ADD | {"calendar": 3}, "office, always"),
    (ADD | {"amount": "-3h"}, "6.5d"),
    (ADD | {"amount": 3}, "6.5d"),
    (ADD | {"at": "2026-11-27T17:30"}, "no offset"),
    (ADD | {"at": None}, "no time"),
    (ADD | {"at": "9999-12-31T23:59-23:00"}, "1900 to 2199"),
    (ADD | {"pauses": 3}, "pauses are a list"),
    (ADD | {"pauses": [[FRIDAY]]}, "a pause is"),
    (ADD | {"pauses": [[FRIDAY, "2026-11-27T17:00+08:00"]]}, "before its start"),
    (ADD | {"amount": "999999d"}, "2029"),
]


@pytest.mark.parametrize(("line", "told"), BAD_LINES)
def test_a_bad_line_is_answered_and_the_next_one_too(line: Any, told: str) -> None:
    """A line that makes no sense gets its error, and the lines after it their answers."""
    wrong, right = answers(line, "", ADD)
    assert told in wrong["error"]
    assert right == {"at": "2026-11-30T11:30:00+08:00"}


def test_a_broken_calendars_file_is_told_by_line(tmp_path: Path) -> None:
    """A mistake in calendars.yaml names file, line, key and what would be right."""
    broken = FILE.read_text(encoding="utf-8").replace('"09:00-12:00"', '"9 to 12"', 1)
    (tmp_path / "calendars.yaml").write_text(broken, encoding="utf-8")
    line = 1 + broken[: broken.index("9 to 12")].count("\n")
    result = CliRunner().invoke(main, ["--policies", str(tmp_path), "worktime", "add", FRIDAY, "3h"])
    assert result.exit_code == 1
    assert f"calendars.yaml:{line}: calendars.office.hours.mon-fri" in result.stderr
    assert "09:00-12:00" in result.stderr


def test_a_folder_without_calendars_is_told(tmp_path: Path) -> None:
    """A missing file is named."""
    result = CliRunner().invoke(main, ["--policies", str(tmp_path), "worktime", "add", FRIDAY, "3h"])
    assert result.exit_code == 1
    assert "calendars.yaml cannot be read" in result.stderr
