"""Pauses of several causes at once: each ends by itself, and the clock runs when none is left."""

import pytest

from bot.coordination import clock_verbs as verbs
from bot.coordination.pauses import PauseWish
from bot.coordination.returns import answer_return, return_step
from bot.errors import OutOfDate
from bot.insight.time_ledger import hands_of
from bot.insight.views import request_view
from tests.coordination.clock_scene import COORDINATOR, ENGINEER, at, at_transport, clock
from tests.office import TestOffice

WISH = PauseWish("customer_unreachable")


def is_paused(office: TestOffice, xb: int, step_id: int) -> bool:
    with office.by(None) as uow:
        return request_view(uow, xb).step(step_id).is_paused


def asks(office: TestOffice, step_id: int) -> None:
    with office.by(ENGINEER) as uow:
        return_step(uow, step_id, "which building?")


def answers(office: TestOffice, step_id: int) -> None:
    with office.by("U0LINQ") as uow:
        answer_return(uow, step_id, "no. 8")


def pauses_all(office: TestOffice, xb: int) -> None:
    with office.by(COORDINATOR) as uow:
        verbs.pause_request(uow, xb, WISH)


def resumes_all(office: TestOffice, xb: int) -> None:
    with office.by(COORDINATOR) as uow:
        verbs.resume_request(uow, xb)


def test_an_answer_does_not_run_a_step_whose_request_is_paused(office: TestOffice) -> None:
    """Asked, then everything paused, then answered: the step stands until the request goes on."""
    xb, step_id = at_transport(office)
    asks(office, step_id)
    office.passes(minutes=30)
    pauses_all(office, xb)
    answers(office, step_id)
    assert is_paused(office, xb, step_id)
    office.passes(hours=1)  # 11:30
    resumes_all(office, xb)
    assert clock(office, xb, "transport").due_at == at("11-24 14:54")


def test_a_request_that_goes_on_does_not_run_a_step_whose_question_is_out(office: TestOffice) -> None:
    """Paused first, asked meanwhile: the request goes on, the question still holds the step."""
    xb, step_id = at_transport(office)
    pauses_all(office, xb)
    asks(office, step_id)
    office.passes(minutes=30)
    resumes_all(office, xb)
    assert is_paused(office, xb, step_id)
    office.passes(hours=1)
    answers(office, step_id)
    assert clock(office, xb, "transport").due_at == at("11-24 14:54")


def test_an_answer_does_not_end_a_pause_for_another_reason(office: TestOffice) -> None:
    """The customer cannot be reached, whatever the requester answers."""
    xb, step_id = at_transport(office)
    with office.by(ENGINEER) as uow:
        verbs.pause_step(uow, step_id, WISH)
    asks(office, step_id)
    answers(office, step_id)
    assert is_paused(office, xb, step_id)
    with office.by(ENGINEER) as uow:
        verbs.resume_step(uow, step_id)
    assert not is_paused(office, xb, step_id)


@pytest.mark.parametrize("first", ["step", "request"])
def test_a_step_resumed_by_itself_runs_though_the_request_stands(office: TestOffice, first: str) -> None:
    """Whoever resumes the step says that its work goes on, whatever had paused it."""
    xb, step_id = at_transport(office)
    if first == "step":
        with office.by(ENGINEER) as uow:
            verbs.pause_step(uow, step_id, WISH)
    pauses_all(office, xb)
    with office.by(ENGINEER) as uow:
        verbs.resume_step(uow, step_id)
    assert not is_paused(office, xb, step_id)
    with office.by(None) as uow:
        assert request_view(uow, xb).is_paused


def test_the_ledger_keeps_a_pause_until_it_ends(office: TestOffice) -> None:
    """An hour asked, of it half an hour paused as well, and another half hour after the answer: 1.5 hours."""
    xb, step_id = at_transport(office)
    asks(office, step_id)
    office.passes(minutes=30)
    with office.by(ENGINEER) as uow, pytest.raises(OutOfDate):
        verbs.pause_step(uow, step_id, WISH)  # a step that waits for an answer is not paused by hand
    answers(office, step_id)
    with office.by(ENGINEER) as uow:
        verbs.pause_step(uow, step_id, WISH)
    office.passes(minutes=30)
    asks(office, step_id)
    office.passes(minutes=30)
    answers(office, step_id)
    with office.by(None) as uow:
        found = hands_of(uow, office.request(xb))
    assert {reason: took.total_seconds() / 3600 for reason, took in found.by_pause().items()} == {
        "returned": 0.5,
        "customer_unreachable": 1.0,
    }
