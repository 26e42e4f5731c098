"""The course of a request, by the verbs alone."""

import pytest

from bot.coordination.chasing import chase_step
from bot.coordination.closing import cancel_request
from bot.coordination.handover import hand_over_step
from bot.coordination.opening import OpenRequest, open_request
from bot.coordination.returns import answer_return, return_step
from bot.coordination.steps import accept_step, finish_step
from bot.errors import Invalid, NotAllowed, OutOfDate, TooSoon
from bot.insight.views import request_view
from tests.office import TestOffice


def test_a_request_begins_with_the_support_office(office: TestOffice) -> None:
    """Only the first step is ready; the specialties wait and no clock runs against them."""
    xb = office.opens()
    states = office.states(xb)
    assert states == {
        "intake": "ready",
        "transport": "waiting",
        "data": "waiting",
        "construction": "waiting",
        "answer": "waiting",
        "decide": "waiting",
    }
    with office.by(None) as uow:
        view = request_view(uow, xb)
    assert view.steps[0].due_at is not None
    assert [step.due_at for step in view.steps[1:]] == [None] * 5
    assert view.due_at is not None


def test_all_available_ends_after_the_answer(office: TestOffice) -> None:
    """Where every specialty says yes, nobody quotes a new build and the check is over."""
    xb = office.opens()
    office.finishes(xb, "intake", "clear", by="U0CHENLU")
    assert office.states(xb)["transport"] == office.states(xb)["data"] == "ready"
    office.finishes(xb, "transport", "available", by="U0LIWEI")
    assert office.states(xb)["answer"] == "waiting"
    office.finishes(xb, "data", "available", by="U0WUQIAN")
    assert office.states(xb)["construction"] == "skipped"
    office.finishes(xb, "answer", "answered", by="U0CHENLU")
    assert office.states(xb)["decide"] == "skipped"
    assert office.request(xb).state == "done"
    assert office.request(xb).coordinator_id == "U0CHENLU"


@pytest.mark.parametrize(("decision", "state"), [("decline", "declined"), ("build", "done")])
def test_one_unavailable_asks_construction_and_the_customer_decides(
    office: TestOffice, decision: str, state: str
) -> None:
    """A no makes construction quote cost and days; whoever asked is asked to build or decline."""
    xb = office.opens()
    office.finishes(xb, "intake", "clear", by="U0CHENLU")
    office.finishes(xb, "transport", "not_available", by="U0LIWEI")
    office.finishes(xb, "data", "available", by="U0WUQIAN")
    assert office.states(xb)["construction"] == "ready"
    assert not [row for row in office.notices(kind="step_card") if row.destination == "person:U0LINQ"]
    office.finishes(xb, "construction", "quoted", by="U0ZHAOLEI")
    office.finishes(xb, "answer", "answered", by="U0DAVID")
    asked = {row.destination for row in office.notices(kind="step_card") if row.state == "waiting"}
    assert {"team:customer", "person:U0LINQ"} <= asked
    office.finishes(xb, "decide", decision, by="U0LINQ")
    request = office.request(xb)
    assert (request.state, request.outcome) == (state, decision)
    with office.by(None) as uow:
        view = request_view(uow, xb)
    assert view.outcome is not None
    assert [line.value for line in view.steps[3].answers][:2] == ["12,000", 20]


