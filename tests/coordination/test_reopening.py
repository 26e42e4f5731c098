"""Re-opening by the verbs: nothing rests on an answer that was withdrawn."""

from datetime import timedelta

import pytest
from sqlmodel import delete, select

from bot.coordination import clock_verbs as verbs
from bot.coordination.handover import hand_over_step
from bot.coordination.returns import return_step
from bot.coordination.steps import accept_step
from bot.errors import OutOfDate
from bot.insight.time_ledger import hands_of
from bot.insight.timeline import timeline
from bot.insight.views import request_view
from bot.timers import clocks
from models import Clock, Membership, Step
from tests.coordination.clock_scene import COORDINATOR, ENGINEER, at, clock
from tests.office import TestOffice


def ended(office: TestOffice) -> int:
    """A check that every specialty said yes to; it is done."""
    xb = office.opens()
    office.finishes(xb, "intake", "clear", by=COORDINATOR)
    office.finishes(xb, "transport", "available", by=ENGINEER)
    office.finishes(xb, "data", "available", by="U0WUQIAN")
    office.finishes(xb, "answer", "answered", by=COORDINATOR)
    assert office.request(xb).state == "done"
    return xb


def reopens(office: TestOffice, xb: int, key: str) -> Step:
    step_id = office.step(xb, key).id or 0
    with office.by(COORDINATOR) as uow:
        return verbs.reopen_step(uow, step_id, "it was not so")


def visits(office: TestOffice, xb: int, key: str) -> list[Step]:
    with office.by(None) as uow:
        rows = uow.session.exec(select(Step).where(Step.request_id == xb, Step.key == key)).all()
        return sorted(rows, key=lambda step: step.round)


def test_a_reopened_request_is_not_closed_by_the_old_answer(office: TestOffice) -> None:
    """Transport's yes turns into a no after the end: construction quotes, support answers, Mina decides."""
    xb = ended(office)
    reopens(office, xb, "transport")
    office.finishes(xb, "transport", "not_available", by=ENGINEER)
    office.finishes(xb, "construction", "quoted", by="U0ZHAOLEI")
    assert office.request(xb).state == "open"
    assert office.states(xb)["answer"] == "ready"
    office.finishes(xb, "answer", "answered", by=COORDINATOR)
    assert office.request(xb).state == "open"
    office.finishes(xb, "decide", "decline", by="U0LINQ")
    request = office.request(xb)
    assert (request.state, request.outcome) == ("declined", "decline")


def test_what_did_not_rest_on_it_keeps_its_answer(office: TestOffice) -> None:
    """Data was asked side by side with transport: its visit holds, and nobody is asked again."""
    xb = ended(office)
    reopens(office, xb, "transport")
    assert [each.state for each in visits(office, xb, "data")] == ["done"]
    transport = [(each.round, each.state) for each in visits(office, xb, "transport")]
    assert transport == [(1, "void"), (2, "accepted")]
    assert [each.state for each in visits(office, xb, "answer")] == ["void"]


def test_a_void_visit_is_kept_and_its_clock_is_stopped(office: TestOffice) -> None:
    """What it said, who did it and its clock stay on record; its buttons do nothing."""
    xb = ended(office)
    old = office.step(xb, "transport")
    reopens(office, xb, "transport")
    with office.by(None) as uow:
        kept = uow.session.get_one(Step, old.id)
        stopped = uow.session.exec(select(Clock).where(Clock.step_id == old.id)).first()
        view = request_view(uow, xb)
    assert (kept.state, kept.outcome, kept.done_by_id) == ("void", "available", ENGINEER)
    assert kept.answer == old.answer
    assert stopped is not None
    assert stopped.stopped_at is not None
    shown = next(step for step in view.steps if step.id == old.id)
    assert (shown.state, shown.actions, shown.more) == ("void", (), ())
    assert shown.outcome is not None
    with pytest.raises(OutOfDate), office.by(COORDINATOR) as uow:
        verbs.reopen_step(uow, old.id or 0, "again")


def test_a_running_visit_that_becomes_void_loses_no_time(office: TestOffice) -> None:
    """Work under way stops; when its turn comes again what it had consumed stays consumed."""
    xb = office.opens()
    office.finishes(xb, "intake", "clear", by=COORDINATOR)
    office.passes(hours=1)
    running = office.step(xb, "transport")
    with office.by(ENGINEER) as uow:
        accept_step(uow, running.id or 0)
    reopens(office, xb, "intake")
    assert office.states(xb)["transport"] == "waiting"
    office.passes(hours=4)
    office.finishes(xb, "intake", "clear", by=COORDINATOR)
    again = clock(office, xb, "transport")
    with office.by(None) as uow:
        assert clocks.timeline_of_clock(uow, again).consumed(office.now) == timedelta(hours=1)
    assert office.states(xb)["transport"] == "ready"
    assert office.step(xb, "transport").holder_id is None


