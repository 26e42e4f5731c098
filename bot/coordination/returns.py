"""Returning a step with a question, and answering it: nothing is guessed, no time is blamed.

The question is a visit of the person who is asked: it is on their list, has a limit and reminders, and is
what is chased, while the clock of the asking step is paused.
"""

from sqlmodel import col, select

from bot.coordination.course import require_state, steps_of
from bot.course.transitions import QUESTION
from bot.errors import Invalid, Problem
from bot.people import access, directory
from bot.storage import audit
from bot.storage.unit_of_work import UnitOfWork
from bot.timers import clocks
from models import Exchange, Request, Step
from models.enums import Measured, PauseCause, StepState

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
    """The team needs information: the step's clock is paused, and the requester is asked.

    Raises Invalid without a question, or when there is nobody but the acting person to ask.
    """
    request, step = access.step_for(uow, "return_step", step_id)
    state = require_state(request, step, "return_step")
    question = text_of("question", question)
    asked = _ask(uow, request, step)
    exchange = Exchange(
        step_id=step.id or 0,
        question_id=asked.id or 0,
        question=question,
        asked_by_id=uow.actor,
        asked_of_id=asked.holder_id or "",
        asked_at=uow.now,
    )
    uow.session.add(exchange)
    uow.session.flush()
    step.state, step.holder_id = state, step.holder_id or uow.actor
    step.revision += 1
    if clock := clocks.clock_of(uow, request, step):
        clocks.pause_clock(uow, clock, cause=PauseCause.QUESTION, reason=RETURNED, evidence=question)
    said = {"exchange": exchange.id, "question": question, "asked_of": exchange.asked_of_id}
    audit.record(uow, "step_returned", request, step, **said)
    return step


def _ask(uow: UnitOfWork, request: Request, step: Step) -> Step:
    """The question as a visit of whoever is asked, with a clock of its own."""
    asked_of, item = _whom_to_ask(uow, request), str(step.id)
    before = [each for each in steps_of(uow, request) if (each.key, each.item) == (QUESTION, item)]
    teams = directory.teams_of(uow, asked_of)
    asked = Step(
        request_id=request.id or 0,
        key=QUESTION,
        item=item,
        round=len(before) + 1,
        position=step.position,
        team_id=teams[0] if teams else uow.branch.hub.id,
        state=StepState.ACCEPTED,
        holder_id=asked_of,
        ready_at=uow.now,
        accepted_at=uow.now,
    )
    uow.session.add(asked)
    uow.session.flush()
    target = uow.rules_of(request).question_target
    clocks.start_clock(uow, request, asked, target, measures=Measured.QUESTION)
    return asked


def _whom_to_ask(uow: UnitOfWork, request: Request) -> str:
    """The requester; who asks is not asked, so then the coordinator or a lead of the support office."""
    leads = directory.leads_of(uow.session, uow.branch.hub.id)
    for person in (request.opened_by_id, request.coordinator_id, *leads):
        if person and person != uow.actor:
            return person
    raise Invalid({"question": Problem.of("nobody_to_ask")})


def open_exchange(uow: UnitOfWork, step: Step) -> Exchange | None:
    """The question that is out about the step, if any; `step` may be the question's own visit."""
    of_step = Exchange.question_id if step.key == QUESTION else Exchange.step_id
    query = select(Exchange).where(of_step == step.id, col(Exchange.answered_at).is_(None))
    return uow.session.exec(query.order_by(col(Exchange.id).desc())).first()


def awaited_visit(uow: UnitOfWork, step: Step) -> Step:
    """The visit that a step waits for: itself, or the question with which it was returned."""
    exchange = open_exchange(uow, step) if step.state == StepState.RETURNED else None
    return uow.session.get_one(Step, exchange.question_id) if exchange else step


def answer_return(uow: UnitOfWork, step_id: int, answer: str) -> Step:
    """The question about the step (or the question's own visit) is answered; returns the asking step.

    It goes back to whoever asked, and its clock runs on. Raises OutOfDate when it was answered already,
    Invalid without an answer.
    """
    request, step = access.step_for(uow, "answer_return", step_id)
    require_state(request, step, "answer_return")
    exchange = open_exchange(uow, step)
    if exchange is None:
        raise RuntimeError(f"step {step.id} is returned without a question")
    exchange.answer, exchange.answered_by_id = text_of("answer", answer), uow.actor
    exchange.answered_at = uow.now
    asking, asked = (uow.session.get_one(Step, id) for id in (exchange.step_id, exchange.question_id))
    for each in (asking, asked):
        each.state = require_state(request, each, "answer_return")
        each.revision += 1
    _settle_clocks(uow, request, asking, asked)
    said = {"exchange": exchange.id, "answer": exchange.answer, "asked_by": exchange.asked_by_id}
    said["asked_of"] = exchange.asked_of_id
    audit.record(uow, "return_answered", request, asking, **said)
    return asking


def _settle_clocks(uow: UnitOfWork, request: Request, asking: Step, asked: Step) -> None:
    """The asking step's clock runs on; the question's stops."""
    asked.done_at, asked.done_by_id = uow.now, uow.actor
    if clock := clocks.clock_of(uow, request, asked):
        clocks.stop_clock(uow, clock)
    if clock := clocks.clock_of(uow, request, asking):
        clocks.resume_clock(uow, clock, PauseCause.QUESTION)
