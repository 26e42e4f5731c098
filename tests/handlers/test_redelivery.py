"""What Slack delivers twice is done once; what people press twice, too."""

from collections.abc import Callable
from copy import deepcopy

import pytest

from tests.handlers.bench import Bench
from tests.handlers.slack import Json, command, event, fresh, press, submission

LEAD, HOLDER, ASKER = "U0WANGJG", "U0CHENLU", "U0LINQ"


def _about(callback: str, step: Callable[[Bench], int], by: str, **values: object) -> Callable[[Bench], Json]:
    return lambda bench: submission(callback, values, {"step": step(bench)}, by=by)


def _of_request(callback: str, by: str, **values: object) -> Callable[[Bench], Json]:
    return lambda bench: submission(callback, values, {"request": bench.office.opens()}, by=by)


ACTS: dict[str, Callable[[Bench], Json]] = {
    "a line after /coord open": lambda bench: command("open 资源核查 明天科技有限公司 互联网专线", by=ASKER),
    "a line in a mention": lambda bench: event("app_mention", by=ASKER, text="<@U0XIEBAN> 资源核查 明天科技"),
    "accept": lambda bench: press("accept_step", str(bench.ready_step()), by=HOLDER),
    "chase": lambda bench: press("chase_step", str(bench.accepted_step()), by=ASKER),
    "resume": lambda bench: press("resume_step", str(bench.paused_step()), by=HOLDER),
    "snooze": lambda bench: press("snooze_reminder", str(bench.clock_of(bench.accepted_step())), by=HOLDER),
    "confirm": lambda bench: press("draft_confirm", str(bench.line()), by=ASKER),
    "send": lambda bench: submission("send_request", {}, {"draft": bench.draft()}, by=ASKER),
    "finish": _about("finish_step", Bench.accepted_step, HOLDER, outcome={"option": "clear"}),
    "return": _about("return_step", Bench.accepted_step, HOLDER, question="which floor?"),
    "answer": _about("answer_return", Bench.returned_step, ASKER, answer="the third"),
    "hand over": _about(
        "hand_over_step", Bench.accepted_step, HOLDER, team={"option": "data"}, reason="theirs"
    ),
    "pause": _about(
        "pause_step",
        Bench.accepted_step,
        HOLDER,
        reason={"option": "customer_not_ready"},
        evidence="mail",
    ),
    "reopen": _about("reopen_step", Bench.done_step, HOLDER, reason="not so"),
    "move": _about("move_deadline", Bench.accepted_step, HOLDER, due_at="2026-12-01 18:00", reason="agreed"),
    "cancel": _of_request("cancel_request", ASKER, reason="not wanted"),
    "regrade": _of_request("regrade_customer", HOLDER, grade={"option": "gold"}),
}


@pytest.mark.parametrize("name", ACTS)
def test_a_redelivered_act_is_answered_and_changes_nothing(bench: Bench, name: str) -> None:
    """The same payload a second time is acknowledged, and not one row differs from the first time."""
    payload = ACTS[name](bench)
    before = bench.rows()
    first = bench.hears(deepcopy(payload))
    once = bench.rows()
    assert first.status == 200
    assert once != before, first.body
    second = bench.hears(deepcopy(payload))
    assert second.status == 200
    assert bench.rows() == once


@pytest.mark.parametrize(
    "name", ["accept", "chase", "send", "finish", "return", "answer", "hand over", "reopen", "cancel"]
)
def test_a_second_press_that_comes_too_late_says_so(bench: Bench, name: str) -> None:
    """The same act as a new press (own trigger, own view) leaves one audit event, not two."""
    payload = ACTS[name](bench)
    bench.hears(deepcopy(payload))
    once = bench.rows()["auditevent"]
    again = deepcopy(payload) | {"trigger_id": fresh("trigger")}
    if "view" in again:
        again["view"] |= {"id": fresh("V"), "hash": fresh("hash")}
    assert bench.hears(again).status == 200
    assert bench.rows()["auditevent"] == once


def test_two_forms_sent_at_once_from_one_draft_open_one_request(bench: Bench) -> None:
    """A preview that is submitted in two windows opens one request, and both are told its number."""
    draft = bench.draft()
    answers = [bench.hears(submission("send_request", {}, {"draft": draft}, by=ASKER)) for _ in range(2)]
    assert len(bench.rows()["request"]) == 1
    assert all("XB-1" in answer.body for answer in answers)


def test_a_form_refused_at_a_field_may_be_sent_again(bench: Bench) -> None:
    """An act that was refused is not remembered as done: the same view, mended, goes through."""
    step = bench.accepted_step()
    view = {"id": "V-mended", "hash": "h-mended"}
    refused = submission("return_step", {"question": " "}, {"step": step}, by=HOLDER, view=view)
    assert '"errors"' in bench.hears(refused).body
    mended = submission("return_step", {"question": "which?"}, {"step": step}, by=HOLDER, view=view)
    assert bench.hears(mended).body == ""
    assert len(bench.rows()["exchange"]) == 1