def test_a_return_stops_the_steps_clock_and_asks_the_requester(office: TestOffice) -> None:
    """While the question is out the team's clock stands; the answer gives the step back to the same hands."""
    xb = office.opens()
    step = office.step(xb, "intake").id or 0
    with office.by("U0CHENLU") as uow:
        accept_step(uow, step)
    with office.by(None) as uow:
        before = request_view(uow, xb).steps[0].due_at
    with office.by("U0CHENLU") as uow:
        return_step(uow, step, "哪一栋楼?")
    office.passes(hours=1)
    with office.by(None) as uow:
        paused = request_view(uow, xb).steps[0]
    assert (paused.state, paused.is_paused, paused.due_at) == ("returned", True, None)
    with office.by("U0LINQ") as uow:
        answer_return(uow, step, "8号楼")
    with office.by(None) as uow:
        after = request_view(uow, xb).steps[0]
    assert (after.state, after.holder_id) == ("accepted", "U0CHENLU")
    assert after.due_at is not None
    assert before is not None
    assert (after.due_at - before).total_seconds() == 3600
    assert after.exchanges[0].answer == "8号楼"
    assert len(office.notices(kind="step_returned")) == len(office.notices(kind="return_answered")) == 1


def test_a_hand_over_moves_the_step_and_keeps_its_clock(office: TestOffice) -> None:
    """Another team gets the step as ready, with the deadline that it had."""
    xb = office.opens()
    office.finishes(xb, "intake", "clear", by="U0CHENLU")
    step = office.step(xb, "transport").id or 0
    with office.by("U0LIWEI") as uow:
        accept_step(uow, step)
    with office.by(None) as uow:
        before = request_view(uow, xb).step(step).due_at
    with office.by("U0LIWEI") as uow:
        hand_over_step(uow, step, reason="数据口的问题", team_id="data")
    moved = office.step(xb, "transport")
    assert (moved.team_id, moved.state, moved.holder_id) == ("data", "ready", None)
    with office.by("U0WUQIAN") as uow:
        accept_step(uow, step)
    with office.by("U0WUQIAN") as uow:
        hand_over_step(uow, step, reason="休假", person_id="U0GRACE")
    with office.by(None) as uow:
        view = request_view(uow, xb).step(step)
    assert (view.holder_id, view.state, view.due_at) == ("U0GRACE", "accepted", before)


def test_a_refusal_names_who_can(office: TestOffice) -> None:
    """Somebody of another team cannot accept; the refusal names the team's lead."""
    xb = office.opens()
    step = office.step(xb, "intake").id or 0
    with pytest.raises(NotAllowed) as refused, office.by("U0LIWEI") as uow:
        accept_step(uow, step)
    assert "U0WANGJG" in refused.value.people
    assert office.states(xb)["intake"] == "ready"


def test_pressing_twice_does_no_harm(office: TestOffice) -> None:
    """The second press changes nothing and says how it stands."""
    xb = office.opens()
    step = office.step(xb, "intake").id or 0
    with office.by("U0CHENLU") as uow:
        accept_step(uow, step)
    before = office.actions(xb)
    with pytest.raises(OutOfDate) as stale, office.by("U0DAVID") as uow:
        accept_step(uow, step)
    assert (stale.value.state, stale.value.holder_id) == ("accepted", "U0CHENLU")
    assert office.actions(xb) == before


def test_chasing_is_on_record_and_at_most_once_an_hour(office: TestOffice) -> None:
    """催办 reminds whoever holds the step; again only after the policy's interval."""
    xb = office.opens()
    step = office.step(xb, "intake").id or 0
    with office.by("U0DAVID") as uow:
        chase_step(uow, step)
    with pytest.raises(TooSoon), office.by("U0DAVID") as uow:
        chase_step(uow, step)
    office.passes(minutes=61)
    with office.by("U0DAVID") as uow:
        chase_step(uow, step)
    assert office.actions(xb).count("step_chased") == 2
    assert len(office.notices(kind="step_chased")) == 2


def test_a_form_says_at_each_field_what_would_be_right(office: TestOffice) -> None:
    """Every fault of a form is told at once, at its field, and nothing is opened."""
    values = {"customer": "999", "service": "carrier_pigeon", "access_points": "many", "wished": "昨天"}
    with pytest.raises(Invalid) as invalid, office.by("U0LINQ") as uow:
        open_request(uow, OpenRequest("resource_check", values))
    codes = {field: problem.code for field, problem in invalid.value.fields.items()}
    assert codes == {
        "customer": "unknown_customer",
        "service": "unknown_choice",
        "access_points": "not_a_number",
        "site": "required",
        "wished": "deadline_past",
    }
    assert office.notices() == []


