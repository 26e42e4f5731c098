"""Pausing a step's clock or a whole request's, for a reason that the policy knows, and letting it run on."""

from dataclasses import dataclass
from datetime import datetime

from bot.coordination import course
from bot.coordination.course import require_state
from bot.coordination.returns import text_of
from bot.errors import Invalid, OutOfDate, Problem
from bot.people import access
from bot.policy import Capacity
from bot.storage import audit
from bot.storage.unit_of_work import UnitOfWork
from bot.timers import clocks
from models import Clock, Request, Step
from models.enums import PauseCause, RequestState


@dataclass(frozen=True)
class PauseWish:
    """Why a clock shall stand still, and until when; without `expected_at`, as long as the policy allows.

    `evidence` is a text or a link; some reasons demand it.
    """

    reason: str
    evidence: str = ""
    expected_at: datetime | None = None


def pause_step(uow: UnitOfWork, step_id: int, wish: PauseWish) -> Step:
    """Pauses the step's clock. On one that is paused already it moves the expected return.

    Raises Invalid: an unknown reason, evidence that is missing, a return that is not in the future, or one
    beyond the policy's longest pause when no coordinator asks for it.
    """
    request, step = access.step_for(uow, "pause_step", step_id)
    require_state(request, step, "pause_step")
    clock = _running(uow, request, step)
    _pause(uow, request, step, clock, wish)
    return step


def pause_request(uow: UnitOfWork, request_id: int, wish: PauseWish) -> Request:
    """Pauses the customer's clock and those of all open steps; raises as `pause_step` does."""
    request = access.request_for(uow, "pause_step", request_id)
    _pause(uow, request, None, _running(uow, request, None), wish)
    for clock in _step_clocks(uow, request):
        clocks.pause_clock(uow, clock, cause=PauseCause.REQUEST, reason=wish.reason, evidence=wish.evidence)
    return request


def resume_step(uow: UnitOfWork, step_id: int) -> Step:
    """Lets the step's clock run on, also where it was paused with the request; else changes nothing."""
    request, step = access.step_for(uow, "resume_step", step_id)
    require_state(request, step, "resume_step")
    clock = _running(uow, request, step)
    for cause in (PauseCause.OWN, PauseCause.REQUEST):
        if pause := clocks.open_pause(uow, clock, cause):
            clocks.resume_clock(uow, clock, cause)
            audit.record(uow, "clock_resumed", request, step, reason=pause.reason, team=step.team_id)
    return step


def resume_request(uow: UnitOfWork, request_id: int) -> Request:
    """Lets the customer's clock run on, and what was paused with it; what else pauses a step goes on."""
    request = access.request_for(uow, "resume_step", request_id)
    own = _running(uow, request, None)
    pause = clocks.open_pause(uow, own)
    if pause is None:
        return request
    for clock in _step_clocks(uow, request):
        clocks.resume_clock(uow, clock, PauseCause.REQUEST)
    clocks.resume_clock(uow, own)
    audit.record(uow, "clock_resumed", request, reason=pause.reason)
    return request


def _pause(uow: UnitOfWork, request: Request, step: Step | None, clock: Clock, wish: PauseWish) -> None:
    pause = clocks.open_pause(uow, clock)
    expected_at, consented_by = _read(uow, request, step, wish, pause.from_at if pause else uow.now)
    if pause:
        clocks.extend_pause(uow, clock, pause, expected_at, consented_by)
    else:
        clocks.pause_clock(
            uow,
            clock,
            reason=wish.reason,
            evidence=wish.evidence.strip(),
            expected_at=expected_at,
            consented_by_id=consented_by,
        )
    audit.record(
        uow,
        "clock_paused",
        request,
        step,
        reason=wish.reason,
        evidence=wish.evidence.strip(),
        expected_at=expected_at.isoformat(),
        consented_by=consented_by,
        team=step.team_id if step else None,
    )


def _read(
    uow: UnitOfWork, request: Request, step: Step | None, wish: PauseWish, from_at: datetime
) -> tuple[datetime, str | None]:
    """The expected return, and who consented to a long one. Raises Invalid."""
    rules = uow.rules_of(request)
    known = {each.id: each for each in rules.pause_reasons}
    if wish.reason not in known:
        raise Invalid({"reason": Problem.of("unknown_choice", value=wish.reason, choices=tuple(known))})
    if known[wish.reason].evidence:
        text_of("evidence", wish.evidence)
    latest_at = rules.calendar.add(from_at, rules.pause_limit(wish.reason, request.grade))
    expected_at = wish.expected_at or latest_at
    if expected_at <= uow.now:
        raise Invalid({"expected_at": Problem.of("not_in_the_future", at=expected_at)})
    if expected_at <= latest_at:
        return expected_at, None
    if Capacity.COORDINATOR not in access.capacities(uow, request, step):
        raise Invalid({"expected_at": Problem.of("needs_consent", latest_at=latest_at)})
    return expected_at, uow.actor


def _running(uow: UnitOfWork, request: Request, step: Step | None) -> Clock:
    """The clock; raises OutOfDate when it has stopped."""
    clock = clocks.clock_of(uow, request, step)
    if clock is None or clock.stopped_at is not None or request.state != RequestState.OPEN:
        raise OutOfDate(request.label, step.state if step else request.state)
    return clock


def _step_clocks(uow: UnitOfWork, request: Request) -> list[Clock]:
    """The clocks of the request's open steps."""
    found = (clocks.clock_of(uow, request, step) for step in course.steps_of(uow, request))
    return [clock for clock in found if clock is not None and clock.stopped_at is None]
