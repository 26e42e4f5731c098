"""Who may do what: every verb tried in every capacity, through the verbs themselves."""

import shutil
from collections.abc import Callable, Iterator
from copy import copy
from functools import cache
from pathlib import Path

import pytest
import yaml
from sqlalchemy import Engine
from sqlmodel import select

from bot.coordination import clock_verbs
from bot.coordination.chasing import chase_step
from bot.coordination.clock_verbs import PauseWish
from bot.coordination.closing import cancel_request
from bot.coordination.handover import hand_over_step
from bot.coordination.opening import OpenRequest, open_request
from bot.coordination.returns import answer_return, return_step
from bot.coordination.steps import accept_step, finish_step
from bot.course.transitions import QUESTION
from bot.errors import NotAllowed, Refusal
from bot.insight.status import status
from bot.insight.timeline import timeline
from bot.insight.worklist import team_steps
from bot.policy import Capacity, Verb
from bot.storage.database import open_engine
from bot.storage.unit_of_work import UnitOfWork
from models import Clock, Membership, Person, Request, Step
from tests.databases import copied
from tests.handlers.bench import FORM, rows_of
from tests.office import POLICIES, TestOffice

PEOPLE: dict[str, tuple[tuple[str, str], ...]] = {
    "holder": (),
    "team_member": (("transport", "member"),),
    "team_lead": (("transport", "lead"),),
    "coordinator": (("support", "member"),),
    "requester": (),
    "manager": (("managers", "manager"),),
    "stranger": (),
    "neighbour": (("switching", "member"),),
}
"""One person for each capacity alone; a stranger is in no team, a neighbour in one that has no step here."""
OF_STAFF = (Verb.OPEN_REQUEST, Verb.VIEW_STATUS)
"""Acts on no particular request: there a member of any team is `team_member`."""


class Scene:
    """A request whose transport step waits for the holder; its ids, and the office in which it stands."""

    def __init__(self, office: TestOffice) -> None:
        self.office = office
        for name, memberships in PEOPLE.items():
            with office.by(None) as uow:
                uow.session.add(Person(id=name, name=name, synced_at=uow.now))
                rows = [Membership(person_id=name, team_id=team, role=role) for team, role in memberships]
                uow.session.add_all(rows)
        self.request = office.opens()
        office.finishes(self.request, "intake", "clear", by="U0CHENLU")
        self.step = office.step(self.request, "transport").id or 0
        with office.by(None) as uow:
            self._request(uow).opened_by_id = "requester"

    def _request(self, uow: UnitOfWork) -> Request:
        return uow.session.exec(select(Request).where(Request.id == self.request)).one()

    def _step(self, uow: UnitOfWork) -> Step:
        return uow.session.exec(select(Step).where(Step.id == self.step)).one()

    def held(self) -> None:
        """The holder has accepted the step."""
        with self.office.by(None) as uow:
            step = self._step(uow)
            step.state, step.holder_id = "accepted", "holder"

    def returned(self) -> None:
        """A question about it is out, which a person of the same team has to answer."""
        self.held()
        with self.office.by("team_member") as uow:
            return_step(uow, self.step, "which floor?")
            question = uow.session.exec(select(Step).where(Step.key == QUESTION)).one()
            question.holder_id, question.team_id = "holder", "transport"

    def paused(self) -> None:
        """Its clock stands still."""
        self.held()
        with self.office.by("holder") as uow:
            clock_verbs.pause_step(uow, self.step, PauseWish("permit", "a letter"))

    def done(self) -> None:
        """It is finished."""
        self.held()
        with self.office.by("holder") as uow:
            finish_step(uow, self.step, "available", {"reserved": "port 7"})

    def ready(self) -> None:
        """Nobody has taken it on."""

    def clock(self, uow: UnitOfWork) -> int:
        """The step's clock."""
        return uow.session.exec(select(Clock.id).where(Clock.step_id == self.step)).one() or 0

    def form(self) -> dict[str, object]:
        """What a request is opened with."""
        return {**FORM, "customer": self.office.customer().id}