def test_a_reach_of_no_choice_is_refused(office: TestOffice) -> None:
    """A reach that the matrix does not offer is told at its field."""
    with pytest.raises(Invalid) as invalid:
        office.opens(reach="across_the_street")
    assert invalid.value.fields["reach"].code == "unknown_choice"


def test_finishing_without_what_the_outcome_asks_is_refused(office: TestOffice) -> None:
    """An answer without its required fields changes nothing."""
    xb = office.opens()
    office.finishes(xb, "intake", "clear", by="U0CHENLU")
    step = office.step(xb, "transport").id or 0
    with office.by("U0LIWEI") as uow:
        accept_step(uow, step)
    with pytest.raises(Invalid) as invalid, office.by("U0LIWEI") as uow:
        finish_step(uow, step, "available", {"reserved": "  "})
    assert invalid.value.fields["reserved"].code == "required"
    assert office.states(xb)["transport"] == "accepted"


def test_the_same_submission_opens_one_request(office: TestOffice) -> None:
    """A submission that comes in twice opens nothing twice."""
    values = {"customer": office.customer().id, "service": "data_line", "access_points": 1, "site": "x"}
    ids = set()
    for _ in range(2):
        with office.by("U0LINQ") as uow:
            command = OpenRequest("resource_check", values, opened_with="draft:1")
            ids.add(open_request(uow, command).id)
    assert len(ids) == 1


def test_cancelling_stops_every_clock_and_tells_the_teams(office: TestOffice) -> None:
    """A cancelled request leaves no step open and no clock armed."""
    xb = office.opens()
    office.finishes(xb, "intake", "clear", by="U0CHENLU")
    with office.by("U0LINQ") as uow:
        cancel_request(uow, xb, "客户改主意了")
    assert office.request(xb).state == "cancelled"
    assert set(office.states(xb).values()) == {"done", "cancelled"}
    told = {row.destination for row in office.notices(kind="request_cancelled")}
    assert told == {"team:transport", "team:data"}


def test_every_card_that_a_step_left_behind_says_where_it_is_now(office: TestOffice) -> None:
    """Handed on twice, the first team's old card is renewed as well as the second's."""
    xb = office.opens()
    office.finishes(xb, "intake", "clear", by="U0CHENLU")
    step = office.step(xb, "transport").id or 0
    for by, team in (("U0SUNTAO", "data"), ("U0ZHENGK", "switching")):
        with office.by(by) as uow:
            hand_over_step(uow, step, reason="不是我们的", team_id=team)
    waiting = {row.destination for row in office.notices(kind="step_card") if row.state == "waiting"}
    assert {"team:transport", "team:data", "team:switching"} <= waiting
    office.passes(minutes=1)
    with office.by(None) as uow:
        for row in office.notices(kind="step_card"):
            if row.step_id == step and row.state == "waiting":
                sent = uow.session.merge(row)
                sent.state = "sent"
    with office.by("U0QIANF") as uow:
        hand_over_step(uow, step, reason="还是你们的", team_id="data")
    waiting = {row.destination for row in office.notices(kind="step_card") if row.state == "waiting"}
    assert {"team:transport", "team:data", "team:switching"} <= waiting


def test_a_fault_that_every_specialty_disowns_is_not_done(office: TestOffice) -> None:
    """Nobody's fault goes to the support office, which says what now; only then does it go on or end."""
    xb = office.opens("fault", effect="interrupted", description="down since nine")
    office.finishes(xb, "diagnose", "network", by="U0CHENLU", reason="no light")
    office.finishes(xb, "transport", "not_ours", by="U0LIWEI")
    office.finishes(xb, "data", "not_ours", by="U0WUQIAN")
    assert office.request(xb).state == "open"
    assert office.step(xb, "unclaimed").team_id == "support"
    assert office.states(xb)["confirm"] == "waiting"
    office.finishes(xb, "unclaimed", "not_ours_to_repair", by="U0CHENLU", reason="the customer's own cable")
    request = office.request(xb)
    assert (request.state, request.outcome) == ("declined", "not_ours_to_repair")


