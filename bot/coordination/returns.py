"""Returning a step to the asker with a question, and answering it: nothing is guessed, no time is blamed."""

from sqlmodel import col, select

from bot import access, audit
from bot.coordination.steps import expect
from bot.delivery import notices
from bot.errors import Invalid, Problem
from bot.timers import clocks
from bot.unit_of_work import UnitOfWork
from models import Exchange, Request, Step
from models.enums import StepState

RETURNED = "returned"
"""The pause reason while a question is out."""


def text_of(field: str, text: str, *, longest: int = 2_000) -> str:
    """A text that somebody had to type; raises Invalid at `field` when there is none or too much."""
    text = text.strip()
    if not text:
        raise Invalid({field: Problem.of("required")})
    if len(text) > longest:
        raise Invalid({field: Problem.of("too_long", maximum=longest, length=len(text))})
    return text


def return_step(uow: UnitOfWork, step_id: int, question: str) -> Step:
    """The team needs information: the step waits, its clock stands still, the requester is asked."""
    request, step = access.step_for(uow, "return_step", step_id)
    expect(request, step, StepState.READY, StepState.ACCEPTED)
    question = text_of("question", question)
    exchange = Exchange(
        step_id=step.id or 0,
        question=question,
        asked_by_id=uow.actor,
        asked_of_id=request.opened_by_id,
        asked_at=uow.now,
    )
    uow.session.add(exchange)
    uow.session.flush()
    step.state, step.holder_id = StepState.RETURNED, step.holder_id or uow.actor
    step.revision += 1
    if clock := clocks.clock_of(uow, request, step):
        clocks.pause_clock(uow, clock, reason=RETURNED, evidence=question)
    audit.record(uow, "step_returned", request, step, exchange=exchange.id, question=question)
    notices.step_changed(uow, request, step)
    notices.step_returned(uow, request, step, exchange)
    return step


def open_exchange(uow: UnitOfWork, step: Step) -> Exchange | None:
    """The question that is out, if any."""
    query = select(Exchange).where(Exchange.step_id == step.id, col(Exchange.answered_at).is_(None))
    return uow.session.exec(query.order_by(col(Exchange.id).desc())).first()


def answer_return(uow: UnitOfWork, step_id: int, answer: str) -> Step:
    """The asker answers: the step goes back into the hands that it came from and its clock runs on."""
    request, step = access.step_for(uow, "answer_return", step_id)
    expect(request, step, StepState.RETURNED)
    exchange = open_exchange(uow, step)
    if exchange is None:
        raise RuntimeError(f"step {step.id} is returned without a question")
    exchange.answer, exchange.answered_by_id = text_of("answer", answer), uow.actor
    exchange.answered_at = uow.now
    _take_up_again(uow, request, step)
    audit.record(uow, "return_answered", request, step, exchange=exchange.id, answer=exchange.answer)
    notices.step_changed(uow, request, step)
    notices.return_answered(uow, request, step, exchange)
    return step


def _take_up_again(uow: UnitOfWork, request: Request, step: Step) -> None:
    step.state = StepState.ACCEPTED if step.holder_id else StepState.READY
    step.revision += 1
    if clock := clocks.clock_of(uow, request, step):
        clocks.resume_clock(uow, clock)
