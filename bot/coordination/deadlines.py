"""Deadlines that change by a decision: moved by hand, or another grade of the customer."""

from datetime import datetime

from sqlalchemy import func
from sqlmodel import select

from bot.coordination.course import require_state, steps_of
from bot.coordination.returns import text_of
from bot.course import Target, grade_caps, step_target, target_of
from bot.course.transitions import QUESTION
from bot.errors import Invalid, NotFound, OutOfDate, Problem
from bot.people import access
from bot.storage import audit
from bot.storage.unit_of_work import UnitOfWork
from bot.timers import clocks
from models import Clock, Customer, Request, Step
from models.enums import Grade, RequestState


def move_deadline(uow: UnitOfWork, request_id: int, due_at: datetime, reason: str) -> Request:
    """The coordinator moves the customer's deadline, on record, beside the original.

    Raises Invalid without a reason or for an instant that is not in the future, OutOfDate when it has ended.
    """
    request = access.request_for(uow, "move_deadline", request_id)
    _move(uow, request, None, due_at, reason)
    return request


def move_step_deadline(uow: UnitOfWork, step_id: int, due_at: datetime, reason: str) -> Step:
    """The same for one step's deadline."""
    request, step = access.step_for(uow, "move_deadline", step_id)
    require_state(request, step, "move_step_deadline")
    _move(uow, request, step, due_at, reason)
    return step


def _move(uow: UnitOfWork, request: Request, step: Step | None, due_at: datetime, reason: str) -> None:
    reason = text_of("reason", reason)
    if due_at <= uow.now:
        raise Invalid({"due_at": Problem.of("not_in_the_future", at=due_at)})
    clock = clocks.clock_of(uow, request, step)
    if clock is None or clock.stopped_at is not None:
        raise OutOfDate(request.label, step.state if step else request.state)
    before = clock.due_at
    clocks.move_deadline(uow, clock, due_at, reason)
    from_at = before.isoformat() if before else None
    audit.record(
        uow, "deadline_moved", request, step, reason=reason, from_at=from_at, due_at=due_at.isoformat()
    )


def regrade_customer(uow: UnitOfWork, customer_id: int, grade: str) -> Customer:
    """Gives the customer another grade [S: set together with the support office]; open requests follow it.

    Their clocks get the new grade's targets and keep what they have consumed. Raises NotFound, and Invalid
    for an unknown grade or one whose cap [S] is reached.
    """
    access.require(uow, "regrade_customer")
    customer = uow.session.get(Customer, customer_id)
    if customer is None:
        raise NotFound(str(customer_id))
    if grade not in list(Grade):
        raise Invalid({"grade": Problem.of("unknown_choice", value=grade, choices=tuple(Grade))})
    before = customer.grade
    if before == grade:
        return customer
    _within_caps(uow, grade)
    customer.grade = grade
    said = {"customer": customer.id, "from_grade": before, "grade": grade}
    query = select(Request).where(Request.customer_id == customer.id, Request.state == RequestState.OPEN)
    requests = uow.session.exec(query.with_for_update()).all()
    for request in requests:
        _regrade(uow, request, grade)
        audit.record(uow, "customer_regraded", request, None, **said)
    if not requests:
        audit.record(uow, "customer_regraded", None, None, **said)
    return customer


def _within_caps(uow: UnitOfWork, grade: str) -> None:
    """At most so many customers may hold a capped grade [S: diamond 10 %, the next cap 20 %]."""
    counts = dict(uow.session.exec(select(Customer.grade, func.count()).group_by(Customer.grade)).all())
    cap = grade_caps(uow.branch.policy, sum(counts.values())).get(Grade(grade))
    if cap is not None and counts.get(grade, 0) >= cap:
        raise Invalid({"grade": Problem.of("grade_is_full", holders=counts.get(grade, 0), cap=cap)})


def _regrade(uow: UnitOfWork, request: Request, grade: str) -> None:
    policy = uow.rules_of(request).frozen
    request.grade, request.assurance = grade, policy.assurance_of(grade, request.service)
    request.revision += 1
    target = target_of(policy, request)
    _retarget(uow, clocks.clock_of(uow, request, None), target)
    for step in steps_of(uow, request):
        if step.key == QUESTION:
            continue
        own = step_target(policy, target, request.kind, step.key)
        _retarget(uow, clocks.clock_of(uow, request, step), own)


def _retarget(uow: UnitOfWork, clock: Clock | None, target: Target) -> None:
    if clock is not None and clock.stopped_at is None:
        clocks.retarget_clock(uow, clock, target)
