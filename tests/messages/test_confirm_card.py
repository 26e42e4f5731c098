"""What was understood of a one-line request."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.course import Plan, plan_request
from bot.errors import Problem
from bot.language.times import echo
from bot.policy import Policy, Text
from bot.views import Asked, DraftView, Line, Said
from messages.confirm_card import cancelled, confirm_card, opened
from tests.messages.looking import assert_valid, buttons_of, mrkdwn_of, nodes, text_of
from tests.messages.samples import DUE, NOW, REQUEST

KIND, GRADE = Text(zh="资源核查", en="resource check"), "bronze"
FRIDAY = datetime(2026, 11, 27, 10, tzinfo=UTC)
CUSTOMER = Asked("customer", Text(zh="客户", en="customer"), (("17", "华美商贸有限公司"), ("18", "华美酒店")))
WISHED = Asked(
    "wished",
    Text(zh="期望完成时间", en="wished deadline"),
    ((FRIDAY.isoformat(), FRIDAY), ((FRIDAY + timedelta(days=7)).isoformat(), FRIDAY + timedelta(days=7))),
)
OPEN = DraftView(
    id=4,
    line="核查 华美 <!here>",
    kind=KIND,
    grade=None,
    understood=(),
    wished=None,
    refused=None,
    asked=(CUSTOMER, WISHED),
    missing=(Text(zh="业务", en="service"), Text(zh="地点", en="site")),
    plan=None,
)


@pytest.fixture
def plan(policy: Policy) -> Plan:
    return plan_request(
        policy, kind="resource_check", service="data_line", grade="bronze", access_points=8, at=NOW
    )


@pytest.fixture
def whole(policy: Policy, plan: Plan) -> DraftView:
    """Nothing is open any more."""
    return replace(
        OPEN,
        id=3,
        grade=GRADE,
        understood=(
            Line(Text(zh="客户", en="customer"), "华美商贸有限公司 <!here>"),
            Line(Text(zh="业务", en="service"), Text(zh="数据专线", en="data line")),
            Line(Text(zh="接入点数", en="access points"), 8),
        ),
        wished=Said(echo(DUE, policy.calendars["office"], NOW, "zh"), "1.5d"),
        asked=(),
        missing=(),
        plan=plan,
    )


@pytest.mark.parametrize("language", ["zh", "en"])
def test_slack_takes_it_and_what_was_typed_rings_nobody(
    policy: Policy, whole: DraftView, language: str
) -> None:
    """Whole, with everything open, or far too long."""
    long = replace(OPEN, line="<x" * 3_000, kind=None, understood=(Line(KIND, "<" * 900),) * 14)
    for view in (whole, OPEN, long):
        made = confirm_card(view, policy, language, NOW)
        assert_valid(made)
        assert "<!here" not in mrkdwn_of(made)
    assert_valid(opened(REQUEST, language))
    assert_valid(cancelled("<!here>" * 900, language))


def test_what_was_understood_is_said_with_its_absolute_value(policy: Policy, whole: DraftView) -> None:
    """The deadline with weekday and working time; the grade; the route; when it will be due."""
    said = text_of(confirm_card(whole, policy, "zh", NOW))
    for wanted in (
        "华美商贸有限公司",
        "铜牌",
        "2026-11-24 周二 18:00",
        "1.5 个工作日",
        "传输核查",
        "2026-12-01 周二 15:30",
    ):
        assert wanted in said
    assert "⚠️ 期望完成时间早于规定时限" in said


def test_every_part_is_shown_however_many_there_are(policy: Policy, whole: DraftView) -> None:
    """Nothing that was understood is left out in silence."""
    many = tuple(Line(Text(zh=f"字段{n}", en=f"field {n}"), f"value {n}") for n in range(14))
    said = text_of(confirm_card(replace(whole, understood=many), policy, "en", NOW))
    assert [n for n in range(14) if f"value {n}" not in said] == []


def test_only_what_is_whole_can_be_confirmed(policy: Policy, whole: DraftView) -> None:
    """Nothing is guessed in silence: what is missing or ambiguous is asked first."""
    made, still_open = confirm_card(whole, policy, "en", NOW), confirm_card(OPEN, policy, "en", NOW)
    assert buttons_of(made) == [("draft_confirm", "3"), ("draft_edit", "3"), ("draft_cancel", "3")]
    assert buttons_of(still_open) == [("draft_edit", "4"), ("draft_cancel", "4")]
    assert "Still missing: service, site." in text_of(still_open)


def test_what_is_ambiguous_is_a_choice(policy: Policy) -> None:
    """A select per question, its block naming the draft and the field."""
    made = confirm_card(OPEN, policy, "en", NOW)
    selects = [node for node in nodes(made.blocks) if node.get("type") == "static_select"]
    assert [option["value"] for option in selects[0]["options"]] == ["17", "18"]
    assert selects[1]["options"][0]["text"]["text"] == "2026-11-27 Fri 18:00"
    asked = [block.get("block_id") for block in made.blocks if "accessory" in block]
    assert asked == ["draft:4:customer", "draft:4:wished"]


def test_a_deadline_that_cannot_be_taken_is_said(policy: Policy, whole: DraftView) -> None:
    """It is not dropped in silence."""
    refused = replace(whole, wished=None, refused=Problem.of("deadline_vague", phrase="尽快"))
    made = confirm_card(refused, policy, "zh", NOW)
    assert_valid(made)
    assert "“尽快”没有说明时间" in text_of(made)
