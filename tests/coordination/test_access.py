"""Who somebody is to a request and a step, who is named where they may not act, and what a lock sees."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from bot.coordination.steps import accept_step
from bot.course.transitions import QUESTION
from bot.errors import NotAllowed, NotFound
from bot.people import access
from bot.policy import Capacity
from bot.storage.unit_of_work import UnitOfWork
from models import Exchange, Membership, Person, Request, Step
from tests.databases import asked_of
from tests.office import TestOffice

REQUESTER, COORDINATOR, ENGINEER, LEAD = "U0LINQ", "U0CHENLU", "U0LIWEI", "U0SUNTAO"
STRANGER = "stranger"
C = Capacity


class Scene:
    """A request whose transport step is in an engineer's care, and people with whatever roles are wanted."""

    def __init__(self, office: TestOffice) -> None:
        self.office = office
        self.request = office.opens()
        office.finishes(self.request, "intake", "clear", by=COORDINATOR)
        self.step = office.step(self.request, "transport").id or 0
        with office.by(ENGINEER) as uow:
            accept_step(uow, self.step)
        self.joins(STRANGER)

    def joins(self, person: str, *roles: tuple[str, str]) -> str:
        """Somebody new with these roles."""
        with self.office.by(None) as uow:
            uow.session.add(Person(id=person, name=person, synced_at=uow.now))
            rows = [Membership(person_id=person, team_id=team, role=role) for team, role in roles]
            uow.session.add_all(rows)
        return person

    @contextmanager
    def rows(self, person: str) -> Iterator[tuple[UnitOfWork, Request, Step]]:
        """The request and the step in a transaction by that person."""
        with self.office.by(person) as uow:
            request = uow.session.exec(select(Request).where(Request.id == self.request)).one()
            yield uow, request, uow.session.exec(select(Step).where(Step.id == self.step)).one()

    def refused(self, verb: str, *, on_step: bool = True, by: str = STRANGER) -> NotAllowed:
        """What somebody hears who may not do it."""
        act, its_id = (access.step_for, self.step) if on_step else (access.request_for, self.request)
        with pytest.raises(NotAllowed) as raised, self.office.by(by) as uow:
            act(uow, verb, its_id)
        return raised.value


@pytest.fixture
def scene(office: TestOffice) -> Scene:
    """On SQLite."""
    return Scene(office)


def test_what_is_not_there_is_named_as_people_name_it(scene: Scene) -> None:
    """A request by its number with XB-, a step by its number with #."""
    with scene.office.by(COORDINATOR) as uow, pytest.raises(NotFound) as no_request:
        access.request_for(uow, "view_request", 999)
    with scene.office.by(COORDINATOR) as uow, pytest.raises(NotFound) as no_step:
        access.step_for(uow, "finish_step", 998)
    assert (no_request.value.what, no_step.value.what) == ("XB-999", "#998")


def test_the_step_comes_with_its_own_request(scene: Scene) -> None:
    """Whatever other requests there are."""
    scene.office.opens()
    with scene.office.by(ENGINEER) as uow:
        request, step = access.step_for(uow, "finish_step", scene.step)
        asked = access.request_for(uow, "view_request", scene.request)
    assert (request.id, step.id, asked.id) == (scene.request, scene.step, scene.request)


ROLES: dict[str, tuple[tuple[tuple[str, str], ...], set[Capacity], set[Capacity], set[Capacity]]] = {
    "in no team": ((), set(), set(), set()),
    "a member of the step's team": (
        (("transport", "member"),),
        {C.TEAM_MEMBER},
        {C.TEAM_MEMBER},
        {C.TEAM_MEMBER},
    ),
    "its lead": (
        (("transport", "lead"),),
        {C.TEAM_MEMBER, C.TEAM_LEAD},
        {C.TEAM_MEMBER, C.TEAM_LEAD},
        {C.TEAM_MEMBER, C.TEAM_LEAD},
    ),
    "a lead of another step's team": (
        (("data", "lead"),),
        set(),
        {C.TEAM_MEMBER, C.TEAM_LEAD},
        {C.TEAM_MEMBER, C.TEAM_LEAD},
    ),
    "a lead of a team without a step": (
        (("switching", "lead"),),
        set(),
        set(),
        {C.TEAM_MEMBER, C.TEAM_LEAD},
    ),
    "a member here and a lead elsewhere": (
        (("transport", "member"), ("switching", "lead")),
        {C.TEAM_MEMBER},
        {C.TEAM_MEMBER},
        {C.TEAM_MEMBER, C.TEAM_LEAD},
    ),
    "of the support office": (
        (("support", "member"),),
        {C.COORDINATOR},
        {C.COORDINATOR, C.TEAM_MEMBER},
        {C.COORDINATOR, C.TEAM_MEMBER},
    ),
    "a manager": ((("managers", "manager"),), {C.MANAGER}, {C.MANAGER}, {C.MANAGER}),
    "in the managers' group without being one": ((("managers", "member"),), set(), set(), set()),
}
"""Somebody's roles, and the capacities on the transport step, on the request as a whole, and on none."""


