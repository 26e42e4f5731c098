"""The rows behind the views of requests: all that is there, each once, in two statements."""

import pytest
from sqlalchemy import Engine

from bot.coordination.returns import answer_return, return_step
from bot.coordination.steps import accept_step
from bot.insight.rows import load_rows
from models import Pause, Request
from tests.databases import asked_of
from tests.office import TestOffice


@pytest.fixture
def branch(engine: Engine) -> TestOffice:
    """The sample branch's office on each database in turn."""
    return TestOffice(engine)


def asks(branch: TestOffice, request_id: int, question: str, answer: str | None = None) -> int:
    """Returns the request's intake with a question, perhaps has it answered, and answers the step's id."""
    step_id = branch.step(request_id, "intake").id or 0
    with branch.by("U0CHENLU") as uow:
        return_step(uow, step_id, question)
    if answer is not None:
        with branch.by("U0LINQ") as uow:
            answer_return(uow, step_id, answer)
    return step_id


def test_each_row_is_there_once_however_much_is_joined_to_it(branch: TestOffice) -> None:
    """A step with several questions and a clock with several pauses are one step and one clock."""
    first, second = branch.opens(), branch.opens()
    step_id = branch.step(first, "intake").id or 0
    with branch.by("U0CHENLU") as uow:
        accept_step(uow, step_id)
    asks(branch, first, "Which floor?", "The third.")
    asks(branch, first, "Which room?")
    with branch.by(None) as uow:
        clock = load_rows(uow.session, [first]).clocks[first, step_id]
        assert clock.id is not None
        uow.session.add(Pause(clock_id=clock.id, reason="customer_unreachable", from_at=uow.now))
    with branch.by(None) as uow, asked_of(branch.office.engine) as asked:
        rows = load_rows(uow.session, [second, first, 999])
    assert len(asked) == 2
    assert {request.id for request in rows.requests} == {first, second}
    assert len(rows.requests) == 2
    assert rows.customers == {first: "江城华美商贸有限公司", second: "江城华美商贸有限公司"}
    for request_id in (first, second):
        steps = rows.steps[request_id]
        assert len({step.id for step in steps}) == len(steps) > 0
        assert [step.position for step in steps] == sorted(step.position for step in steps)
        assert (request_id, None) in rows.clocks
    assert [each.question for each in rows.exchanges[step_id]] == ["Which floor?", "Which room?"]
    assert rows.paused == {clock.id}


def test_a_request_without_steps_and_clock_is_a_request(branch: TestOffice) -> None:
    """What is joined to a request may be missing."""
    request_id = branch.opens()
    with branch.by(None) as uow:
        bare = branch.request(request_id).model_dump(exclude={"id", "opened_with"})
        uow.session.add(Request(**bare))
    with branch.by(None) as uow:
        rows = load_rows(uow.session, [request_id + 1])
    assert [request.id for request in rows.requests] == [request_id + 1]
    assert (dict(rows.steps), rows.clocks, rows.paused) == ({}, {}, set())
