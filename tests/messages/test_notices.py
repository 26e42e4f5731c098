"""Notices and reminders: one sentence each, and the button that comes next."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.policy import Text
from bot.views import Bundle, Notice, Reminder
from messages import render
from messages.kinds import BUILDERS
from tests.messages.looking import assert_valid, buttons_of, mrkdwn_of, text_of
from tests.messages.samples import CARD, DONE, DUE, HELD, NOW, QUESTION, REQUEST, RETURNED, STEP

ANSWERED = replace(QUESTION, answer="Building 8 <!channel>", answered_by_id="U0MINA")
ENDED = replace(REQUEST, state="done", outcome=Text(zh="可以开通", en="it can be activated"), steps=(DONE,))
TOLD = Notice(REQUEST, HELD, actor_id="U0CHENLU", words="on leave <!here>", at=NOW)
REMINDER = Reminder(
    request=REQUEST,
    step=HELD,
    level="most",
    level_name=Text(zh="时限将到", en="nearly due"),
    audience="holder",
    due_at=DUE,
    consumed_percent=80,
    clock_id=9,
    can_acknowledge=True,
)
LATE = replace(REMINDER, step=STEP, due_at=NOW - timedelta(hours=2), consumed_percent=120, clock_id=10)
WHOLE = replace(REMINDER, step=None, clock_id=11, can_acknowledge=False)

VIEWS: dict[str, object] = {
    "step_card": CARD,
    "request_card": REQUEST,
    "hub_card": REQUEST,
    "step_returned": replace(TOLD, step=RETURNED, exchange=QUESTION),
    "return_answered": replace(TOLD, exchange=ANSWERED),
    "question_settled": replace(TOLD, exchange=ANSWERED),
    "step_handed_over": TOLD,
    "step_reopened": TOLD,
    "step_voided": TOLD,
    "question_withdrawn": replace(TOLD, step=None),
    "request_reopened": replace(TOLD, step=None),
    "step_chased": TOLD,
    "step_consulted": TOLD,
    "step_informed": replace(TOLD, step=DONE),
    "request_ended": Notice(ENDED),
    "request_cancelled": replace(TOLD, step=None),
    "reminder": REMINDER,
    "bundle": Bundle((LATE, REMINDER, WHOLE)),
    "at_risk": TOLD,
    "recovered": replace(TOLD, step=None),
    "pause_expired": replace(TOLD, words="returned"),
    "delivery_failed": Notice(None, words="team:transport: channel_not_found"),
    "heartbeat_lagging": Notice(None, words="clocks", at=NOW),
    "heartbeat_recovered": Notice(None, words="outbox", at=NOW),
}
SAID = {
    "step_returned": (
        "办理 *XB-12 传输核查* 时需要你补充情况",
        "<@U0LIWEI> has a question before *XB-12 Transport check*",
    ),
    "return_answered": ("恢复计时", "has answered your question about *XB-12 Transport check*"),
    "question_settled": ("已替你答复", "has answered the question about *XB-12 Transport check* for you"),
    "step_handed_over": ("把 *XB-12 传输核查* 转派给你", "has handed *XB-12 Transport check* over to you"),
    "step_voided": ("*XB-12 传输核查* 已作废", "*XB-12 Transport check* is void: <@U0CHENLU> has reopened"),
    "question_withdrawn": ("无需再答复", "no longer needs an answer"),
    "request_reopened": ("重新办理", "has reopened *XB-12 Resource check*: it is open again"),
    "step_reopened": ("重开了*XB-12 传输核查*", "has reopened *XB-12 Transport check*"),
    "step_chased": ("<@U0CHENLU> 催办", "<@U0CHENLU> asks about the progress of *XB-12 Transport check*"),
    "step_consulted": ("可能需要你们会商", "you may be consulted"),
    "step_informed": ("知会", "For your information"),
    "request_ended": ("*XB-12 资源核查* 已结束", "Reserved resource: OLT-3/2"),
    "request_cancelled": ("撤销了", "nothing more needs to be done"),
    "reminder": ("⚠️ 时限将到 · *XB-12 传输核查*", "80 % of its time is used up"),
    "bundle": ("3 条提醒", "3 reminders"),
    "at_risk": ("有超时风险", "Blocked by: Transport check, Transport Office, <@U0LIWEI>"),
    "recovered": ("超时风险解除", "is no longer at risk"),
    "pause_expired": ("退回待答复", "Reason: waiting for an answer"),
    "delivery_failed": ("未能送达", "team:transport: channel_not_found"),
    "heartbeat_lagging": ("系统未检查提醒与升级", "Reminders and escalations have not been checked since"),
    "heartbeat_recovered": ("已恢复", "Recovered: Messages to Slack have been delayed since"),
}


def test_every_kind_is_tried_here() -> None:
    """A kind that is added is tested too."""
    assert set(VIEWS) == set(BUILDERS)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("kind", sorted(BUILDERS))
def test_slack_takes_every_notice_and_nobody_is_rung_by_what_was_typed(kind: str, language: str) -> None:
    """Every kind is valid in both languages, and typed `<!here>` stays text."""
    made = render(kind, VIEWS[kind], language, NOW)
    assert_valid(made)
    assert "<!here" not in mrkdwn_of(made)
    assert "<!channel" not in mrkdwn_of(made)


@pytest.mark.parametrize("kind", sorted(SAID))
def test_what_a_notice_says(kind: str) -> None:
    """The sentence names who, what and which step."""
    for language, wanted in zip(("zh", "en"), SAID[kind], strict=True):
        assert wanted in text_of(render(kind, VIEWS[kind], language, NOW))


@pytest.mark.parametrize(
    ("kind", "first"),
    [
        ("step_returned", ("answer_return", "5")),
        ("step_handed_over", ("finish_step", "5")),
        ("at_risk", ("chase_step", "5")),
        ("pause_expired", ("resume_step", "5")),
        ("request_ended", ("request_details", "12")),
        ("reminder", ("acknowledge_reminder", "9")),
    ],
)
def test_the_button_that_comes_next_stands_first(kind: str, first: tuple[str, str]) -> None:
    """One press does what the notice asks for."""
    assert buttons_of(render(kind, VIEWS[kind], "en", NOW))[0] == first


def test_a_chase_of_what_nobody_holds_asks_who_takes_it() -> None:
    """It stands in the team's channel then, and can be accepted there."""
    made = render("step_chased", replace(TOLD, step=STEP), "en", NOW)
    assert "who will accept *XB-12 Transport check*?" in made.text
    assert buttons_of(made)[0] == ("accept_step", "5")


