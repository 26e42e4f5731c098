"""`app.py plan` and `app.py check`."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import NoReturn

import pytest
from click.testing import CliRunner, Result

from bot.console import Console
from bot.console.check import command as check
from bot.console.plan import command as plan
from tests.policy.conftest import SAMPLE

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
BRONZE = ["resource_check", "--service", "data_line", "--grade", "bronze", "--points", "8"]


def no_office() -> NoReturn:
    raise AssertionError("plan and check need no database")


def run(command: object, *arguments: str, policies: Path = SAMPLE) -> Result:
    console = Console(now=lambda: NOW, policies=policies, office=no_office)
    return CliRunner().invoke(command, arguments, obj=console)  # type: ignore[arg-type]


def test_plan_answers_in_json() -> None:
    """The JSON has the target as a number and every instant with the calendar's offset."""
    answer = json.loads(run(plan, *BRONZE, "--at", "2026-11-23T10:00+08:00", "--json").output)
    assert answer["kind"] == "resource_check"
    assert answer["target"] == {"working_days": 6.5}
    assert answer["due_at"] == "2026-12-01T15:30:00+08:00"
    assert answer["steps"][0] == {
        "key": "intake",
        "team": "support",
        "needs": [],
        "applies_if": None,
        "limit": {"working_days": 0.65},
        "planned_start_at": "2026-11-23T10:00:00+08:00",
        "planned_due_at": "2026-11-23T16:33:00+08:00",
    }
    assert answer["steps"][-1]["planned_due_at"] == answer["due_at"]


def test_plan_starts_now_when_no_time_is_given() -> None:
    """Without --at the plan starts at the console's instant."""
    given = run(plan, *BRONZE, "--at", "2026-11-23T10:00+08:00", "--json").output
    assert run(plan, *BRONZE, "--json").output == given


def test_a_faults_target_is_in_hours() -> None:
    """A target around the clock is a number of hours."""
    arguments = ["fault", "--service", "wlan", "--grade", "bronze", "--assurance", "AAA", "--json"]
    answer = json.loads(run(plan, *arguments).output)
    assert answer["target"] == {"hours": 2}
    assert answer["due_at"] == "2026-11-23T12:00:00+08:00"


def test_plan_takes_the_reach() -> None:
    """Across provinces eight points of a bronze customer's data line take 10 working days."""
    answer = json.loads(run(plan, *BRONZE, "--reach", "across_provinces", "--json").output)
    assert answer["target"] == {"working_days": 10}
    assert "reach across_provinces, grade bronze: 6 working days" in answer["rule"]


def test_points_of_a_voice_line_do_not_stretch_its_plan() -> None:
    """Only access services take longer with more access points; the rule says nothing of the others'."""
    asked = ["site_survey", "--service", "voice_line", "--grade", "bronze"]
    answer = json.loads(run(plan, *asked, "--points", "8", "--json").output)
    assert answer == json.loads(run(plan, *asked, "--json").output)
    assert answer["target"] == {"working_days": 4}


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("zh", ["资源核查：时限6.5个工作日，2026-12-01 周二 15:30 到期", "工程建设中心", "1d6h39m"]),
        ("en", ["resource check: 6.5 working days, due 2026-12-01 Tue 15:30", "Construction Centre"]),
    ],
)
def test_plan_speaks_both_languages(language: str, words: list[str]) -> None:
    """The table is in the language asked for."""
    output = run(plan, *BRONZE, "--lang", language).output
    assert all(each in output for each in words)


@pytest.mark.parametrize(
    ("service", "language", "words"),
    [
        ("data_line", "zh", "传输处理和数据处理 均答复“非本专业故障”"),
        ("data_line", "en", "transport repair and data repair answer “not in our part”"),
        ("cpe", "zh", "传输处理 答复“非本专业故障”"),
        ("cpe", "en", "transport repair answers “not in our part”"),
    ],
)
def test_plan_says_which_steps_all_have_to_answer_so(service: str, language: str, words: str) -> None:
    """A condition with `all_of` joins its steps by "and"; of a single one it says nothing of all."""
    output = run(plan, "fault", "--service", service, "--grade", "gold", "--lang", language).output
    assert [line for line in output.splitlines() if line.endswith(words)]


@pytest.mark.parametrize(
    ("service", "said"),
    [("data_line", "all of transport, data answer not_ours"), ("cpe", "transport answers not_ours")],
)
def test_a_plan_in_json_says_what_all_have_to_answer(service: str, said: str) -> None:
    """With the keys of the steps that the service has."""
    answer = json.loads(run(plan, "fault", "--service", service, "--grade", "gold", "--json").output)
    assert {step["key"]: step["applies_if"] for step in answer["steps"]}["unclaimed"] == said


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["resource", "--service", "data_line", "--grade", "gold"], "did you mean resource_check?"),
        (["fault", "--service", "voiceline", "--grade", "gold"], "did you mean voice_line?"),
        (["fault", "--service", "pon", "--grade", "golden"], "did you mean gold?"),
        (["fault", "--service", "pon", "--grade", "gold", "--points", "0"], "at least 1 access point"),
        (["fault", "--service", "pon", "--grade", "gold", "--reach", "跨省"], "no reach is called '跨省'"),
        (["fault", "--service", "pon", "--grade", "gold", "--at", "2026-11-23T10:00"], "has no offset"),
        (["fault", "--service", "pon", "--grade", "gold", "--at", "monday"], "is no time"),
        (["site_survey", "--service", "pon", "--grade", "gold", "--at", "2035-01-02T10:00Z"], "2035"),
    ],
)
def test_wrong_input_is_refused_with_what_is_right(arguments: list[str], said: str) -> None:
    """Wrong words end with status 1 and name the right ones on standard error."""
    result = run(plan, *arguments)
    assert result.exit_code == 1
    assert said in result.stderr


def test_a_missing_option_is_a_usage_error() -> None:
    """A command that is not complete ends with status 2."""
    assert run(plan, "fault").exit_code == 2


def test_check_counts_what_is_right() -> None:
    """The sample branch passes, with its counts."""
    result = run(check)
    assert result.exit_code == 0
    assert "6 teams, 8 services, 3 kinds with 19 steps" in result.output


def test_check_tells_every_mistake(tmp_path: Path, documents: dict[str, str]) -> None:
    """Each mistake is a line with its place; the status is 1."""
    documents["sla.yaml"] = documents["sla.yaml"].replace("calendar: always", "calendar: allways")
    documents["matrix.yaml"] = documents["matrix.yaml"].replace("needs: [survey]", "needs: [servey]")
    for name, text in documents.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    result = run(check, policies=tmp_path)
    assert result.exit_code == 1
    assert "kinds.fault.calendar: no calendar is called 'allways'; did you mean always?" in result.stderr
    assert "kinds.site_survey.steps.answer.needs[0]: no step is called 'servey'" in result.stderr
