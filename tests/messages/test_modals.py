"""Modal views: fields by the policy, what was typed is kept, and Slack takes them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.course import plan_request
from bot.language.times import echo
from bot.policy import Policy
from bot.views import Said, TimelineEntry
from messages import views
from messages.modals.fields import Chosen
from messages.modals.view import pack, unpack
from tests.messages.looking import assert_valid, buttons_of, element, text_of
from tests.messages.samples import HELD, NOW, QUESTION, REQUEST, RETURNED, STEP

LANGUAGES = ("zh", "en")
AT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


def open_form(policy: Policy, language: str = "en", **more: Any) -> dict[str, Any]:
    return views.open_form(tuple(policy.kinds.values()), tuple(policy.services.values()), language, **more)


def field_ids(view: dict[str, Any]) -> list[str]:
    return [block["block_id"].removeprefix("field:") for block in view["blocks"] if block["type"] == "input"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_opening_form_asks_what_the_kind_asks_for(policy: Policy, language: str) -> None:
    """Kind first, then the kind's own fields in the policy's order."""
    for kind in policy.kinds.values():
        view = open_form(policy, language, kind=kind.id)
        assert_valid(view)
        assert field_ids(view) == ["kind", *(field.id for field in kind.fields)]
        assert view["callback_id"] == "open_request"


def test_choosing_a_kind_renders_the_form_anew(policy: Policy) -> None:
    """The select tells at once, and the chosen kind stands in it."""
    view = open_form(policy, kind="fault")
    assert view["blocks"][0]["dispatch_action"] is True
    assert element(view, "field:kind")["initial_option"]["value"] == "fault"


def test_what_was_typed_stays(policy: Policy) -> None:
    """A form that is rendered again holds what was in it, the customer with the name."""
    values = {
        "customer": Chosen("17", "华美商贸有限公司"),
        "service": "data_line",
        "access_points": "8",
        "site": "8号楼 <b>",
        "description": "zwei & drei",
        "wished": "下周五下班前",
    }
    view = open_form(policy, "zh", kind="resource_check", values=values)
    assert_valid(view)
    assert element(view, "field:customer")["initial_option"] == {
        "text": {"type": "plain_text", "text": "华美商贸有限公司", "emoji": True},
        "value": "17",
    }
    assert element(view, "field:service")["initial_option"]["value"] == "data_line"
    assert element(view, "field:access_points")["initial_value"] == "8"
    typed = {id: element(view, f"field:{id}")["initial_value"] for id in ("site", "description", "wished")}
    assert typed == {id: values[id] for id in typed}


@pytest.mark.parametrize("number", ["0", "9999", "viele", "2.5"])
def test_a_number_that_slack_would_refuse_is_left_out(policy: Policy, number: str) -> None:
    """A slip from another kind's form must not keep the whole form from opening."""
    view = open_form(policy, kind="resource_check", values={"access_points": number})
    assert_valid(view)
    assert "initial_value" not in element(view, "field:access_points")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ["resource_check", "site_survey", "fault"])
def test_the_preview_shows_every_steps_team_limit_and_date(policy: Policy, kind: str, language: str) -> None:
    """Nothing is sent before the route has been seen."""
    plan = plan_request(policy, kind=kind, service="data_line", grade="bronze", access_points=8, at=AT)
    view = views.preview(
        plan,
        policy,
        language,
        customer="华美 <!here>",
        service="data_line",
        grade="bronze",
        access_points=8,
        wished=Said(echo(AT, policy.calendars["office"], AT, language), "0m"),
        metadata={"draft": 3},
    )
    assert_valid(view)
    said = text_of(view)
    for step in plan.steps:
        assert policy.teams[step.team].name.in_(language) in said
        assert f"<!date^{int(step.planned_due_at.timestamp())}^" in said
    assert "⚠️" in said  # wished earlier than the limits allow
    assert unpack(view["private_metadata"]) == {"draft": 3}


def test_the_preview_names_the_reach_where_it_counts(policy: Policy) -> None:
    """A survey across provinces says so; a fault's form does not ask, so its preview says nothing."""
    asked = {"service": "data_line", "grade": "bronze", "access_points": 8}
    for kind, said in (("site_survey", True), ("fault", False)):
        plan = plan_request(policy, kind=kind, **asked, reach="across_provinces", at=AT)
        view = views.preview(plan, policy, "en", customer="Huamei", **asked, reach="across_provinces")
        assert ("*Reach*\nacross provinces" in text_of(view)) is said
        assert ("10 working days" in text_of(view)) is said


