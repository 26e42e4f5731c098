"""Pausing, moving, re-grading and re-opening, by the verbs."""

import pytest

from bot.coordination import clock_verbs as verbs
from bot.coordination.pauses import PauseWish
from bot.coordination.returns import answer_return, return_step
from bot.errors import Invalid, NotAllowed, OutOfDate
from bot.timers import clocks
from tests.coordination.clock_scene import COORDINATOR, ENGINEER, OTHER_COORDINATOR, at, at_transport, clock
from tests.office import TestOffice


def test_a_pause_takes_its_working_time_out(office: TestOffice) -> None:
    """From Monday 11:00 to Tuesday 9:30 five and a half working hours pass; the deadline moves by them."""
    xb, step_id = at_transport(office)
    before = clock(office, xb, "transport").due_at
    assert before == at("11-24 11:24")
    office.passes(hours=1)
    with office.by(ENGINEER) as uow:
        verbs.pause_step(uow, step_id, PauseWish("customer_unreachable"))
    assert clock(office, xb, "transport").due_at is None
    office.passes(hours=22, minutes=30)
    with office.by(ENGINEER) as uow:
        verbs.resume_step(uow, step_id)
    assert clock(office, xb, "transport").due_at == at("11-25 09:54")
    assert clock(office, xb).due_at == clock(office, xb).original_due_at
    assert office.actions(xb)[-2:] == ["clock_paused", "clock_resumed"]


def test_a_pause_outside_working_hours_adds_nothing(office: TestOffice) -> None:
    """Paused over the night, the deadline stays where it was."""
    xb, step_id = at_transport(office)
    before = clock(office, xb, "transport").due_at
    office.now = at("11-23 18:00")
    with office.by(ENGINEER) as uow:
        verbs.pause_step(uow, step_id, PauseWish("customer_unreachable"))
    office.now = at("11-24 09:00")
    with office.by(ENGINEER) as uow:
        verbs.resume_step(uow, step_id)
    assert clock(office, xb, "transport").due_at == before


@pytest.mark.parametrize(
    ("wish", "field", "code"),
    [
        (PauseWish("tired"), "reason", "unknown_choice"),
        (PauseWish("permit"), "evidence", "required"),
        (PauseWish("permit", "letter 7", at("11-23 09:00")), "expected_at", "not_in_the_future"),
        (PauseWish("permit", "letter 7", at("11-30 10:01")), "expected_at", "needs_consent"),
    ],
)
def test_what_a_pause_has_to_say(office: TestOffice, wish: PauseWish, field: str, code: str) -> None:
    """A reason of the list, its evidence, a return ahead, and not longer than the grade allows (5 days)."""
    xb, step_id = at_transport(office)
    with office.by(ENGINEER) as uow, pytest.raises(Invalid) as refused:
        verbs.pause_step(uow, step_id, wish)
    assert refused.value.fields[field].code == code
    assert clock(office, xb, "transport").due_at is not None


def test_the_coordinator_consents_to_a_long_pause(office: TestOffice) -> None:
    """Above the longest pause it takes a coordinator; the pause that is on is extended and stays one."""
    xb, step_id = at_transport(office)
    with office.by(ENGINEER) as uow:
        verbs.pause_step(uow, step_id, PauseWish("permit", "letter 7"))
    with office.by(OTHER_COORDINATOR) as uow:
        verbs.pause_step(uow, step_id, PauseWish("permit", "letter 8", at("12-04 18:00")))
    paused = clock(office, xb, "transport")
    with office.by(None) as uow:
        pauses = clocks.pauses_of(uow, paused)
    assert [(p.expected_at, p.consented_by_id) for p in pauses] == [(at("12-04 18:00"), OTHER_COORDINATOR)]


def test_a_paused_request_pauses_what_becomes_ready_meanwhile(office: TestOffice) -> None:
    """The customer's clock and all steps stand still together, those to come as well, and run on together."""
    xb = office.opens()
    with office.by(COORDINATOR) as uow:
        verbs.pause_request(uow, xb, PauseWish("customer_unreachable"))
    office.passes(hours=1)
    office.finishes(xb, "intake", "clear", by=COORDINATOR)
    assert [clock(office, xb, key).due_at for key in (None, "transport", "data")] == [None] * 3
    office.passes(hours=2)
    with office.by(COORDINATOR) as uow:
        verbs.resume_request(uow, xb)
    assert clock(office, xb, "transport").due_at == at("11-24 15:24")
    original = clock(office, xb).original_due_at
    assert clock(office, xb).due_at == at("11-27 12:00")
    assert original == at("11-27 10:00")


def test_a_question_keeps_its_own_pause(office: TestOffice) -> None:
    """Resuming the request does not let a step run that waits for an answer."""
    xb, step_id = at_transport(office)
    with office.by(ENGINEER) as uow:
        return_step(uow, step_id, "which building?")
    with office.by(COORDINATOR) as uow:
        verbs.pause_request(uow, xb, PauseWish("customer_unreachable"))
    with office.by(COORDINATOR) as uow:
        verbs.resume_request(uow, xb)
    assert clock(office, xb, "transport").due_at is None
    with office.by("U0LINQ") as uow:
        answer_return(uow, step_id, "no. 8")
    assert clock(office, xb, "transport").due_at == at("11-24 11:24")


