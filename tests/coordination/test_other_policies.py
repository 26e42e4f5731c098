"""Requests that were opened under one policy and are worked on under another."""

from dataclasses import replace

import pytest

from bot.coordination import clock_verbs as verbs
from bot.coordination.chasing import chase_step
from bot.coordination.handover import hand_over_step
from bot.coordination.pauses import PauseWish
from bot.coordination.steps import accept_step
from bot.delivery.notices import announce
from bot.errors import Invalid, TooSoon
from bot.insight.status import status
from bot.insight.time_lines import held_lines
from bot.insight.timeline import timeline
from bot.insight.views import request_view
from bot.insight.worklist import my_steps, team_steps
from bot.people.directory import teams_of
from bot.policy import Policy, policy_from_documents
from bot.storage.office import Office
from bot.storage.unit_of_work import UnitOfWork
from messages import render
from models import Membership, Person, Request
from tests.coordination.clock_scene import COORDINATOR, ENGINEER, LEAD, at, at_transport
from tests.office import TestOffice, sample_policy

PLANNING = """  planning:
    name: {zh: 规划室, en: Planning Office}
    duties: {zh: 网络规划, en: plans the network}
    channel: xb-planning
    usergroup: xb-planning
    leads: xb-planning-leads
    language: zh
  transport:
"""


def changed(file: str, old: str, new: str) -> Policy:
    """The sample branch's policy with one passage replaced."""
    documents = dict(sample_policy().documents)
    assert old in documents[file]
    documents[file] = documents[file].replace(old, new, 1)
    return policy_from_documents(documents)


def adopt(office: TestOffice, policy: Policy) -> None:
    """The branch works by this policy from now on."""
    office.office = Office(engine=office.office.engine, policy=policy, announce=announce)


def with_planning() -> Policy:
    return changed("teams.yaml", "  transport:\n", PLANNING)


def handed_to_planning(office: TestOffice) -> tuple[int, int]:
    """A request of the old policy whose transport check has gone to a team that came with the new one."""
    xb, step_id = at_transport(office)
    adopt(office, with_planning())
    with office.by(None) as uow:
        uow.session.add(Person(id="UPLAN", name="规", synced_at=uow.now))
        uow.session.add(Membership(person_id="UPLAN", team_id="planning", role="member"))
    with office.by(LEAD) as uow:
        hand_over_step(uow, step_id, reason="yours", team_id="planning")
    return xb, step_id


def test_a_step_handed_to_a_team_that_came_later_is_shown_by_its_name(office: TestOffice) -> None:
    """Cards, lists, details and the status of the old request name the new team, in both languages."""
    xb, step_id = handed_to_planning(office)
    office.passes(hours=1)
    with office.by(COORDINATOR) as uow:
        view = request_view(uow, xb)
        entries, held = timeline(uow, xb), held_lines(uow, office_request(uow, xb))
        status(uow)
    assert view.step(step_id).team.en == "Planning Office"
    for kind in ("request_card", "hub_card"):
        for language, name in (("zh", "规划室"), ("en", "Planning Office")):
            assert name in str(render(kind, view, language, office.now).blocks)
    assert any(getattr(entry.data.get("team"), "en", "") == "Planning Office" for entry in entries)
    assert held
    with office.by("UPLAN") as uow:
        accept_step(uow, step_id)
    with office.by("UPLAN") as uow:
        assert [card.step.id for card in my_steps(uow)] == [step_id]


def office_request(uow: UnitOfWork, xb: int) -> Request:
    return uow.session.get_one(Request, xb)


def test_a_team_that_is_gone_from_both_policies_keeps_its_id(office: TestOffice) -> None:
    """The planning office came and went again: its step can still be read and handed on."""
    xb, step_id = handed_to_planning(office)
    adopt(office, sample_policy())
    with office.by(COORDINATOR) as uow:
        view = request_view(uow, xb).step(step_id)
    assert (view.team.zh, view.team.en) == ("planning", "planning")
    with office.by(COORDINATOR) as uow:
        hand_over_step(uow, step_id, reason="they are gone", team_id="transport")
    assert office.step(xb, "transport").team_id == "transport"


