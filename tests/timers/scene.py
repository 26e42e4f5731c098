"""A branch with one customer, and requests made straight from rows: what clocks and sweeps are tried on."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from itertools import count
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import Engine

from bot.coordination.course import steps_of
from bot.course import step_target, target_of
from bot.policy import Policy, load_policy
from bot.storage.office import Office
from bot.storage.unit_of_work import UnitOfWork, unit_of_work
from bot.timers import clocks
from models import Clock, Customer, Request, Step
from models.enums import StepState

BRANCH = ZoneInfo("Asia/Shanghai")
POLICIES = Path(__file__).resolve().parents[2] / "policies"


CODES = count(1)
"""Of customers: no two have the same."""


@cache
def policy() -> Policy:
    """The sample branch's policy."""
    return load_policy(POLICIES)


def at(text: str) -> datetime:
    """An instant from the branch's wall clock: `2026-11-23 10:00`."""
    return datetime.fromisoformat(text).replace(tzinfo=BRANCH)


def open_office(engine: Engine) -> Office:
    """The sample branch on that database."""
    return Office(engine=engine, policy=policy())


_SAID = {
    "pause_expired": lambda key, data: f"{key or 'request'} back? {data['reason']}",
    "request_at_risk": lambda key, data: f"at risk by {key or 'nobody'}",
    "request_recovered": lambda key, data: "recovered",
}


@dataclass
class Heard:
    """Listens to what units of work record, in place of the outbox, and keeps it as short words."""

    words: list[str] = field(default_factory=list)

    def __call__(self, uow: UnitOfWork) -> None:
        for each in uow.crossed:
            about = uow.session.get_one(Step, each.step_id).key if each.step_id else "request"
            self.words.append(f"XB-{each.request_id} {about} {each.threshold.key} {each.turn}")
        for event in uow.events:
            if (said := _SAID.get(event.action)) is not None:
                label, key = event.request.label, event.step.key if event.step else None
                self.words.append(f"{label} {said(key, event.data)}")

    def taken(self) -> list[str]:
        """What was heard since the last call."""
        words, self.words = self.words, []
        return words


def add_request(uow: UnitOfWork, *, kind: str = "resource_check", grade: str = "bronze") -> Request:
    """A request of `kind` for a data line, its own clock running, no step begun."""
    customer = Customer(code=f"C{next(CODES)}", name="华创", grade=grade, registered_at=uow.now)
    uow.session.add(customer)
    uow.session.flush()
    request = Request(
        kind=kind,
        stage=policy().kinds[kind].stage,
        customer_id=customer.id or 0,
        grade=grade,
        service="data_line",
        assurance=policy().assurance_of(grade, "data_line"),
        opened_by_id="U0MINA",
        opened_at=uow.now,
        policy_version=uow.office.freeze_policy(uow.session, uow.now),
    )
    uow.session.add(request)
    uow.session.flush()
    clocks.start_clock(uow, request, None, target_of(policy(), request))
    return request


def begin_step(uow: UnitOfWork, request: Request, step: Step) -> Clock:
    """Starts the clock of a step that is ready."""
    target = step_target(policy(), target_of(policy(), request), request.kind, step.key)
    return clocks.start_clock(uow, request, step, target)


def open_step(office: Office, now: datetime, *, hours: float | None = None, grade: str = "bronze") -> int:
    """A request whose first step is ready; answers the id of the step's clock (with `hours` of target)."""
    with unit_of_work(office, now=now, actor_id="U0MINA") as uow:
        request = add_request(uow, grade=grade)
        step = first_step(uow, request)
        clock = begin_step(uow, request, step)
        if hours is not None:
            clock.target_seconds = int(timedelta(hours=hours).total_seconds())
            clocks.rearm(uow, clock)
        return clock.id or 0


def first_step(uow: UnitOfWork, request: Request) -> Step:
    """The request's first visit; it is made when it is not there yet."""
    if steps := steps_of(uow, request):
        return steps[0]
    rule = policy().kinds[request.kind].steps[0]
    step = Step(
        request_id=request.id or 0,
        key=rule.key,
        position=0,
        team_id=rule.team,
        state=StepState.READY,
        ready_at=uow.now,
    )
    uow.session.add(step)
    uow.session.flush()
    return step
