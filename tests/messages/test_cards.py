"""The three live cards."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.policy import Text
from bot.views import RequestView, StepCard, StepView
from messages import render
from tests.messages.looking import assert_valid, buttons_of, nodes, text_of
from tests.messages.samples import CARD, DONE, DUE, HELD, NOW, REQUEST, RETURNED, STEP, WAITING

LANGUAGES = ("zh", "en")


def card(step: StepView, language: str = "en") -> str:
    return text_of(render("step_card", StepCard(REQUEST, step), language, NOW))


@pytest.mark.parametrize(
    ("language", "wanted"),
    [
        (
            "zh",
            [
                "XB-12 传输核查",
                "（铜牌）",
                "数据专线，8 个接入点",
                "科技园 8号楼",
                "1.5 个工作日",
                "待接单",
                "还剩 1 天 8 小时",
                "带宽：100",
            ],
        ),
        (
            "en",
            [
                "XB-12 Transport check",
                "(bronze)",
                "Data line, 8 access points",
                "1.5 working days",
                "waiting for acceptance",
                "1 d 8 h left",
                "Bandwidth: 100",
            ],
        ),
    ],
)
def test_a_steps_card_says_what_is_asked_by_whom_and_until_when(language: str, wanted: list[str]) -> None:
    """Everything that a team needs to begin stands on the card."""
    said = card(STEP, language)
    assert [each for each in wanted if each not in said] == []
    assert f"<!date^{int(DUE.timestamp())}^" in said


@pytest.mark.parametrize(
    ("reach", "language", "said"),
    [
        ("across_cities", "zh", "*覆盖范围*\n跨地市"),
        ("across_provinces", "en", "*Reach*\nacross provinces"),
        ("in_city", "zh", None),
    ],
)
@pytest.mark.parametrize("kind", ["step_card", "request_card", "hub_card"])
def test_every_card_says_a_reach_beyond_the_city(
    kind: str, reach: str, language: str, said: str | None
) -> None:
    """Most requests stay in the city, so only what reaches farther is said."""
    request = replace(REQUEST, reach=reach)
    view = StepCard(request, STEP) if kind == "step_card" else request
    made = render(kind, view, language, NOW)
    assert_valid(made)
    if said:
        assert said in text_of(made)
    else:
        assert "覆盖范围" not in text_of(made)


def test_a_steps_buttons_are_its_verbs_and_details() -> None:
    """The action id is the verb, the value the step's id; the block belongs to the step."""
    made = render("step_card", CARD, "en", NOW)
    verbs = ["accept_step", "finish_step", "return_step", "hand_over_step", "explain_step", "step_details"]
    assert buttons_of(made) == [(verb, "5") for verb in verbs]
    row = next(block for block in made.blocks if block["type"] == "actions")
    assert row["block_id"] == "step:5"
    assert [each.get("style") for each in row["elements"]] == ["primary", None, None, None, None, None]


@pytest.mark.parametrize(
    ("step", "zh", "en"),
    [
        (HELD, "经办人 <@U0LIWEI>", "Held by <@U0LIWEI>"),
        (RETURNED, ">Which building?", "Returned with a question"),
        (DONE, "已办结：具备资源", "Done: available"),
        (WAITING, "等待前置环节：传输核查", "Waits for: transport check"),
        (replace(HELD, is_overdue=True, due_at=NOW - timedelta(hours=2)), "🔴 已超时", "🔴 OVERDUE"),
        (replace(HELD, is_provisional=True), "🗓️ 暂定", "🗓️ provisional"),
        (replace(HELD, is_paused=True), "⏸️ 已挂起", "⏸️ clock paused"),
    ],
)
def test_a_steps_card_says_how_it_stands_in_words(step: StepView, zh: str, en: str) -> None:
    """What needs care is told by a mark and a word, not by colour."""
    assert zh in card(step, "zh")
    assert en in card(step, "en")


def test_a_finished_steps_card_shows_the_answers() -> None:
    """The team's answer stays readable where it was given."""
    assert "Reserved resource: OLT-3/2" in card(DONE)


def test_a_card_that_a_step_left_behind_says_where_it_went() -> None:
    """Nothing can be done on it any more; its deadline shows on the card in the other channel."""
    left = StepCard(REQUEST, replace(STEP, actions=()), is_elsewhere=True)
    made = render("step_card", left, "en", NOW)
    assert_valid(made)
    assert "→ Handed over to Transport Office" in text_of(made)
    assert "accept_step" not in [action for action, _ in buttons_of(made)]
    later = replace(left, step=replace(STEP, actions=(), state="done", is_overdue=True))
    assert render("step_card", later, "en", NOW) == made


