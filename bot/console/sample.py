"""The sample branch at work: what its people did, read from a file and carried out with the bot's own verbs.

It stands with the command line because only the `workspace` command needs it: the engine does not, and the
local workspace, beside whose data the file lies, imports nothing of the bot. app.py names the files.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, TypeAdapter
from sqlmodel import select

from bot.coordination.course import steps_of
from bot.coordination.handover import hand_over_step
from bot.coordination.opening import OpenRequest, open_request
from bot.coordination.returns import return_step
from bot.coordination.steps import accept_step, finish_step
from bot.customers.registry import import_customers, read_customers
from bot.storage.events import Event
from bot.storage.office import Office
from bot.storage.unit_of_work import unit_of_work
from bot.worktime import BusinessCalendar
from models import Customer, Request, Step
from models.enums import AT_WORK, RequestState

VERBS: dict[str, Callable[..., object]] = {
    "accept": accept_step,
    "return": return_step,
    "hand_over": hand_over_step,
}


class Act(BaseModel):
    """What one person did at an hour of a working day; `values` are the verb's own."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    days_ago: int
    at: time
    by: str
    verb: Literal["open", "accept", "finish", "return", "hand_over"]
    step: str = ""
    outcome: str = ""
    values: dict[str, Any] = {}


class SampleRequest(BaseModel):
    """One request's acts, the opening first; `customer` is part of the customer's name."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: str
    customer: str
    acts: list[Act]


def read_requests(file: Path) -> list[SampleRequest]:
    """The requests of a file; raises ValidationError with every place that is wrong."""
    rows = yaml.safe_load(file.read_text(encoding="utf-8"))
    return TypeAdapter(list[SampleRequest]).validate_python(rows)


@dataclass(frozen=True)
class Player:
    """Carries acts out as if they had happened at their time; never in the future."""

    office: Office
    now: datetime
    days: list[datetime]

    def play(self, request: SampleRequest) -> None:
        """The whole of one request."""
        opening, *acts = request.acts
        request_id = self._open(request, opening)
        for act in acts:
            if act.verb == "finish":
                self._finish(request_id, act)
            else:
                self._do(self._instant(act), act, request_id, VERBS[act.verb], **act.values)

    def _instant(self, act: Act) -> datetime:
        return min(datetime.combine(self.days[act.days_ago], act.at, self.days[0].tzinfo), self.now)

    def _open(self, request: SampleRequest, act: Act) -> int:
        with unit_of_work(self.office, now=self._instant(act), actor_id=act.by) as uow:
            query = select(Customer).where(Customer.name.contains(request.customer))  # type: ignore[attr-defined]
            found = uow.session.exec(query.order_by(Customer.id)).first()  # type: ignore[arg-type]
            if found is None:
                raise LookupError(f"the sample registry has no {request.customer}")
            values = {"customer": found.id, **act.values}
            return open_request(uow, OpenRequest(request.kind, values)).id or 0

    def _do(
        self, at: datetime, act: Act, request_id: int, verb: Callable[..., object], *args: Any, **kw: Any
    ) -> None:
        """One verb on one step of a request."""
        with unit_of_work(self.office, now=at, actor_id=act.by) as uow:
            query = select(Step.id).where(Step.request_id == request_id, Step.key == act.step)
            verb(uow, uow.session.exec(query).one(), *args, **kw)

    def _finish(self, request_id: int, act: Act) -> None:
        """Finishes a step that was accepted when a fifth of the time since its turn had passed."""
        finished_at = self._instant(act)
        with unit_of_work(self.office, now=finished_at, actor_id=act.by) as uow:
            query = select(Step.ready_at).where(Step.request_id == request_id, Step.key == act.step)
            ready_at = uow.session.exec(query).one() or finished_at
        self._do(ready_at + (finished_at - ready_at) / 5, act, request_id, accept_step)
        self._do(finished_at, act, request_id, finish_step, act.outcome, act.values)


def last_working_days(calendar: BusinessCalendar, now: datetime, count: int) -> list[datetime]:
    """Today (working or not) and the working days before it, the latest first, in the calendar's zone."""
    local = now.astimezone(calendar.zone)
    days, day = [local], local
    while len(days) < count:
        day -= timedelta(days=1)
        if calendar.hours_on(day.date()):
            days.append(day)
    return days


def fill(office: Office, now: datetime, customers: Path, requests: Path) -> None:
    """The sample branch's customers and requests, once; a branch that is at work already shows its cards.

    The stand-in forgets its messages when it ends: cards of what is open are posted again.
    """
    with unit_of_work(office, now=now) as uow:
        import_customers(uow, read_customers(customers))
        open_ = uow.session.exec(select(Request).where(Request.state == RequestState.OPEN)).all()
        is_new = uow.session.exec(select(Request.id)).first() is None
        for request in open_:
            for step in steps_of(uow, request):
                if step.state in AT_WORK:
                    uow.events.append(Event("cards_lost", request, step))
    if is_new:
        sample = read_requests(requests)
        furthest = max(act.days_ago for each in sample for act in each.acts)
        days = last_working_days(office.branch.office_calendar, now, furthest + 1)
        player = Player(office, now, days)
        for each in sample:
            player.play(each)