def test_a_late_reminder_says_by_how_much_and_that_nobody_has_it() -> None:
    """What is late differs from what is nearly due by mark and words."""
    said = text_of(render("reminder", LATE, "en", NOW))
    assert "🔴" in said
    assert "overdue by 2 h" in said
    assert "nobody at Transport Office has accepted it yet" in said


def test_a_bundle_tells_the_most_pressing_first_and_fits_a_message() -> None:
    """Many reminders to one place are one message of at most fifty blocks."""
    many = tuple(replace(REMINDER, clock_id=n, due_at=DUE + timedelta(hours=n)) for n in range(100))
    made = render("bundle", Bundle((*many, LATE)), "en", NOW)
    assert_valid(made)
    assert "🔴" in made.blocks[1]["text"]["text"]
    assert "and 61 more" in text_of(made)


def test_forecasts_stand_in_the_bundle_too_with_the_way_to_their_details() -> None:
    """What a night of quiet held back is one message: reminders, then what turned at risk or recovered."""
    risky = replace(TOLD, request=replace(REQUEST, is_at_risk=True))
    made = render("bundle", Bundle((risky, REMINDER, TOLD)), "en", NOW)
    assert_valid(made)
    said = text_of(made)
    assert "3 reminders" in said
    assert "is at risk: at this pace it will be late" in said
    assert "no longer at risk" in said
    assert [block["block_id"] for block in made.blocks[2:]] == ["forecast:1:12", "forecast:2:12"]


def test_a_reminder_of_a_question_quotes_it() -> None:
    """Whoever has to answer need not look for what was asked, and nobody is rung by it."""
    asks = Text(zh="which <!here>?", en="which <!here>?")
    question = replace(HELD, key="question", name=Text(zh="答复", en="answer"), asks=asks)
    said = text_of(render("reminder", replace(REMINDER, step=question), "en", NOW))
    assert ">which &lt;!here&gt;?" in said


@pytest.mark.parametrize(
    ("language", "wanted"), [("zh", "请在 <!date^"), ("en", "Your answer is due <!date^")]
)
def test_a_question_says_until_when_it_is_to_be_answered(language: str, wanted: str) -> None:
    """The direct message has the question's own limit."""
    returned = replace(HELD, state="returned", asked_id="U0MINA", asked_until=DUE)
    notice = replace(TOLD, step=returned, exchange=QUESTION)
    assert wanted in text_of(render("step_returned", notice, language, NOW))