def test_the_requesters_card_shows_every_step_and_what_to_tell_the_customer() -> None:
    """The requester sees the progress and has the words for the customer."""
    made = render("request_card", REQUEST, "zh", NOW)
    said = text_of(made)
    assert "🟡 *传输核查* · 传输室 · 待接单" in said
    assert "✅ *数据核查* · 数据室 · 具备资源 · <@U0GRACE>" in said
    assert "⚪ *汇总答复* · 全业务支撑室 · 未开始" in said
    assert "共 3 个环节，已完成 1 个。" in said
    assert buttons_of(made) == [
        ("request_details", "12"),
        ("explain_request", "12"),
        ("cancel_request", "12"),
    ]


def test_a_closed_request_can_no_longer_be_cancelled() -> None:
    """Its card keeps Details and the explanation."""
    done = replace(
        REQUEST, state="done", outcome=Text(zh="可以开通", en="it can be activated"), closed_at=NOW
    )
    made = render("request_card", done, "en", NOW)
    assert buttons_of(made) == [("request_details", "12"), ("explain_request", "12")]
    assert "done: it can be activated" in text_of(made)


def test_the_hubs_card_chases_each_open_step() -> None:
    """Only what somebody has before them can be chased."""
    made = render("hub_card", REQUEST, "en", NOW)
    assert buttons_of(made) == [
        ("chase_step", "5"),
        ("request_details", "12"),
        ("explain_request", "12"),
        ("cancel_request", "12"),
    ]


def test_with_many_open_steps_the_hub_chases_by_a_select() -> None:
    """A card full of Chase buttons could not be read."""
    steps = tuple(replace(STEP, id=100 + n) for n in range(6))
    made = render("hub_card", replace(REQUEST, steps=steps), "en", NOW)
    (select,) = [node for node in nodes(made.blocks) if node.get("type") == "static_select"]
    assert select["action_id"] == "chase_step"
    assert [option["value"] for option in select["options"]] == [str(100 + n) for n in range(6)]


LONG = "华<&>" * 1_000
HUGE = replace(
    REQUEST,
    customer=LONG,
    site=LONG,
    description=LONG,
    steps=tuple(
        replace(
            RETURNED,
            id=n,
            exchanges=(replace(RETURNED.exchanges[0], question=LONG, answer=LONG, answered_by_id="U1A"),),
        )
        for n in range(60)
    ),
)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "view",
    [
        REQUEST,
        HUGE,
        replace(REQUEST, steps=()),
        replace(REQUEST, description="", details=(), source_url=None),
    ],
)
def test_slack_takes_every_card(view: RequestView, language: str) -> None:
    """However much was typed, and however little, no card breaks one of Slack's limits."""
    for kind in ("request_card", "hub_card"):
        assert_valid(render(kind, view, language, NOW))
    for step in view.steps[:3]:
        assert_valid(render("step_card", StepCard(view, step), language, NOW))


def test_a_card_shows_what_the_steps_before_it_came_to() -> None:
    """Nobody decides without the quotation before their eyes; a finished card does not repeat it."""
    name = Text(zh="是否建设", en="build or decline")
    asked = replace(STEP, id=99, key="decide", name=name, follows=frozenset({DONE.key}))
    request = replace(REQUEST, steps=(DONE, asked))
    said = text_of(render("step_card", StepCard(request, asked), "zh", NOW))
    assert "数据核查* ：具备资源" in said
    assert all(str(line.value) in said for line in DONE.answers)
    finished = text_of(render("step_card", StepCard(request, replace(asked, state="done")), "zh", NOW))
    assert "数据核查* ：具备资源" not in finished


@pytest.mark.parametrize(
    ("language", "wanted"),
    [
        ("zh", "答复前不计时；等待 <@U0LINQ> 答复，时限 <!date^"),
        ("en", "Returned with a question, the clock is paused; it waits for <@U0LINQ>, until <!date^"),
    ],
)
def test_a_returned_step_says_whom_it_waits_for_and_until_when(language: str, wanted: str) -> None:
    """On its own card, without a deadline of its own, and on the requester's and the support office's."""
    waiting = replace(RETURNED, due_at=None, asked_id="U0LINQ", asked_until=DUE)
    assert wanted in card(waiting, language)
    assert "no deadline yet" not in card(waiting)
    request = replace(REQUEST, steps=(waiting,))
    for kind in ("request_card", "hub_card"):
        said = text_of(render(kind, request, language, NOW))
        assert "<@U0LINQ>" in said
        assert f"<!date^{int(DUE.timestamp())}^" in said
        assert "<@U0LIWEI>" not in said


def test_of_void_visits_only_the_newest_is_on_a_card() -> None:
    """Re-opened twice, a step has its last void visit struck out and the one at work."""
    void = [
        replace(
            DONE,
            id=20 + place,
            key="transport",
            state="void",
            outcome=Text(zh=f"第{place}次", en=f"no. {place}"),
        )
        for place in (1, 2)
    ]
    request = replace(REQUEST, steps=(*void, HELD, DONE))
    for kind in ("request_card", "hub_card"):
        said = text_of(render(kind, request, "en", NOW))
        assert "no. 1" not in said
        assert "no. 2" in said
        assert "Transport check" in said
