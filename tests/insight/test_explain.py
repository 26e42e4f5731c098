"""Why this deadline: as facts, and as text on the command line."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.console import Console
from bot.console.explain import command
from bot.console.explain_output import explanation_as_text
from bot.coordination import clock_verbs as verbs
from bot.coordination.pauses import PauseWish
from bot.insight.explain import explain
from bot.timers import clocks
from bot.views import Explanation
from models import Request
from tests.office import TestOffice

BEFORE_NATIONAL_DAY = datetime(2026, 9, 29, 2, 0, tzinfo=UTC)  # Tuesday 10:00


def of(office: TestOffice, xb: int, key: str | None = None) -> Explanation:
    step = office.step(xb, key) if key else None
    with office.by(None) as uow:
        return explain(uow, uow.session.get_one(Request, xb), step)


def test_the_stretches_are_the_target(office: TestOffice) -> None:
    """Every stretch that is counted adds up to the target, over a long holiday and a pause."""
    office.now = BEFORE_NATIONAL_DAY
    xb = office.opens(access_points="8")
    with office.by("U0CHENLU") as uow:
        verbs.pause_request(uow, xb, PauseWish("customer_unreachable"))
    office.passes(hours=2)
    with office.by("U0CHENLU") as uow:
        verbs.resume_request(uow, xb)
    found = of(office, xb)
    assert (found.target, found.counted) == ("6.5d", "6.5d")
    assert sum((each.working for each in found.stretches), timedelta(0)) == 6.5 * timedelta(hours=7)
    assert found.stretches[-1].end_at == found.due_at
    assert [day.on.isoformat() for day in found.days if day.note.kind == "makeup_workday"] == ["2026-10-10"]
    assert [day.on.day for day in found.days if day.note.kind == "public_holiday"] == [1, 2, 3, 4, 5, 6, 7]
    assert [each.working for each in found.pauses] == [timedelta(hours=2)]


def test_access_points_that_change_nothing_are_not_reckoned_with(office: TestOffice) -> None:
    """A voice line is no access service: eight points leave its limit alone, and nothing is said of them."""
    xb = office.opens("site_survey", service="voice_line", access_points="8", contact="王工")
    found = of(office, xb)
    assert (found.basis.included, found.basis.amount, found.target) == (None, 4, "4d")
    assert "接入点" not in explanation_as_text(found, "zh", {})


@pytest.mark.parametrize(
    ("reach", "zh", "en", "target"),
    [
        (None, "“铜牌”、覆盖范围“地市内”，4个工作日", "bronze, in the city, 4 working days", "6.5d"),
        ("across_cities", "覆盖范围“跨地市”，5个工作日", "bronze, across cities, 5 working days", "8d"),
        ("across_provinces", "覆盖范围“跨省”，6个工作日", "bronze, across provinces, 6 working days", "10d"),
    ],
)
def test_the_reach_is_part_of_the_reason(
    office: TestOffice, reach: str | None, zh: str, en: str, target: str
) -> None:
    """The figure is the one of the request's reach, in the city where nobody said any."""
    found = of(office, office.opens(access_points="8", reach=reach))
    assert (found.basis.reach, found.target) == (reach or "in_city", target)
    assert zh in explanation_as_text(found, "zh", {})
    assert en in explanation_as_text(found, "en", {})


def test_a_faults_deadline_is_explained_without_a_reach(office: TestOffice) -> None:
    """The restoration time depends on the assurance level alone; a reach that is sent along is ignored."""
    xb = office.opens("fault", effect="interrupted", reach="across_provinces")
    found = of(office, xb)
    assert (found.basis.reach, office.request(xb).reach) == (None, "in_city")
    assert "in the city" not in explanation_as_text(found, "en", {})


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "zh",
            [
                "资源核查 · 客户时限",
                "铜牌",
                "8 / 5 × 4",
                "国庆节",
                "客户无法联系",
                "调休上班",
                "人工调整",
                "由 陈璐 改为",
            ],
        ),
        (
            "en",
            [
                "resource check",
                "bronze",
                "8 / 5 × 4",
                "National Day",
                "customer cannot be reached",
                "by 陈璐 to",
            ],
        ),
    ],
)
def test_the_command_says_it_in_the_readers_language(
    office: TestOffice, language: str, said: list[str]
) -> None:
    """Rule, arithmetic, stretches, pauses, holidays, make-up days and moves stand in the text."""
    office.now = BEFORE_NATIONAL_DAY
    xb = office.opens(access_points="8")
    with office.by("U0CHENLU") as uow:
        verbs.pause_request(uow, xb, PauseWish("customer_unreachable"))
    office.passes(hours=2)
    with office.by("U0CHENLU") as uow:
        verbs.resume_request(uow, xb)
    with office.by("U0CHENLU") as uow:
        verbs.move_deadline(uow, xb, datetime(2026, 10, 16, 10, 0, tzinfo=UTC), "agreed")
    console = Console(now=lambda: office.now, policies=Path("policies"), office=lambda: office.office)
    result = CliRunner().invoke(command, [f"xb-{xb}", "--lang", language], obj=console)
    assert result.exit_code == 0, result.output
    for words in said:
        assert words in result.output


@pytest.mark.parametrize(
    "arguments", [["soon"], ["XB-99"], ["XB-1", "--step", "nothing"], ["XB-1", "--step", "data"]]
)
def test_the_command_says_what_is_wrong(office: TestOffice, arguments: list[str]) -> None:
    """No such request, no such step, or a step whose clock has not started: exit status 1 and a sentence."""
    office.opens()
    console = Console(now=lambda: office.now, policies=Path("policies"), office=lambda: office.office)
    result = CliRunner().invoke(command, arguments, obj=console)
    assert result.exit_code == 1
    assert result.output.startswith("Error: ")


def test_a_paused_clock_is_explained_up_to_its_pause(office: TestOffice) -> None:
    """There is no deadline while a question is out; what was counted until then is shown."""
    xb = office.opens()
    office.passes(hours=1)
    step = office.step(xb, "intake")
    with office.by("U0CHENLU") as uow:
        clock = clocks.clock_of(uow, uow.session.get_one(Request, xb), step)
        assert clock is not None
        clocks.pause_clock(uow, clock, reason="returned", evidence="which building?")
    found = of(office, xb, "intake")
    assert (found.due_at, found.counted, found.pauses[0].to_at) == (None, "1h", None)
    assert found.basis.share == 10
