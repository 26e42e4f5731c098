"""A branch's office for tests of verbs: the sample policy, the sample staff's roster, some customers."""

from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from bot.coordination.opening import OpenRequest, open_request
from bot.coordination.steps import accept_step, finish_step
from bot.delivery.notices import announce
from bot.insight.views import request_view
from bot.policy import Policy, load_policy
from bot.storage.office import Office
from bot.storage.unit_of_work import UnitOfWork, unit_of_work
from models import AuditEvent, Channel, Customer, Membership, Outbox, Person, Request, Step
from workspace.config import load_config

POLICIES = Path(__file__).resolve().parent.parent / "policies"
MONDAY = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
"""Monday 2026-11-23 10:00 in Shanghai."""
ANSWERS = {
    "clear": {},
    "available": {"reserved": "OLT-3 port 7"},
    "not_available": {"missing": "no free fibre"},
    "quoted": {"cost": "12000", "working_days": "20"},
    "answered": {"summary": "all can be done"},
    "build": {},
    "decline": {"reason": "too dear"},
}


@cache
def sample_policy() -> Policy:
    """The sample branch's policy, loaded once."""
    return load_policy(POLICIES)


def add_roster(uow: UnitOfWork) -> None:
    """The sample staff as the roster would have read them from Slack."""
    config = load_config()
    for person in config.people:
        if not person.is_bot:
            language = "zh" if person.locale.startswith("zh") else "en"
            uow.session.add(Person(id=person.id, name=person.name, language=language, synced_at=uow.now))
    for group in config.groups:
        team = group.handle.removeprefix("xb-")
        role = "manager" if team == "managers" else "lead" if team.endswith("-leads") else "member"
        for person_id in group.users:
            row = Membership(person_id=person_id, team_id=team.removesuffix("-leads"), role=role)
            uow.session.add(row)
    for team in [*sample_policy().teams.values()]:
        place = next(each for each in config.channels if each.name == team.channel)
        uow.session.add(Channel(team_id=team.id, channel_id=place.id))
    managers = next(each for each in config.channels if each.name == sample_policy().managers.channel)
    uow.session.add(Channel(team_id="managers", channel_id=managers.id))


CUSTOMERS = (
    ("E1001", "江城华美商贸有限公司", "bronze"),
    ("E1002", "江城市第一人民医院", "key"),
    ("E1003", "江城远航物流股份有限公司", "diamond"),
    ("E1004", "明天科技有限公司", "gold"),
    ("E1005", "Huamei Trading Co., Ltd.", "silver"),
)


class TestOffice:
    """An office with its own clock; people act in it by the verbs."""

    __test__ = False

    def __init__(self, engine: Engine) -> None:
        self.office = Office(engine=engine, policy=sample_policy(), announce=announce)
        self.now = MONDAY
        with self.by(None) as uow:
            add_roster(uow)
            for code, name, grade in CUSTOMERS:
                row = Customer(code=code, name=name, city="江城", grade=grade, registered_at=self.now)
                uow.session.add(row)

    def moved_to(self, engine: Engine) -> "TestOffice":
        """This office on a copy of its database."""
        moved = copy(self)
        moved.office = Office(engine=engine, policy=sample_policy(), announce=announce)
        return moved

    @contextmanager
    def by(self, person: str | None) -> Iterator[UnitOfWork]:
        """A transaction by that person."""
        with unit_of_work(self.office, now=self.now, actor_id=person) as uow:
            yield uow

    def passes(self, **amount: int) -> None:
        """Time goes by on the clock."""
        self.now += timedelta(**amount)

    def customer(self, code: str = "E1001") -> Customer:
        with self.by(None) as uow:
            return uow.session.exec(select(Customer).where(Customer.code == code)).one()

    def opens(self, kind: str = "resource_check", *, by: str = "U0LINQ", **values: object) -> int:
        """Opens a request and answers its id."""
        filled = {
            "customer": self.customer().id,
            "service": "internet_line",
            "access_points": "1",
            "site": "8号楼",
            "description": "需要一条专线",
            **values,
        }
        with self.by(by) as uow:
            return open_request(uow, OpenRequest(kind, filled)).id or 0

    def request(self, request_id: int) -> Request:
        with self.by(None) as uow:
            return uow.session.exec(select(Request).where(Request.id == request_id)).one()

    def step(self, request_id: int, key: str) -> Step:
        """The newest visit of that step."""
        with self.by(None) as uow:
            query = select(Step).where(Step.request_id == request_id, Step.key == key)
            return max(uow.session.exec(query), key=lambda step: step.round)

    def states(self, request_id: int) -> dict[str, str]:
        """Every step's state by its key: of several visits the newest, `waiting` where there is none yet."""
        with self.by(None) as uow:
            return {step.key: step.state for step in request_view(uow, request_id).steps}

    def finishes(self, request_id: int, key: str, outcome: str, *, by: str, **values: object) -> None:
        """Accepts (if nobody has) and finishes a step."""
        step = self.step(request_id, key)
        if step.state == "ready":
            with self.by(by) as uow:
                accept_step(uow, step.id or 0)
        with self.by(by) as uow:
            finish_step(uow, step.id or 0, outcome, {**ANSWERS.get(outcome, {}), **values})

    def notices(self, *, kind: str | None = None) -> list[Outbox]:
        with self.by(None) as uow:
            rows = uow.session.exec(select(Outbox).order_by(Outbox.id)).all()  # type: ignore[arg-type]
            return [row for row in rows if kind is None or row.kind == kind]

    def actions(self, request_id: int) -> list[str]:
        """The audit trail's actions."""
        with self.by(None) as uow:
            query = select(AuditEvent).where(AuditEvent.request_id == request_id)
            return [row.action for row in uow.session.exec(query.order_by(AuditEvent.id)).all()]  # type: ignore[arg-type]


@pytest.fixture
def office(sqlite_engine: Engine) -> TestOffice:
    """The sample branch's office on a fresh SQLite database, Monday 10:00."""
    return TestOffice(sqlite_engine)
