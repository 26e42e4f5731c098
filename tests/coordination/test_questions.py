"""A question is a visit of whoever is asked: on their list, with a limit, reminders, and chased there."""

import pytest
from sqlmodel import select

from bot.coordination.chasing import chase_step
from bot.coordination.closing import cancel_request
from bot.coordination.returns import answer_return, return_step
from bot.errors import Invalid, NotAllowed, OutOfDate, TooSoon
from bot.insight.views import request_view
from bot.insight.worklist import my_steps, team_steps
from bot.timers.risk import forecasts
from bot.timers.sweep import sweep
from models import Clock, Step
from tests.coordination.clock_scene import COORDINATOR, ENGINEER, at, at_transport
from tests.office import TestOffice

REQUESTER, LEAD_OF_CUSTOMER = "U0LINQ", "U0HEJING"


def asked(office: TestOffice) -> tuple[int, int, Step]:
    """An engineer has returned the transport check with a question to 林强, Monday 10:00."""
    xb, step_id = at_transport(office)
    with office.by(ENGINEER) as uow:
        return_step(uow, step_id, "which building?")
    return xb, step_id, office.step(xb, "question")


def to_decide(office: TestOffice) -> int:
    """Transport has nothing, construction quotes: 林强 has to decide."""
    xb = office.opens()
    office.finishes(xb, "intake", "clear", by=COORDINATOR)
    office.finishes(xb, "transport", "not_available", by=ENGINEER)
    office.finishes(xb, "data", "available", by="U0WUQIAN")
    office.finishes(xb, "construction", "quoted", by="U0ZHAOLEI")
    office.finishes(xb, "answer", "answered", by=COORDINATOR)
    return xb


def test_a_question_is_on_the_list_of_whoever_is_asked(office: TestOffice) -> None:
    """林强 finds it among what waits for him, and his department among its steps; transport does not."""
    _, _, question = asked(office)
    with office.by(REQUESTER) as uow:
        mine = my_steps(uow)
    assert [(card.step.id, card.step.key, card.step.asks.en) for card in mine] == [
        (question.id, "question", "which building?")
    ]
    assert mine[0].step.actions == ("answer_return",)
    assert "transport check" in mine[0].step.name.en
    assert "传输核查" in mine[0].step.name.zh
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


def test_the_lead_of_whoever_is_asked_may_answer_and_the_lead_of_whoever_asks_may_not(
    office: TestOffice,
) -> None:
    """The customer department's lead answers for 林强, by the step's button too; transport's is refused."""
    xb, step_id, question = asked(office)
    for target in (step_id, question.id or 0):
        with pytest.raises(NotAllowed) as refused, office.by("U0SUNTAO") as uow:
            answer_return(uow, target, "no. 8")
        assert refused.value.people == (REQUESTER, LEAD_OF_CUSTOMER)
    with office.by(LEAD_OF_CUSTOMER) as uow:
        answer_return(uow, step_id, "no. 8")
    assert office.step(xb, "question").done_by_id == LEAD_OF_CUSTOMER


def test_who_asks_is_not_asked(office: TestOffice) -> None:
    """The requester returns the decision that is theirs: the coordinator is asked."""
    xb = to_decide(office)
    with office.by(REQUESTER) as uow:
        return_step(uow, office.step(xb, "decide").id or 0, "who pays?")
    question = office.step(xb, "question")
    assert (question.holder_id, question.team_id) == (COORDINATOR, "support")


def test_without_a_coordinator_a_lead_of_the_support_office_is_asked(office: TestOffice) -> None:
    """Of the support office itself the lead is asked; the lead, who has nobody to ask, is refused."""
    xb = office.opens(by=COORDINATOR)
    step_id = office.step(xb, "intake").id or 0
    with office.by(COORDINATOR) as uow:
        return_step(uow, step_id, "which building?")
    assert office.step(xb, "question").holder_id == "U0WANGJG"
    own = office.opens(by="U0WANGJG")
    with pytest.raises(Invalid) as refused, office.by("U0WANGJG") as uow:
        return_step(uow, office.step(own, "intake").id or 0, "which building?")
    assert refused.value.fields["question"].code == "nobody_to_ask"


def test_a_returned_step_shows_whom_it_waits_for_and_until_when(office: TestOffice) -> None:
    """The view of the asking step names 林强 and 16:00; once answered it waits for nobody."""
    xb, step_id, _ = asked(office)
    with office.by(None) as uow:
        step = request_view(uow, xb).step(step_id)
    assert (step.asked_id, step.asked_until) == (REQUESTER, at("11-23 16:00"))
    with office.by(REQUESTER) as uow:
        answer_return(uow, step_id, "no. 8")
    with office.by(None) as uow:
        step = request_view(uow, xb).step(step_id)
    assert (step.asked_id, step.asked_until) == (None, None)
