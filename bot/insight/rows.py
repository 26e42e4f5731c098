"""The rows that the views of requests are made of, read in two statements however many requests there are."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, and_, bindparam
from sqlmodel import Session, col, select

from bot.storage.statements import is_there
from models import Clock, Customer, Exchange, Pause, Request, Step

Of = tuple[int, int | None]
"""Whose clock it is: a request's id, and a step's or None."""


@dataclass
class Rows:
    """Of some requests: the customers' names by request id; each request's steps in the matrix's order; the
    clocks; the ids of those that are paused; and each step's questions, the oldest first, also by the
    visit that is the question itself."""

    requests: list[Request] = field(default_factory=list)
    customers: dict[int, str] = field(default_factory=dict)
    steps: dict[int, list[Step]] = field(default_factory=lambda: defaultdict(list))
    clocks: dict[Of, Clock] = field(default_factory=dict)
    paused: set[int] = field(default_factory=set)
    exchanges: dict[int, list[Exchange]] = field(default_factory=lambda: defaultdict(list))

    def add_request(self, request: Request, customer: str) -> None:
        self.requests.append(request)
        self.customers[request.id or 0] = customer

    def add_step(self, step: Step) -> None:
        """Keeps a step once; its rows come one after another."""
        steps = self.steps[step.request_id]
        if not steps or steps[-1] is not step:
            steps.append(step)

    def add_clock(self, clock: Clock | None, *, is_paused: bool) -> None:
        if clock is not None:
            self.clocks[clock.request_id, clock.step_id] = clock
            if is_paused:
                self.paused.add(clock.id or 0)

    def add_exchange(self, exchange: Exchange | None) -> None:
        if exchange is not None:
            self.exchanges[exchange.step_id].append(exchange)
            self.exchanges[exchange.question_id].append(exchange)


def load_rows(session: Session, ids: Sequence[int]) -> Rows:
    """The rows of these requests; those that do not exist are left out."""
    rows, of = Rows(), {"ids": ids}
    for request, customer, clock, is_paused in session.exec(_REQUESTS, params=of):
        rows.add_request(request, customer)
        rows.add_clock(clock, is_paused=is_paused)
    for step, clock, is_paused, exchange in session.exec(_STEPS, params=of):
        rows.add_step(step)
        rows.add_clock(clock, is_paused=is_paused)
        rows.add_exchange(exchange)
    return rows


def _is_paused() -> ColumnElement[bool]:
    return is_there(col(Pause.clock_id) == col(Clock.id), col(Pause.to_at).is_(None))


_IDS: BindParameter[Any] = bindparam("ids", expanding=True)
_REQUESTS = (
    select(Request, Customer.name, Clock, _is_paused())
    .join(Customer, col(Customer.id) == col(Request.customer_id))
    .outerjoin(Clock, and_(col(Clock.request_id) == col(Request.id), col(Clock.step_id).is_(None)))
    .where(col(Request.id).in_(_IDS))
)
_STEPS = (
    select(Step, Clock, _is_paused(), Exchange)
    .outerjoin(Clock, and_(col(Clock.request_id) == col(Step.request_id), col(Clock.step_id) == col(Step.id)))
    .outerjoin(Exchange, col(Exchange.step_id) == col(Step.id))
    .where(col(Step.request_id).in_(_IDS))
    .order_by(col(Step.position), col(Step.id), col(Exchange.id))
)
"""Statements are made once: every card is loaded by them, and building one costs as much as running it."""