def test_a_fault_that_one_specialty_repairs_goes_on(office: TestOffice) -> None:
    """One owner is enough: the support office is not asked whose it is."""
    xb = office.opens("fault", effect="interrupted", description="down since nine")
    office.finishes(xb, "diagnose", "network", by="U0CHENLU", reason="no light")
    office.finishes(xb, "transport", "not_ours", by="U0LIWEI")
    office.finishes(xb, "data", "repaired", by="U0WUQIAN", measure="card replaced")
    assert office.states(xb)["unclaimed"] == "skipped"
    assert office.states(xb)["confirm"] == "ready"


def test_handing_over_the_hubs_own_step_hands_over_the_coordination(office: TestOffice) -> None:
    """Whoever has the support office's step now is the coordinator; the one before hears no more of it."""
    xb = office.opens()
    step = office.step(xb, "intake").id or 0
    with office.by("U0CHENLU") as uow:
        accept_step(uow, step)
    assert office.request(xb).coordinator_id == "U0CHENLU"
    with office.by("U0CHENLU") as uow:
        hand_over_step(uow, step, reason="off", person_id="U0DAVID")
    assert office.request(xb).coordinator_id == "U0DAVID"
    with office.by("U0DAVID") as uow:
        hand_over_step(uow, step, reason="off", team_id="support")
    assert office.request(xb).coordinator_id is None


def test_handing_another_teams_step_over_leaves_the_coordinator(office: TestOffice) -> None:
    """Only the steps that the matrix gives to the support office carry the coordination."""
    xb = office.opens()
    office.finishes(xb, "intake", "clear", by="U0CHENLU")
    step = office.step(xb, "transport").id or 0
    with office.by("U0SUNTAO") as uow:
        hand_over_step(uow, step, reason="yours", person_id="U0PETER")
    with office.by("U0CHENLU") as uow:
        hand_over_step(uow, step, reason="mine", person_id="U0DAVID")
    assert office.step(xb, "transport").team_id == "support"
    assert office.request(xb).coordinator_id == "U0CHENLU"


def test_the_hubs_step_that_goes_elsewhere_leaves_the_coordinator(office: TestOffice) -> None:
    """Somebody has to see to the request while another team does the support office's step."""
    xb = office.opens()
    step = office.step(xb, "intake").id or 0
    with office.by("U0CHENLU") as uow:
        accept_step(uow, step)
    with office.by("U0CHENLU") as uow:
        hand_over_step(uow, step, reason="yours", team_id="data")
    assert office.request(xb).coordinator_id == "U0CHENLU"


def test_a_step_that_nobody_has_accepted_cannot_be_finished(office: TestOffice) -> None:
    """The card offers Finish only once it was accepted, and so does the verb; also the lead accepts first."""
    xb = office.opens()
    office.finishes(xb, "intake", "clear", by="U0CHENLU")
    step = office.step(xb, "transport").id or 0
    with pytest.raises(OutOfDate) as refused, office.by("U0SUNTAO") as uow:
        finish_step(uow, step, "available", {"reserved": "port 7"})
    assert refused.value.state == "ready"


def test_a_form_that_names_no_service_says_so(office: TestOffice) -> None:
    """A refusal always names what is wrong."""
    with pytest.raises(Invalid) as invalid, office.by("U0LINQ") as uow:
        open_request(uow, OpenRequest("resource_check", {"customer": office.customer().id, "site": "x"}))
    assert invalid.value.fields["service"].code == "required"
    with pytest.raises(ValueError, match="reason"):
        Invalid({})