@pytest.mark.parametrize(("roles", "on_step", "on_request", "on_none"), ROLES.values(), ids=ROLES)
def test_roles_make_capacities(
    scene: Scene,
    roles: tuple[tuple[str, str], ...],
    on_step: set[Capacity],
    on_request: set[Capacity],
    on_none: set[Capacity],
) -> None:
    """On a step its own team counts, on a request the teams of its steps, on no request every team."""
    with scene.rows(scene.joins("newcomer", *roles)) as (uow, request, step):
        assert access.capacities(uow, request, step) == on_step
        assert access.capacities(uow, request, None) == on_request
        assert access.capacities(uow, None, None) == on_none


def test_whose_it_is_makes_capacities_too(scene: Scene) -> None:
    """Whoever opened the request is its requester; whoever has the step in care holds it, and no other."""
    with scene.rows(REQUESTER) as (uow, request, step):
        assert access.capacities(uow, request, step) == {C.REQUESTER}
        assert access.capacities(uow, request, None) == {C.REQUESTER, C.TEAM_MEMBER}
    with scene.rows(ENGINEER) as (uow, request, step):
        assert access.capacities(uow, request, step) == {C.HOLDER, C.TEAM_MEMBER}
        assert access.capacities(uow, request, None) == {C.TEAM_MEMBER}
    with scene.rows(LEAD) as (uow, request, step):
        assert access.capacities(uow, request, step) == {C.TEAM_MEMBER, C.TEAM_LEAD}


def test_a_refusal_names_the_holder_and_then_the_leads(scene: Scene) -> None:
    """In that order, with the verb and the roles as teams.yaml has them."""
    refused = scene.refused("finish_step")
    assert (refused.verb, refused.who) == ("finish_step", ("holder", "team_lead"))
    assert refused.people == (ENGINEER, LEAD)


def test_a_refusal_names_nobody_whose_role_would_not_do(scene: Scene) -> None:
    """Neither holder nor requester nor lead may move a deadline, so none of them is named."""
    refused = scene.refused("move_deadline")
    assert (refused.who, refused.people) == (("coordinator",), ())


def test_a_refusal_names_the_requester_where_they_may(scene: Scene) -> None:
    """On the step and on the request as a whole, where no holder and no lead can be meant."""
    assert scene.refused("chase_step").people == (REQUESTER,)
    assert scene.refused("cancel_request", on_step=False).people == (REQUESTER,)
    assert scene.refused("view_request", on_step=False).people == (REQUESTER,)


def test_a_refusal_names_each_person_once(scene: Scene) -> None:
    """A lead who holds the step is named as its holder."""
    with scene.rows(LEAD) as (_, _, step):
        step.holder_id = LEAD
    assert scene.refused("finish_step").people == (LEAD,)


def test_a_refusal_names_no_holder_where_there_is_none(scene: Scene) -> None:
    """A step that nobody has taken on names its leads alone."""
    with scene.rows(LEAD) as (_, _, step):
        step.holder_id = None
    assert scene.refused("finish_step").people == (LEAD,)


