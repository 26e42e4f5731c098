"""A question is a visit of whoever is asked: on their list, with a limit, reminders, and chased there."""

import pytest
from sqlmodel import select

from bot.coordination.closing import cancel_request
from bot.coordination.hands import chase_step
from bot.coordination.returns import answer_return, return_step
from bot.errors import OutOfDate, TooSoon
from bot.insight.desk import my_steps, team_steps
from bot.insight.views import request_view
from bot.timers.risk import forecasts
from bot.timers.sweep import sweep
from models import Clock, Step
from tests.coordination.clock_scene import COORDINATOR, ENGINEER, at, at_transport
from tests.office import TestOffice

REQUESTER = "U0LINQ"


def asked(office: TestOffice) -> tuple[int, int, Step]:
    """An engineer has returned the transport check with a question to 林强, Monday 10:00."""
    xb, step_id = at_transport(office)
    with office.by(ENGINEER) as uow:
        return_step(uow, step_id, "which building?")
    return xb, step_id, office.step(xb, "question")


def test_a_question_is_on_the_list_of_whoever_is_asked(office: TestOffice) -> None:
    """林强 finds it among what waits for him, and his department among its steps; transport does not."""
    _, _, question = asked(office)
    with office.by(REQUESTER) as uow:
        mine = my_steps(uow)
    assert [(card.step.id, card.step.key, card.step.asks.en) for card in mine] == [
        (question.id, "question", "which building?")
    ]
    assert mine[0].step.actions == ("answer_return",)
    with office.by(REQUESTER) as uow:
        assert [card.step.id for card in team_steps(uow, "customer")] == [question.id]


def test_a_question_has_a_limit_and_reminders(office: TestOffice) -> None:
    """Four working hours: due at 16:00, when 林强 and the coordinator hear; the asking clock is paused."""
    xb, step_id, question = asked(office)
    own = clock_of(office, question)
    assert (own.measures, own.due_at, own.team_id) == ("question", at("11-23 16:00"), "customer")
    sweep(office.office, at("11-23 15:12"))
    sweep(office.office, at("11-23 16:00"))
    rows = [row for row in office.notices(kind="reminder") if row.step_id == question.id]
    heard = [(row.destination, row.params["level"]) for row in rows]
    assert heard == [
        (f"person:{REQUESTER}", "most"), (f"person:{REQUESTER}", "due"), (f"person:{COORDINATOR}", "due")
    ]  # fmt: skip
    with office.by(None) as uow:
        assert request_view(uow, xb).step(step_id).is_paused


def clock_of(office: TestOffice, step: Step) -> Clock:
    """The visit's own clock."""
    with office.by(None) as uow:
        return uow.session.exec(select(Clock).where(Clock.step_id == step.id)).one()


def test_a_question_about_a_fault_is_due_in_half_an_hour(office: TestOffice) -> None:
    """The policy gives a kind its own limit, by the wall clock where the kind counts so."""
    xb = office.opens("fault", effect="interrupted", description="down")
    with office.by(COORDINATOR) as uow:
        return_step(uow, office.step(xb, "diagnose").id or 0, "since when?")
    own = clock_of(office, office.step(xb, "question"))
    assert own.due_at == at("11-23 10:30")


@pytest.mark.parametrize("by_question", [True, False])
def test_an_answer_settles_the_question(office: TestOffice, by_question: bool) -> None:
    """By the question's own button or by the step's: the step goes on, the question is over, once."""
    xb, step_id, question = asked(office)
    office.passes(hours=1)
    target = (question.id or 0) if by_question else step_id
    with office.by(REQUESTER) as uow:
        answer_return(uow, target, "no. 8")
    assert office.step(xb, "transport").state == "accepted"
    settled = office.step(xb, "question")
    assert (settled.state, settled.done_by_id, settled.done_at) == ("done", REQUESTER, office.now)
    with office.by(None) as uow:
        assert (
            uow.session.exec(select(Clock).where(Clock.step_id == question.id)).one().stopped_at == office.now
        )
    for id in (step_id, question.id or 0):
        with pytest.raises(OutOfDate), office.by(REQUESTER) as uow:
            answer_return(uow, id, "again")
    with office.by(REQUESTER) as uow:
        assert my_steps(uow) == ()


def test_chasing_a_returned_step_reminds_whoever_was_asked(office: TestOffice) -> None:
    """Not the team that waits: 林强 is chased, at most once an hour."""
    xb, step_id, question = asked(office)
    with office.by(COORDINATOR) as uow:
        chase_step(uow, step_id)
    (notice,) = office.notices(kind="step_chased")
    assert (notice.destination, notice.step_id) == (f"person:{REQUESTER}", question.id)
    with pytest.raises(TooSoon), office.by(COORDINATOR) as uow:
        chase_step(uow, step_id)
    assert office.step(xb, "transport").chased_at is None


def test_the_forecast_names_whoever_is_asked(office: TestOffice) -> None:
    """While the question is out, the time is being spent by the customer department."""
    xb, _, question = asked(office)
    with office.by(COORDINATOR) as uow:
        found = forecasts(uow, [xb])[xb]
    assert (found.team, found.step, found.step_id) == ("customer", "transport", question.id)


def test_a_second_question_is_the_next_round(office: TestOffice) -> None:
    """Each question about one step is a visit of its own."""
    xb, step_id, question = asked(office)
    with office.by(REQUESTER) as uow:
        answer_return(uow, step_id, "no. 8")
    with office.by(ENGINEER) as uow:
        return_step(uow, step_id, "which floor?")
    second = office.step(xb, "question")
    assert (question.round, second.round, second.item) == (1, 2, str(step_id))
    with office.by(None) as uow:
        (shown,) = request_view(uow, xb).questions
    assert shown.asks.en == "which floor?"


def test_cancelling_takes_the_question_back(office: TestOffice) -> None:
    """Nobody has to answer for a request that is not wanted any more."""
    xb, _, question = asked(office)
    with office.by(REQUESTER) as uow:
        cancel_request(uow, xb, "changed their mind")
    assert office.step(xb, "question").state == "cancelled"
    with office.by(None) as uow:
        assert (
            uow.session.exec(select(Clock).where(Clock.step_id == question.id)).one().stopped_at is not None
        )
    (told,) = [row for row in office.notices(kind="request_cancelled") if row.destination == "team:transport"]
    assert told.params["words"] == "changed their mind"
