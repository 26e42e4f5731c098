"""Kinds without a description: the card, the form and the preview say what they do not take."""

import json
from typing import Any

import pytest
from slack_bolt import BoltResponse

from tests.handlers.bench import Bench
from tests.handlers.slack import Json, Slack, command, element, fresh, press, submission
from tests.language.own_kinds import own_policy
from tests.messages.looking import assert_valid, text_of

MINA, LINQ = "U0MINA", "U0LINQ"
SAID = {MINA: "Not filled into any field", LINQ: "以下内容未填入任何一项"}
LINES = {
    MINA: "relocation 华美商贸 internet line 8 points at Building 8 by friday &lt;b&gt;",
    LINQ: "业务移机 华美商贸 互联网专线 8个点 8号楼 下周五下班前 &lt;b&gt;",
}
REST = {MINA: "8 points at Building 8 by friday &lt;b&gt;", LINQ: "8个点 8号楼 下周五下班前 &lt;b&gt;"}
PEOPLE = (MINA, LINQ)


@pytest.fixture(autouse=True)
def _own_kinds(bench: Bench) -> None:
    bench.office.office.policy = own_policy()


def card_of(answer: BoltResponse) -> Json:
    return dict(json.loads(answer.body))


def shown(slack: Slack, method: str) -> Json:
    """The view that Slack was last called with."""
    view = slack.named(method)[-1]["view"]
    return dict(json.loads(view) if isinstance(view, str) else view)


def values(view: Json) -> Json:
    """What stands in the fields of a view."""
    found: Json = {}
    for block in view["blocks"]:
        if block["type"] == "input":
            each = block["element"]
            chosen = each.get("initial_option", {}).get("value")
            found[each["action_id"]] = each.get("initial_value", chosen)
    return {field: value for field, value in found.items() if value is not None}


def turned(view: Json, kind: str, *, by: str, **typed: Any) -> Json:
    """Another kind chosen in a form, beside what stands in it and what is typed."""
    now = values(view) | typed | {"kind": kind}
    state = {f"field:{f}": {f: option(v) if f in ("kind", "customer", "service") else element(str(v))}
             for f, v in now.items()}  # fmt: skip
    again = {**view, "id": fresh("V"), "hash": fresh("hash"), "type": "modal", "state": {"values": state}}
    return press("kind", by=by, selected_option={"value": kind}) | {"view": again}


def option(value: Any) -> Json:
    return element({"option": str(value)})


@pytest.mark.parametrize("by", PEOPLE)
def test_the_card_says_what_it_does_not_take(bench: Bench, by: str) -> None:
    """In the person's language, in the words that were typed, and before Confirm."""
    card = card_of(bench.hears(command(f"open {LINES[by]}", by=by)))
    assert SAID[by] in text_of(card)
    assert REST[by] in text_of(card)


@pytest.mark.parametrize("by", PEOPLE)
def test_the_form_says_it_and_every_other_kind_takes_it(bench: Bench, slack: Slack, by: str) -> None:
    """Edit says the same; a kind with the fields takes the values; back, nothing is lost or doubled."""
    bench.hears(command(f"open {LINES[by]}", by=by))
    bench.hears(press("draft_edit", "1", by=by))
    form = shown(slack, "views.open")
    assert_valid(form)
    assert SAID[by] in text_of(form)
    bench.hears(turned(form, "resource_check", by=by))
    check = shown(slack, "views.update")
    assert_valid(check)
    assert SAID[by] not in text_of(check)
    assert values(check)["access_points"] == "8"
    assert values(check)["site"] in ("8号楼", "Building 8")
    assert values(check)["description"].startswith("<b>")
    bench.hears(turned(check, "relocation", by=by))
    back = shown(slack, "views.update")
    assert "description" not in values(back)
    for words in REST[by].split(" "):
        assert text_of(back).count(words) == text_of(form).count(words)


