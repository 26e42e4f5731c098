"""What was understood of a one-line request."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.errors import Problem
from bot.policy import Plan, Policy, Text, plan_request
from bot.views import ConfirmView, Question
from messages.confirm_card import confirm_card
from tests.messages.looking import assert_valid, buttons_of, mrkdwn_of, nodes, text_of
from tests.messages.samples import DUE, NOW

CUSTOMER, WISHED = Text(zh="客户", en="customer"), Text(zh="期望完成时间", en="wished deadline")
WHOLE = ConfirmView(
    draft_id=3,
    typed="资源核查 华美商贸 数据专线 8个点 明天下班前 <!here>",
    kind=Text(zh="资源核查", en="resource check"),
    customer="华美商贸有限公司",
    grade="bronze",
    service=Text(zh="数据专线", en="data line"),
    access_points=8,
    site="8号楼",
    description="双路由",
    wished_at=DUE,
    wished_in="1.5d",
)
OPEN = ConfirmView(
    draft_id=4,
    typed="核查 华美",
    kind=WHOLE.kind,
    missing=(Text(zh="业务", en="service"), Text(zh="地点", en="site")),
    questions=(
        Question("customer", CUSTOMER, (("17", "华美商贸有限公司"), ("18", "华美酒店"))),
        Question("wished", WISHED, (("2026-11-27T10:00:00+00:00", datetime(2026, 11, 27, 10, tzinfo=UTC)),)),
    ),
)


@pytest.fixture
def plan(policy: Policy) -> Plan:
    return plan_request(
        policy, kind="resource_check", service="data_line", grade="bronze", access_points=8, at=NOW
    )


@pytest.mark.parametrize("language", ["zh", "en"])
def test_slack_takes_it_and_what_was_typed_rings_nobody(policy: Policy, plan: Plan, language: str) -> None:
    """Whole or with everything open."""
    for view, course in ((WHOLE, plan), (OPEN, None), (ConfirmView(5, "x" * 5_000), None)):
        made = confirm_card(view, course, policy, language, NOW)
        assert_valid(made)
        assert "<!here" not in mrkdwn_of(made)


def test_what_was_understood_is_said_with_its_absolute_value(policy: Policy, plan: Plan) -> None:
    """The deadline with weekday and working time; the grade; the route; when it will be due."""
    said = text_of(confirm_card(WHOLE, plan, policy, "zh", NOW))
    for wanted in (
        "华美商贸有限公司（铜牌）",
        "2026-11-24 周二 18:00（1.5 个工作日）",
        "传输核查",
        "2026-12-01 周二 15:30",
    ):
        assert wanted in said
    assert "⚠️ 期望完成时间早于规定时限" in said


def test_only_what_is_whole_can_be_confirmed(policy: Policy, plan: Plan) -> None:
    """Nothing is guessed in silence: what is missing or ambiguous is asked first."""
    whole, still_open = (
        confirm_card(WHOLE, plan, policy, "en", NOW),
        confirm_card(OPEN, None, policy, "en", NOW),
    )
    assert buttons_of(whole) == [("confirm_draft", "3"), ("edit_draft", "3"), ("cancel_draft", "3")]
    assert buttons_of(still_open) == [("edit_draft", "4"), ("cancel_draft", "4")]
    asked = confirm_card(replace(WHOLE, questions=OPEN.questions), plan, policy, "en", NOW)
    assert ("confirm_draft", "3") not in buttons_of(asked)
    assert "Still missing: service, site" in text_of(still_open)


def test_what_is_ambiguous_is_a_choice(policy: Policy) -> None:
    """A select per question, its block naming the draft and the field."""
    made = confirm_card(OPEN, None, policy, "en", NOW)
    selects = [node for node in nodes(made.blocks) if node.get("type") == "static_select"]
    assert [select["action_id"] for select in selects] == ["choose_customer", "choose_wished"]
    assert [option["value"] for option in selects[0]["options"]] == ["17", "18"]
    assert selects[1]["options"][0]["text"]["text"] == "2026-11-27 Fri 18:00"
    assert [block.get("block_id") for block in made.blocks if "accessory" in block] == [
        "draft:4:customer",
        "draft:4:wished",
    ]


def test_a_deadline_that_cannot_be_taken_is_said_and_not_dropped(policy: Policy, plan: Plan) -> None:
    """It cannot be confirmed as if nothing had been wished."""
    refused = replace(WHOLE, wished_at=None, problems=(Problem.of("deadline_vague", phrase="尽快"),))
    made = confirm_card(refused, plan, policy, "zh", NOW)
    assert_valid(made)
    assert "“尽快”没有说明时间" in text_of(made)
    assert ("confirm_draft", "3") not in buttons_of(made)