Act = Callable[[UnitOfWork, Scene], object]
WISH = PauseWish("permit", "a letter")
ACTS: dict[str, tuple[Verb, Callable[[Scene], None], Act]] = {
    "open": (
        Verb.OPEN_REQUEST,
        Scene.ready,
        lambda uow, of: open_request(uow, OpenRequest("resource_check", of.form())),
    ),
    "accept": (Verb.ACCEPT_STEP, Scene.ready, lambda uow, of: accept_step(uow, of.step)),
    "finish": (
        Verb.FINISH_STEP,
        Scene.held,
        lambda uow, of: finish_step(uow, of.step, "available", {"reserved": "port 7"}),
    ),
    "return": (Verb.RETURN_STEP, Scene.held, lambda uow, of: return_step(uow, of.step, "which?")),
    "answer": (Verb.ANSWER_RETURN, Scene.returned, lambda uow, of: answer_return(uow, of.step, "that")),
    "hand over": (
        Verb.HAND_OVER_STEP,
        Scene.held,
        lambda uow, of: hand_over_step(uow, of.step, reason="theirs", team_id="data"),
    ),
    "chase": (Verb.CHASE_STEP, Scene.held, lambda uow, of: chase_step(uow, of.step)),
    "cancel": (Verb.CANCEL_REQUEST, Scene.held, lambda uow, of: cancel_request(uow, of.request, "why not")),
    "pause": (Verb.PAUSE_STEP, Scene.held, lambda uow, of: clock_verbs.pause_step(uow, of.step, WISH)),
    "resume": (Verb.RESUME_STEP, Scene.paused, lambda uow, of: clock_verbs.resume_step(uow, of.step)),
    "move": (
        Verb.MOVE_DEADLINE,
        Scene.held,
        lambda uow, of: clock_verbs.move_deadline(uow, of.request, uow.now.replace(year=2027), "agreed"),
    ),
    "move a step's": (
        Verb.MOVE_DEADLINE,
        Scene.held,
        lambda uow, of: clock_verbs.move_step_deadline(uow, of.step, uow.now.replace(year=2027), "agreed"),
    ),
    "regrade": (
        Verb.REGRADE_CUSTOMER,
        Scene.held,
        lambda uow, of: clock_verbs.regrade_customer(uow, of.office.customer().id or 0, "gold"),
    ),
    "reopen": (Verb.REOPEN_STEP, Scene.done, lambda uow, of: clock_verbs.reopen_step(uow, of.step, "not so")),
    "acknowledge": (
        Verb.ACKNOWLEDGE_REMINDER,
        Scene.held,
        lambda uow, of: clock_verbs.acknowledge_reminder(uow, of.clock(uow)),
    ),
    "snooze": (
        Verb.SNOOZE_REMINDER,
        Scene.held,
        lambda uow, of: clock_verbs.snooze_reminder(uow, of.clock(uow)),
    ),
    "view": (Verb.VIEW_REQUEST, Scene.held, lambda uow, of: timeline(uow, of.request)),
    "status": (Verb.VIEW_STATUS, Scene.held, lambda uow, of: status(uow)),
    "a team's steps": (Verb.VIEW_STATUS, Scene.held, lambda uow, of: team_steps(uow, "transport")),
}


def may(person: str, verb: Verb) -> bool:
    """What teams.yaml says, read as it is written: a lead is a member too."""
    capacities = {person, "team_member"} if person == "team_lead" else {person}
    if verb in OF_STAFF and any(team != "managers" for team, _ in PEOPLE[person]):
        capacities.add("team_member")
    return not capacities.isdisjoint(permissions()[verb.value])


@cache
def permissions() -> dict[str, list[str]]:
    """The table of teams.yaml, not by our loader."""
    written = yaml.safe_load((Path(POLICIES) / "teams.yaml").read_text(encoding="utf-8"))
    found: dict[str, list[str]] = written["permissions"]
    return found


def test_every_verb_and_every_capacity_is_tried() -> None:
    """A verb or capacity that is added to the policy is tried here too."""
    assert {verb for verb, _, _ in ACTS.values()} == set(Verb)
    assert set(PEOPLE) - {"stranger", "neighbour"} == {each.value for each in Capacity}


class Stages:
    """Scenes, each prepared once in a file of its own."""

    def __init__(self, folder: Path, empty: Path) -> None:
        self._folder, self._empty = folder, empty
        self._prepared: dict[str, Scene] = {}

    def prepared(self, prepare: Callable[[Scene], None]) -> tuple[Path, Scene]:
        """The file, and what is in it."""
        file = self._folder / f"{prepare.__name__}.db"
        if prepare.__name__ not in self._prepared:
            shutil.copy(self._empty, file)
            scene = Scene(TestOffice(open_engine(f"sqlite:///{file}")))
            prepare(scene)
            scene.office.office.engine.dispose()
            self._prepared[prepare.__name__] = scene
        return file, self._prepared[prepare.__name__]


@pytest.fixture(scope="module")
def stages(tmp_path_factory: pytest.TempPathFactory, migrated_sqlite_file: Path) -> Stages:
    """Where scenes are prepared."""
    return Stages(tmp_path_factory.mktemp("stages"), migrated_sqlite_file)


@pytest.fixture
def scene(stages: Stages, one_sqlite_engine: Engine, name: str) -> Iterator[Scene]:
    """The one in which the act of this name may happen, for one test alone."""
    _, prepare, _ = ACTS[name]
    file, prepared = stages.prepared(prepare)
    with copied(file, one_sqlite_engine):
        scene = copy(prepared)
        scene.office = prepared.office.moved_to(one_sqlite_engine)
        yield scene


@pytest.mark.parametrize("person", PEOPLE)
@pytest.mark.parametrize("name", ACTS)
def test_who_may_does_and_who_may_not_changes_nothing(scene: Scene, name: str, person: str) -> None:
    """Each verb works for exactly the capacities that teams.yaml names; for all others no row changes."""
    (verb, _, act), office = ACTS[name], scene.office
    if may(person, verb):
        with office.by(person) as uow:
            act(uow, scene)
        return
    before = rows_of(office.office.engine)
    with pytest.raises(NotAllowed) as refused, office.by(person) as uow:
        act(uow, scene)
    assert isinstance(refused.value, Refusal)
    assert refused.value.who
    assert rows_of(office.office.engine) == before
