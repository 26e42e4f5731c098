"""Looks again before sending: loads what a notice shows from the state of that moment, or finds it moot."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from bot.course.rules import RequestRules
from bot.insight.values import exchange_view
from bot.insight.views import request_view
from bot.storage.unit_of_work import UnitOfWork
from bot.timers.clock_facts import timeline_of_clock
from bot.views import Notice, Reminder, RequestView, StepCard, StepView
from models import Clock, Exchange, Firing, Outbox, Pause, Request
from models.enums import AT_WORK, RequestState, StepState

Loader = Callable[[UnitOfWork, Outbox, RequestView, StepView | None], object | None]


def load(uow: UnitOfWork, row: Outbox) -> object | None:
    """The view-model that `row` is rendered from now; None when nobody needs to hear it any more."""
    if row.request_id is None:
        at = datetime.fromisoformat(row.params["at"]) if "at" in row.params else row.created_at
        return Notice(request=None, words=str(row.params.get("words", "")), at=at)
    request = request_view(uow, row.request_id)
    step = _step(uow, request, row.step_id)
    return LOADERS.get(row.kind, _notice)(uow, row, request, step)


def _step(uow: UnitOfWork, request: RequestView, step_id: int | None) -> StepView | None:
    """The visit that the notice is about; a question that was answered has none any more."""
    known = (step for step in (*request.steps, *request.questions) if step.id == step_id)
    return next(known, None) if step_id is not None else None


def _step_card(uow: UnitOfWork, row: Outbox, request: RequestView, step: StepView | None) -> object | None:
    if step is None:
        return None
    if row.params.get("team", step.team_id) != step.team_id:
        return StepCard(request, replace(step, actions=()), is_elsewhere=True)
    return StepCard(request, step)


def _request(uow: UnitOfWork, row: Outbox, request: RequestView, step: StepView | None) -> object | None:
    return request


def _notice(uow: UnitOfWork, row: Outbox, request: RequestView, step: StepView | None) -> Notice:
    words, by = row.params.get("words", ""), row.params.get("by")
    return Notice(request=request, step=step, actor_id=by, words=words, at=row.created_at)


def _question(uow: UnitOfWork, row: Outbox, request: RequestView, step: StepView | None) -> object | None:
    """A question that has been answered is not asked; an answer is told whatever came after."""
    exchange = uow.session.get(Exchange, row.params["exchange"])
    if exchange is None or (row.kind == "step_returned" and exchange.answered_at is not None):
        return None
    if row.kind == "step_returned" and (step is None or step.state != StepState.RETURNED):
        return None
    return replace(_notice(uow, row, request, step), exchange=exchange_view(exchange))


def _while_theirs(uow: UnitOfWork, row: Outbox, request: RequestView, step: StepView | None) -> object | None:
    """For the step's holder: None once somebody else holds it or it is done."""
    if step is None or step.state not in AT_WORK or step.holder_id != row.params.get("holder"):
        return None
    return _notice(uow, row, request, step)


def _while_open(uow: UnitOfWork, row: Outbox, request: RequestView, step: StepView | None) -> object | None:
    if request.state != RequestState.OPEN or (row.kind == "at_risk") != request.is_at_risk:
        return None
    if row.kind == "at_risk" and request.is_overdue:
        return None  # held over a night it has become late, and that is told already
    return _notice(uow, row, request, step)


def _pause(uow: UnitOfWork, row: Outbox, request: RequestView, step: StepView | None) -> object | None:
    pause = uow.session.get(Pause, row.params["pause"])
    if pause is None or pause.to_at is not None:
        return None
    reason = _rules(uow, request.id).reason_name(pause.reason)
    return replace(_notice(uow, row, request, step), reason=reason)


def _reminder(uow: UnitOfWork, row: Outbox, request: RequestView, step: StepView | None) -> object | None:
    """None when the clock has stopped, was moved or re-opened since, or somebody else holds the step."""
    firing = uow.session.get(Firing, row.params["firing"])
    clock = uow.session.get(Clock, firing.clock_id) if firing else None
    if firing is None or clock is None or clock.stopped_at is not None or clock.epoch != firing.epoch:
        return None
    if clock.due_at is None or (clock.step_id is not None and step is None):
        return None
    is_holders = row.params["audience"] == "holder" and row.destination.startswith("person:")
    holder = step.holder_id if step else request.coordinator_id
    if is_holders and row.destination != f"person:{holder}":
        return None
    levels = _rules(uow, clock.request_id).thresholds(clock.measures)
    level = next((each for each in levels if each.key == firing.threshold), None)
    if level is None:
        return None
    return Reminder(
        request=request,
        step=step,
        level=level.key,
        level_name=level.name,
        audience=row.params["audience"],
        due_at=clock.due_at,
        consumed_percent=consumed_percent(uow, clock),
        clock_id=clock.id or 0,
        can_acknowledge=level.acknowledgeable and clock.acknowledged_level != level.key,
    )


def _rules(uow: UnitOfWork, request_id: int) -> RequestRules:
    return uow.rules_of(uow.session.get_one(Request, request_id))


def consumed_percent(uow: UnitOfWork, clock: Clock) -> int:
    """How much of the clock's time has been consumed by now, in percent of working time."""
    course = timeline_of_clock(uow, clock)
    return int(course.consumed(uow.now) * 100 / course.whole) if course.whole else 100


LOADERS: dict[str, Loader] = {
    "step_card": _step_card,
    "request_card": _request,
    "hub_card": _request,
    "step_returned": _question,
    "return_answered": _question,
    "question_settled": _question,
    "step_handed_over": _while_theirs,
    "step_chased": _while_theirs,
    "step_reopened": _while_theirs,
    "at_risk": _while_open,
    "recovered": _while_open,
    "pause_expired": _pause,
    "reminder": _reminder,
}
