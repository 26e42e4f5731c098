"""What to tell the customer now."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.policy import Text
from bot.views import RequestView
from messages.customer_words import tell_customer
from messages.texts import Texts
from tests.messages.samples import DONE, NOW, REQUEST, RETURNED, STEP, WAITING

LATE = NOW - timedelta(hours=3)
FRESH = replace(REQUEST, steps=(STEP, WAITING))


@pytest.mark.parametrize(
    ("view", "zh", "en"),
    [
        (
            FRESH,
            "您的需求已经收到，工程师正在处理。2026-12-01 周二 之前给您答复。",
            "You will hear from us by 2026-12-01 Tue.",
        ),
        (REQUEST, "共 3 个环节，已完成 1 个。", "1 of 3 parts of the work are done."),
        (replace(REQUEST, steps=(RETURNED, DONE)), "还有一点情况需要核实", "one more piece of information"),
        (
            replace(REQUEST, is_at_risk=True),
            "有可能要晚于 2026-12-01 周二",
            "may take longer than 2026-12-01 Tue",
        ),
        (replace(REQUEST, is_overdue=True, due_at=LATE), "非常抱歉", "we are sorry"),
        (replace(REQUEST, is_provisional=True), "2026-12-01 周二 前后", "around 2026-12-01 Tue"),
        (replace(REQUEST, due_at=None), "已完成 1 个。", "parts of the work are done."),
        (
            replace(REQUEST, state="done"),
            "数据专线这件事已经有结果了",
            "a result about the data line",
        ),
        (replace(REQUEST, state="declined"), "暂时无法提供", "cannot offer it at present"),
        (
            replace(REQUEST, state="declined", stage="after_sale"),
            "原因不在我方网络",
            "lies outside our network",
        ),
        (replace(REQUEST, state="cancelled"), "已经撤回", "was withdrawn"),
    ],
)
def test_what_the_account_manager_can_say(view: RequestView, zh: str, en: str) -> None:
    """In plain words, for every state that a request can be in."""
    assert zh in tell_customer(view, Texts("zh"), NOW)
    assert en in tell_customer(view, Texts("en"), NOW)


def test_no_promise_is_made_for_a_request_that_is_late() -> None:
    """A day that has passed must not be promised again."""
    late = replace(REQUEST, is_overdue=True, is_at_risk=True, due_at=LATE)
    assert "2026" not in tell_customer(late, Texts("zh"), NOW)
    assert "2026" not in tell_customer(late, Texts("en"), NOW)


def test_nobody_is_blamed_and_no_team_is_named() -> None:
    """The customer deals with one branch."""
    held = replace(
        REQUEST, steps=(replace(STEP, is_overdue=True, team=Text(zh="传输室", en="Transport Office")),)
    )
    for language in ("zh", "en"):
        said = tell_customer(held, Texts(language), NOW)
        assert "传输室" not in said
        assert "Transport" not in said