def test_a_kind_that_was_changed_just_before_the_form_was_sent(bench: Bench, slack: Slack) -> None:
    """The fields are another kind's yet: it is kept in words, and the preview says what is not."""
    typed = {
        "kind": {"option": "question"}, "customer": {"option": str(bench.office_customer())},
        "service": {"option": "data_line"}, "access_points": "3", "site": "8号楼", "description": "急",
    }  # fmt: skip
    answer = bench.hears(submission("open_request", typed, {"kind": "resource_check"}, by=LINQ))
    view = json.loads(answer.body)["view"]
    bench.hears(submission("send_request", {}, json.loads(view["private_metadata"]), by=LINQ))
    request = bench.office.request(1)
    assert (request.kind, request.access_points) == ("question", 3)
    assert request.description == "急; 地点：8号楼"
    typed["kind"] = {"option": "relocation"}
    answer = bench.hears(submission("open_request", typed, {"kind": "resource_check"}, by=LINQ))
    said = text_of(json.loads(answer.body)["view"])
    assert all(words in said for words in (SAID[LINQ], "急", "接入点数：3", "地点：8号楼"))


def test_a_description_with_less_room_shows_what_is_left(bench: Bench, slack: Slack) -> None:
    """No form cuts a text in silence: what has no room is shown, and comes back where there is room."""
    long = "需要一条互联网专线，" * 8
    bench.hears(press("open_request", by=LINQ))
    form = shown(slack, "views.open")
    bench.hears(turned(form, "question", by=LINQ, description=long, access_points="9"))
    question = shown(slack, "views.update")
    assert_valid(question)
    kept = values(question)["description"]
    assert len(kept) <= 30
    assert kept + long[len(kept) :] == long
    assert long[len(kept) :] in text_of(question).replace("\n>", "")
    assert "接入点数：9" in text_of(question)
    bench.hears(turned(question, "resource_check", by=LINQ))
    check = values(shown(slack, "views.update"))
    assert (check["description"], check["access_points"]) == (long, "9")


def test_another_kind_chosen_twice_by_one_delivery_writes_once(bench: Bench, slack: Slack) -> None:
    """Slack delivers the choice again when an answer comes late: the same row stands there, once."""
    bench.hears(press("open_request", by=LINQ))
    payload = turned(shown(slack, "views.open"), "fault", by=LINQ, access_points="9")
    bench.hears(json.loads(json.dumps(payload)))
    once = bench.rows()
    bench.hears(payload)
    assert bench.rows() == once
    assert len(once["draft"]) == 1


def test_nobody_elses_draft_is_read(bench: Bench, slack: Slack) -> None:
    """A form that names another person's draft gets nothing out of it."""
    bench.hears(command(f"open {LINES[LINQ]}", by=LINQ))
    bench.hears(press("open_request", by=MINA))
    form = shown(slack, "views.open") | {"private_metadata": json.dumps({"kind": "relocation", "draft": 1})}
    bench.hears(turned(form, "resource_check", by=MINA))
    assert "8号楼" not in text_of(shown(slack, "views.update"))


def test_what_is_wrong_is_said_at_its_field(bench: Bench) -> None:
    """A number out of bounds, sent with the kind that it was typed for, is no matter of the description."""
    typed = {
        "kind": {"option": "question"}, "customer": {"option": str(bench.office_customer())},
        "service": {"option": "data_line"}, "access_points": "6",
    }  # fmt: skip
    answer = bench.hears(submission("open_request", typed, {"kind": "question"}, by=LINQ))
    assert list(json.loads(answer.body)["errors"]) == ["field:access_points"]


def test_an_error_stands_at_the_field_whatever_its_block_is_called(bench: Bench) -> None:
    """The description's block has another id after the form has written in it."""
    typed = {
        "kind": {"option": "question"}, "customer": {"option": str(bench.office_customer())},
        "service": {"option": "data_line"}, "description": "x" * 31,
    }  # fmt: skip
    payload = submission("open_request", typed, {"kind": "question"}, by=LINQ)
    view = json.loads(json.dumps(payload["view"]).replace("field:description", "field:description:7"))
    answer = bench.hears(payload | {"view": view})
    assert list(json.loads(answer.body)["errors"]) == ["field:description:7"]