def test_a_deadline_is_moved_beside_the_original(office: TestOffice) -> None:
    """The coordinator moves it with a reason; the original stays on record; others may not."""
    xb = office.opens()
    with office.by(COORDINATOR) as uow:
        verbs.move_deadline(uow, xb, at("12-04 20:00"), "agreed with the customer")
    own = clock(office, xb)
    assert (own.due_at, own.original_due_at) == (at("12-04 20:00"), at("11-27 10:00"))
    with office.by("U0LINQ") as uow, pytest.raises(NotAllowed):
        verbs.move_deadline(uow, xb, at("12-05 20:00"), "later still")
    with office.by(COORDINATOR) as uow, pytest.raises(Invalid):
        verbs.move_deadline(uow, xb, at("11-20 20:00"), "into the past")
    with office.by(COORDINATOR) as uow, pytest.raises(Invalid):
        verbs.move_deadline(uow, xb, at("12-05 20:00"), "  ")


def test_a_pause_after_a_move_pushes_the_moved_deadline(office: TestOffice) -> None:
    """What is taken out after the coordinator's word moves that word; what was before does not."""
    xb, step_id = at_transport(office)
    with office.by(COORDINATOR) as uow:
        verbs.move_step_deadline(uow, step_id, at("11-25 12:00"), "the customer is away")
    with office.by(ENGINEER) as uow:
        verbs.pause_step(uow, step_id, PauseWish("customer_unreachable"))
    office.passes(hours=1)
    with office.by(ENGINEER) as uow:
        verbs.resume_step(uow, step_id)
    assert clock(office, xb, "transport").due_at == at("11-25 15:00")


def test_a_new_grade_keeps_what_was_consumed(office: TestOffice) -> None:
    """From bronze (4 days) to key (1.5 days): request and open steps follow, counted from their start."""
    xb, _ = at_transport(office)
    office.passes(hours=2)
    with office.by(COORDINATOR) as uow:
        verbs.regrade_customer(uow, office.customer().id or 0, "key")
    assert office.request(xb).grade == "key"
    assert clock(office, xb).due_at == at("11-24 15:30")
    assert clock(office, xb, "transport").due_at == at("11-23 15:09")
    office.finishes(xb, "transport", "available", by=ENGINEER)
    office.finishes(xb, "data", "available", by="U0WUQIAN")
    assert clock(office, xb, "answer").target_seconds == 1.5 * 7 * 3600 * 0.1
    with office.by(ENGINEER) as uow, pytest.raises(NotAllowed):
        verbs.regrade_customer(uow, office.customer().id or 0, "gold")


def test_a_new_grade_keeps_the_reach(office: TestOffice) -> None:
    """Across provinces bronze has 6 days and key 3.5: the clocks follow the grade, the reach stays."""
    xb = office.opens(reach="across_provinces")
    assert (clock(office, xb).target_seconds, office.request(xb).reach) == (6 * 7 * 3600, "across_provinces")
    with office.by(COORDINATOR) as uow:
        verbs.regrade_customer(uow, office.customer().id or 0, "key")
    assert (office.request(xb).grade, office.request(xb).reach) == ("key", "across_provinces")
    assert clock(office, xb).target_seconds == 3.5 * 7 * 3600
    assert clock(office, xb, "intake").target_seconds == 3.5 * 7 * 3600 * 0.1


def test_a_reopened_step_goes_on_where_it_was(office: TestOffice) -> None:
    """The stretch between finishing and re-opening counts for nobody; the steps after it wait again."""
    xb, step_id = at_transport(office)
    office.passes(hours=1)
    office.finishes(xb, "transport", "available", by=ENGINEER)
    office.finishes(xb, "data", "available", by="U0WUQIAN")
    assert office.states(xb)["answer"] == "ready"
    office.passes(hours=4)
    with office.by(COORDINATOR) as uow:
        verbs.reopen_step(uow, step_id, "the port is taken after all")
    assert office.states(xb)["answer"] == office.states(xb)["construction"] == "waiting"
    assert office.states(xb)["transport"] == "accepted"
    assert clock(office, xb, "transport").due_at == at("11-24 15:24")
    office.finishes(xb, "transport", "not_available", by=ENGINEER)
    assert office.states(xb)["construction"] == "ready"
    office.finishes(xb, "construction", "quoted", by="U0ZHAOLEI")
    answer = clock(office, xb, "answer")
    assert answer.stopped_at is None
    assert answer.due_at == at("11-23 15:48")


def test_reopening_runs_an_ended_request_again(office: TestOffice) -> None:
    """A request that had ended is open again; cancelled ones stay as they are."""
    xb = office.opens()
    office.finishes(xb, "intake", "clear", by=COORDINATOR)
    office.finishes(xb, "transport", "available", by=ENGINEER)
    office.finishes(xb, "data", "available", by="U0WUQIAN")
    office.finishes(xb, "answer", "answered", by=COORDINATOR)
    assert office.request(xb).state == "done"
    office.passes(hours=24)
    with office.by(COORDINATOR) as uow:
        verbs.reopen_step(uow, office.step(xb, "answer").id or 0, "a line was forgotten")
    assert office.request(xb).state == "open"
    own = clock(office, xb)
    assert own.stopped_at is None
    assert own.due_at == at("11-30 10:00")
    with office.by(COORDINATOR) as uow, pytest.raises(OutOfDate):
        verbs.reopen_step(uow, office.step(xb, "answer").id or 0, "pressed twice")


def test_a_grade_whose_cap_is_reached_takes_no_more(office: TestOffice) -> None:
    """Of five customers none may be diamond beyond 10 %: the coordinator is told how many hold it."""
    with pytest.raises(Invalid) as full, office.by("U0CHENLU") as uow:
        verbs.regrade_customer(uow, office.customer().id or 0, "diamond")
    assert full.value.fields["grade"].code == "grade_is_full"
    assert office.customer().grade == "bronze"