def test_a_step_of_a_team_that_is_gone_goes_to_the_hub(office: TestOffice) -> None:
    """A team that the opening's matrix names and that no longer exists: the support office gets its step."""
    adopt(office, with_planning())
    moved = changed("teams.yaml", "  transport:\n", PLANNING)
    text = moved.documents["matrix.yaml"].replace(
        "        team: construction\n", "        team: planning\n", 1
    )
    adopt(office, policy_from_documents({**moved.documents, "matrix.yaml": text}))
    xb = office.opens()
    adopt(office, sample_policy())
    office.finishes(xb, "intake", "clear", by=COORDINATOR)
    office.finishes(xb, "transport", "not_available", by=ENGINEER)
    office.finishes(xb, "data", "available", by="U0WUQIAN")
    assert office.step(xb, "construction").team_id == "support"


def test_a_pause_is_for_the_reasons_of_the_opening(office: TestOffice) -> None:
    """A reason that came later is refused on an old request, and taken on a new one."""
    old, step_id = at_transport(office)
    later = changed("escalation.yaml", "  - id: permit\n", "  - id: weather\n")
    adopt(office, later)
    with office.by(ENGINEER) as uow:
        assert "permit" in [each.id for each in uow.rules_of(office_request(uow, old)).pause_reasons]
        with pytest.raises(Invalid) as refused:
            verbs.pause_step(uow, step_id, PauseWish("weather", "storm"))
    assert "permit" in refused.value.fields["reason"].params["choices"]
    _, new_step = at_transport(office)
    with office.by(ENGINEER) as uow:
        verbs.pause_step(uow, new_step, PauseWish("weather", "storm"))


@pytest.mark.parametrize(
    ("interval", "too_soon", "again"),
    [
        ("30m", "11-23 10:29", "11-23 10:30"),
        ("1h", "11-23 10:59", "11-23 11:00"),
        ("1d", "11-24 09:59", "11-24 10:00"),
    ],
)
def test_the_chase_interval_is_by_the_wall_clock(
    office: TestOffice, interval: str, too_soon: str, again: str
) -> None:
    """A day is 24 hours whatever the kind's calendar says."""
    adopt(office, changed("escalation.yaml", "chase_interval: 1h", f"chase_interval: {interval}"))
    _, step_id = at_transport(office)
    with office.by(COORDINATOR) as uow:
        chase_step(uow, step_id)
    office.now = at(too_soon)
    with office.by(COORDINATOR) as uow, pytest.raises(TooSoon) as refused:
        chase_step(uow, step_id)
    assert refused.value.again_at == at(again)
    office.now = at(again)
    with office.by(COORDINATOR) as uow:
        chase_step(uow, step_id)


def test_a_frozen_policy_is_kept_whole(office: TestOffice) -> None:
    """Limits, steps and thresholds of an open request stay those of its opening."""
    xb = office.opens()
    adopt(office, changed("sla.yaml", "      intake: 10\n", "      intake: 5\n"))
    with office.by(None) as uow:
        request = office_request(uow, xb)
        rules = uow.rules_of(request)
        assert rules.frozen.sla.kinds["resource_check"].shares["intake"] == 10
        assert rules.present.sla.kinds["resource_check"].shares["intake"] == 5
        assert replace(rules, kind_id="fault").kind.id == "fault"


def test_the_steps_of_a_gone_team_are_the_hubs(office: TestOffice) -> None:
    """The hub's list and the status count them, its people may act on them; old members have nothing."""
    _, step_id = handed_to_planning(office)
    adopt(office, sample_policy())
    with office.by(COORDINATOR) as uow:
        before = {load.team_id: load.open for load in status(uow).teams}
        assert step_id in [card.step.id for card in team_steps(uow, "support")]
        assert "planning" not in before
    with office.by("UPLAN") as uow:
        assert teams_of(uow, "UPLAN") == ()
    with office.by(COORDINATOR) as uow:
        hand_over_step(uow, step_id, reason="the team is gone", team_id="transport")
    with office.by(COORDINATOR) as uow:
        after = {load.team_id: load.open for load in status(uow).teams}
    assert (after["support"], after["transport"]) == (before["support"] - 1, before["transport"] + 1)


def test_what_a_gone_team_has_not_accepted_is_on_the_hubs_lists(office: TestOffice) -> None:
    """Nobody of the team is left to accept it: a coordinator sees it among what waits, and accepts it."""
    xb, step_id = at_transport(office)
    adopt(office, with_planning())
    with office.by(LEAD) as uow:
        hand_over_step(uow, step_id, reason="theirs", team_id="planning")
    adopt(office, sample_policy())
    with office.by(COORDINATOR) as uow:
        assert step_id in [card.step.id for card in my_steps(uow)]
        accept_step(uow, step_id)
    assert office.step(xb, "transport").holder_id == COORDINATOR