def test_a_finished_step_that_is_done_again_has_its_whole_limit(office: TestOffice) -> None:
    """The answer was withdrawn through nobody's fault of the support office: it gets its full time."""
    xb = ended(office)
    office.passes(hours=1)
    reopens(office, xb, "transport")
    office.finishes(xb, "transport", "available", by=ENGINEER)
    answer = clock(office, xb, "answer")
    assert answer.carried_seconds == 0
    assert answer.due_at == at("11-23 15:48")


def test_a_reopened_step_goes_on_with_what_was_left(office: TestOffice) -> None:
    """Of 8 h 24 m one hour was used; a deadline moved by hand leaves what it left."""
    xb = office.opens()
    office.finishes(xb, "intake", "clear", by=COORDINATOR)
    with office.by(COORDINATOR) as uow:
        verbs.move_step_deadline(uow, office.step(xb, "transport").id or 0, at("11-25 12:00"), "agreed")
    office.passes(hours=1)
    office.finishes(xb, "transport", "available", by=ENGINEER)
    office.passes(hours=23)  # the same hour, a day later
    reopens(office, xb, "transport")
    assert clock(office, xb, "transport").due_at == at("11-26 11:00")


def test_the_ledger_counts_the_time_of_void_visits(office: TestOffice) -> None:
    """An hour of the first visit and two of the second are transport's, whichever answer holds."""
    office.now = at("11-23 14:00")
    xb = office.opens()
    office.finishes(xb, "intake", "clear", by=COORDINATOR)
    with office.by(ENGINEER) as uow:
        accept_step(uow, office.step(xb, "transport").id or 0)
    office.finishes(xb, "data", "available", by="U0WUQIAN")
    office.passes(hours=1)
    office.finishes(xb, "transport", "available", by=ENGINEER)
    reopens(office, xb, "transport")
    office.passes(hours=2)
    office.finishes(xb, "transport", "available", by=ENGINEER)
    with office.by(None) as uow:
        found = hands_of(uow, office.request(xb))
    assert found.by_person()[ENGINEER] == timedelta(hours=3)
    assert found.by_team()["transport"] == timedelta(hours=3)


def test_a_question_about_a_void_visit_is_taken_back(office: TestOffice) -> None:
    """Nobody is asked on behalf of a step that has to be done again; the question's clock stops."""
    xb = office.opens()
    office.finishes(xb, "intake", "clear", by=COORDINATOR)
    with office.by(ENGINEER) as uow:
        return_step(uow, office.step(xb, "transport").id or 0, "which floor?")
    asked = office.step(xb, "question")
    reopens(office, xb, "intake")
    assert office.step(xb, "question").state == "void"
    with office.by(None) as uow:
        own = uow.session.exec(select(Clock).where(Clock.step_id == asked.id)).one()
    assert own.stopped_at is not None


def test_a_step_that_was_handed_over_is_done_again_where_it_was(office: TestOffice) -> None:
    """Construction's quotation had gone to transport: there it goes again."""
    xb = office.opens()
    office.finishes(xb, "intake", "clear", by=COORDINATOR)
    office.finishes(xb, "transport", "not_available", by=ENGINEER)
    office.finishes(xb, "data", "available", by="U0WUQIAN")
    with office.by("U0MAZY") as uow:
        hand_over_step(uow, office.step(xb, "construction").id or 0, reason="yours", team_id="transport")
    reopens(office, xb, "data")
    office.finishes(xb, "data", "available", by="U0WUQIAN")
    assert office.step(xb, "construction").team_id == "transport"
    assert [each.state for each in visits(office, xb, "construction")] == ["void", "ready"]


@pytest.mark.parametrize(
    ("has_left", "state", "holder"), [(False, "accepted", ENGINEER), (True, "ready", None)]
)
def test_a_reopened_step_goes_back_only_to_a_member_of_its_team(
    office: TestOffice, has_left: bool, state: str, holder: str | None
) -> None:
    """Whoever gave the answer has moved to another team: the step waits for somebody of its own."""
    xb = ended(office)
    if has_left:
        with office.by(None) as uow:
            uow.session.exec(delete(Membership).where(Membership.person_id == ENGINEER))
    again = reopens(office, xb, "transport")
    assert (again.state, again.holder_id) == (state, holder)


def test_a_skipped_step_that_becomes_void_is_no_news(office: TestOffice) -> None:
    """Nobody quoted and nobody decided, so the timeline does not say that they have to do it again."""
    xb = ended(office)
    reopens(office, xb, "transport")
    with office.by(COORDINATOR) as uow:
        void = [entry for entry in timeline(uow, xb) if entry.action == "step_voided"]
    assert [entry.step.en for entry in void if entry.step] == ["transport check", "sum up and answer"]
