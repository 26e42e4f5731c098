"""How many SQL statements one card costs, from the claim to the record of what became of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import Engine, event

from bot.coordination.returns import answer_return, return_step
from bot.delivery.dispatcher import Dispatcher
from bot.delivery.loading import load
from bot.delivery.queue import Action
from messages import render
from tests.delivery.desk import DeskSlack
from tests.office import TestOffice

MOST = 10
"""BEGIN and COMMIT are not counted."""
Cost = tuple[str, Action, list[str]]


class Sending:
    """An office whose notices are sent, each message with the statements that it took."""

    def __init__(self, engine: Engine) -> None:
        self.branch = TestOffice(engine)
        self.office = self.branch.office
        self.dispatcher = Dispatcher(self.office, DeskSlack(), load, render, "r1")

    def sends_all(self) -> list[Cost]:
        """Sends what is due or becomes due by the limits: kind, lane and statements of each message."""
        costs: list[Cost] = []
        while True:
            with counted(self.office.engine) as statements:
                held, next_at = self.dispatcher.take(self.branch.now)
                if held is not None:
                    self.dispatcher.deliver(held, self.branch.now)
            if held is not None:
                costs.append((held.head.kind, held.action, statements))
            elif next_at is None:
                return costs
            else:
                self.branch.now = next_at


@pytest.fixture
def sending(engine: Engine) -> Sending:
    """On each database in turn."""
    return Sending(engine)


def test_a_card_that_is_posted(sending: Sending) -> None:
    """Cards cost few statements in places that have been written to before."""
    sending.branch.opens()
    sending.sends_all()
    sending.branch.opens()
    costs = sending.sends_all()
    assert_cheap(costs, "step_card", Action.POST)
    assert_cheap(costs, "request_card", Action.POST)


def test_the_first_card_in_a_channel(sending: Sending) -> None:
    """A channel that was never written to costs no more."""
    sending.branch.opens()
    sending.sends_all()
    request_id = sending.branch.opens()
    sending.branch.finishes(request_id, "intake", "clear", by="U0CHENLU")
    assert_cheap(sending.sends_all(), "step_card", Action.POST)


def test_a_card_that_is_updated(sending: Sending) -> None:
    """A card that stands is shown again for the same price, also with a question and an answer on it."""
    branch = sending.branch
    request_id = branch.opens()
    sending.sends_all()
    step_id = branch.step(request_id, "intake").id or 0
    for question in ("Which floor?", "Which room?"):
        with branch.by("U0CHENLU") as uow:
            return_step(uow, step_id, question)
        with branch.by("U0LINQ") as uow:
            answer_return(uow, step_id, "The third.")
    costs = sending.sends_all()
    assert_cheap(costs, "step_card", Action.UPDATE)
    assert_cheap(costs, "request_card", Action.UPDATE)


def assert_cheap(costs: list[Cost], kind: str, action: Action) -> None:
    """Such cards were sent, and none took more statements than it may."""
    found = [statements for what, how, statements in costs if (what, how) == (kind, action)]
    assert found
    for statements in found:
        assert len(statements) <= MOST, "\n\n".join(statements)


@contextmanager
def counted(engine: Engine) -> Iterator[list[str]]:
    """All statements meanwhile, in order."""
    asked: list[str] = []

    def note(_conn: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if not statement.startswith("BEGIN"):
            asked.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    yield asked
    event.remove(engine, "before_cursor_execute", note)