def test_the_preview_of_the_papers_example(policy: Policy) -> None:
    """Eight points, bronze: 6.5 working days [S]."""
    plan = plan_request(
        policy, kind="resource_check", service="data_line", grade="bronze", access_points=8, at=AT
    )
    view = views.preview(
        plan, policy, "zh", customer="华美", service="data_line", grade="bronze", access_points=8
    )
    assert "6.5 个工作日" in text_of(view)
    assert "*覆盖范围*\n地市内" in text_of(view)
    assert "2026-12-01 周二 15:30" in text_of(view)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_finishing_form_asks_for_the_outcomes_fields(policy: Policy, language: str) -> None:
    """First the outcome; its fields come with the choice; a single outcome is chosen already."""
    for kind in policy.kinds.values():
        for rule in kind.steps:
            bare = views.finish_form(STEP, rule.outcomes, language)
            assert_valid(bare)
            for outcome in rule.outcomes:
                view = views.finish_form(STEP, rule.outcomes, language, outcome=outcome.id)
                assert_valid(view)
                assert field_ids(view) == ["outcome", *(field.id for field in outcome.fields)]
            expected = [field.id for field in rule.outcomes[0].fields] if len(rule.outcomes) == 1 else []
            assert field_ids(bare) == ["outcome", *expected]


@pytest.mark.parametrize("language", LANGUAGES)
def test_slack_takes_every_form_of_a_step(policy: Policy, language: str) -> None:
    """Each carries the step's id along and has the callback of its verb."""
    forms = {
        "return_step": views.return_form(HELD, language, text="Which building?"),
        "answer_return": views.answer_form(RETURNED, QUESTION, language),
        "hand_over_step": views.hand_over_form(HELD, tuple(policy.teams.values()), language),
        "pause_step": views.pause_form(HELD, policy.escalation.pause_reasons, language),
        "move_deadline": views.move_deadline_form(HELD, language),
        "reopen_step": views.reopen_form(HELD, language),
    }
    for callback_id, view in forms.items():
        assert_valid(view)
        assert view["callback_id"] == callback_id
        assert unpack(view["private_metadata"])["step"] == 5


@pytest.mark.parametrize("language", LANGUAGES)
def test_slack_takes_every_form_of_a_request(language: str) -> None:
    """Each carries the request's id along."""
    forms = (
        views.cancel_form(REQUEST, language, reason="withdrawn"),
        views.move_deadline_form(REQUEST, language),
        views.regrade_form(REQUEST, language),
    )
    for view in forms:
        assert_valid(view)
        assert unpack(view["private_metadata"]) == {"request": 12}
    assert_valid(views.acknowledge_form(9, "XB-12", language))
    assert_valid(views.note("<@U0MINA>", language))


def test_after_opening_the_form_below_closes_too() -> None:
    """Whoever closes the confirmation is done."""
    view = views.request_opened(REQUEST, "en")
    assert_valid(view)
    assert view["clear_on_close"] is True
    assert "*XB-12 Resource check* is open." in text_of(view)


def timeline(count: int) -> tuple[TimelineEntry, ...]:
    return tuple(
        TimelineEntry(NOW + timedelta(minutes=n), "step_chased", "U0CHENLU", STEP.name, {})
        for n in range(count)
    )


@pytest.mark.parametrize(
    ("page", "count", "shown", "turns"),
    [
        (None, 3, 3, []),
        (None, 95, 5, [("timeline_page_back", "12:2")]),
        (0, 95, 30, [("timeline_page_on", "12:1")]),
        (1, 95, 30, [("timeline_page_back", "12:0"), ("timeline_page_on", "12:2")]),
        (99, 95, 5, [("timeline_page_back", "12:2")]),
    ],
)
def test_a_long_timeline_is_paged(
    page: int | None, count: int, shown: int, turns: list[tuple[str, str]]
) -> None:
    """The newest page comes first; every page fits a modal."""
    view = views.details(REQUEST, timeline(count), "en", NOW, page=page)
    assert_valid(view)
    assert text_of(view).count("chased") == shown
    assert [each for each in buttons_of(view) if each[0].startswith("timeline")] == turns


def test_details_opened_from_a_step_show_the_step_with_its_buttons() -> None:
    """Pages turned from there stay with the step."""
    view = views.details(REQUEST, timeline(40), "zh", NOW, step_id=5)
    assert_valid(view)
    assert ("finish_step", "5") in buttons_of(view)
    assert ("timeline_page_back", "12:0:5") in buttons_of(view)


def test_a_request_with_many_long_steps_still_fits() -> None:
    """However much there is, the view keeps Slack's limits."""
    long = replace(REQUEST, description="华" * 9_000, steps=tuple(replace(HELD, id=n) for n in range(90)))
    view = views.details(long, timeline(300), "zh", NOW, step_id=7)
    assert_valid(view)
    assert ("finish_step", "7") in buttons_of(view)


def test_a_view_carries_at_most_3000_characters() -> None:
    """More is refused here, not by Slack."""
    assert unpack(pack({"a": "华" * 2_900})) == {"a": "华" * 2_900}
    with pytest.raises(ValueError, match="3000"):
        pack({"a": "x" * 3_000})