def asks(uow: UnitOfWork, request: Request, step_id: int, person: str) -> None:
    """A question about the step is out to somebody of the customer department."""
    at = {"position": 1, "ready_at": uow.now, "accepted_at": uow.now}
    visit = Step(
        request_id=request.id or 0, key=QUESTION, item=f"{step_id} {person}", team_id="customer",
        state="accepted", holder_id=person, **at,
    )  # fmt: skip
    uow.session.add(visit)
    uow.session.flush()
    said = {"question": "which?", "asked_by_id": ENGINEER, "asked_of_id": person, "asked_at": uow.now}
    uow.session.add(Exchange(step_id=step_id, question_id=visit.id or 0, **said))
    uow.session.flush()


def test_a_question_is_for_whoever_was_asked_last(scene: Scene) -> None:
    """The refusal to answer it names the requester and the person of this step's newest question."""
    with scene.rows(COORDINATOR) as (uow, request, step):
        elsewhere = uow.session.exec(
            select(Step.id).where(Step.request_id == request.id, Step.key == "data")
        ).one()
        for step_id, asked in ((step.id, "first"), (step.id, "second"), (elsewhere, "third")):
            asks(uow, request, step_id or 0, asked)
    assert scene.refused("answer_return").people == ("second", REQUESTER, "U0HEJING")
    assert scene.refused("chase_step").people == (REQUESTER,)


def test_a_refusal_without_a_request_names_roles_alone(scene: Scene) -> None:
    """Somebody of no team cannot open a request; nobody's name would help."""
    with pytest.raises(NotAllowed) as refused, scene.office.by(STRANGER) as uow:
        access.require(uow, "open_request")
    assert refused.value.people == ()
    with scene.office.by(ENGINEER) as uow:
        access.require(uow, "open_request")


def test_whoever_holds_a_part_may_see_the_whole(scene: Scene) -> None:
    """Seeing it is all that they may do to the request, and to that request alone."""
    other = scene.office.opens()
    with scene.rows(ENGINEER) as (_, _, step):
        step.holder_id = STRANGER
    with scene.office.by(STRANGER) as uow:
        assert access.request_for(uow, "view_request", scene.request).id == scene.request
        with pytest.raises(NotAllowed):
            access.request_for(uow, "view_request", other)
        with pytest.raises(NotAllowed):
            access.request_for(uow, "hand_over_step", scene.request)


@pytest.fixture
def shared(postgres_engine: Engine) -> Scene:
    """On PostgreSQL, where readers and writers do not queue by themselves."""
    return Scene(TestOffice(postgres_engine))


def test_acts_lock_the_request_and_questions_do_not(shared: Scene) -> None:
    """Two acts on one request queue; whoever only looks waits for nobody."""
    with asked_of(shared.office.office.engine) as asked, shared.office.by(ENGINEER) as uow:
        access.step_for(uow, "finish_step", shared.step, lock=False)
        access.request_for(uow, "view_request", shared.request, lock=False)
    assert not [each for each in asked if "FOR UPDATE" in each]
    for act in (
        lambda uow: access.step_for(uow, "finish_step", shared.step),
        lambda uow: access.request_for(uow, "view_request", shared.request),
    ):
        with asked_of(shared.office.office.engine) as asked, shared.office.by(ENGINEER) as uow:
            act(uow)
        assert len([each for each in asked if "FOR UPDATE" in each]) == 1


def test_an_act_sees_what_was_done_before_it_got_the_lock(shared: Scene) -> None:
    """Rows that were read earlier in the transaction are read again under the lock, and only there."""
    with shared.office.by(ENGINEER) as uow:
        request, step = access.step_for(uow, "finish_step", shared.step, lock=False)
        with shared.rows(COORDINATOR) as (_, meanwhile, its_step):
            meanwhile.site, its_step.revision = "9号楼", 77
        access.step_for(uow, "finish_step", shared.step, lock=False)
        access.request_for(uow, "view_request", shared.request, lock=False)
        assert (request.site, step.revision) != ("9号楼", 77)
        access.step_for(uow, "finish_step", shared.step)
        assert (request.site, step.revision) == ("9号楼", 77)


def test_a_request_is_read_again_under_its_lock(shared: Scene) -> None:
    """The same for acts on the request as a whole."""
    with shared.office.by(COORDINATOR) as uow:
        request = access.request_for(uow, "view_request", shared.request, lock=False)
        with shared.rows(ENGINEER) as (_, meanwhile, _):
            meanwhile.site = "9号楼"
        access.request_for(uow, "cancel_request", shared.request)
        assert request.site == "9号楼"
