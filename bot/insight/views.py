"""Builds the view-models of requests and steps, many at once with a fixed number of queries."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.course import Course
from bot.course.rules import RequestRules
from bot.course.transitions import CARD, DETAILS, QUESTION, offered, offered_for_request
from bot.course.visits import course_of, is_open_question
from bot.errors import NotFound
from bot.insight.rows import Rows, load_rows
from bot.insight.values import exchange_view, lines
from bot.policy import StepRule, Text
from bot.storage.unit_of_work import UnitOfWork
from bot.views import RequestView, StepCard, StepView
from bot.worktime import format_amount
from models import Clock, Request, Step
from models.enums import RequestState, StepState


def request_views(uow: UnitOfWork, ids: Sequence[int]) -> tuple[RequestView, ...]:
    """The views of these requests, in this order; ids that do not exist are left out."""
    facts = load_rows(uow.session, ids)
    views = {}
    for request in facts.requests:
        views[request.id] = _request_view(uow.rules_of(request), facts, request, uow.now)
    return tuple(views[id] for id in ids if id in views)


def request_view(uow: UnitOfWork, request_id: int) -> RequestView:
    """The view of one request; raises NotFound."""
    found = request_views(uow, [request_id])
    if not found:
        raise NotFound(f"XB-{request_id}")
    return found[0]


def step_card(uow: UnitOfWork, step_id: int) -> StepCard:
    """The view of one step with its request's facts; raises NotFound."""
    step = uow.session.get(Step, step_id)
    if step is None:
        raise NotFound(f"#{step_id}")
    view = request_view(uow, step.request_id)
    return StepCard(request=view, step=view.step(step_id))


def _request_view(rules: RequestRules, facts: Rows, request: Request, now: datetime) -> RequestView:
    id = request.id or 0
    clock, rows = facts.clocks.get((id, None)), facts.steps[id]
    is_paused = _is_paused(facts, clock)
    questions = (row for row in rows if is_open_question(row))
    return RequestView(
        id=id,
        label=request.label,
        kind=request.kind,
        kind_name=rules.kind.name,
        stage=request.stage,
        state=request.state,
        outcome=_request_outcome(rules, request, rows),
        customer=facts.customers[id],
        grade=request.grade,
        service=rules.service_name(request.service),
        assurance=request.assurance,
        access_points=request.access_points,
        reach=request.reach,
        site=request.site,
        description=request.description,
        details=lines(rules.kind.fields, request.details),
        wished_at=request.wished_at,
        source_url=request.source_url,
        opened_by_id=request.opened_by_id,
        opened_at=request.opened_at,
        coordinator_id=request.coordinator_id,
        closed_at=request.closed_at,
        due_at=clock.due_at if clock else None,
        original_due_at=clock.original_due_at if clock else None,
        is_overdue=is_overdue(clock, now),
        is_provisional=bool(clock and clock.is_provisional),
        is_at_risk=bool(clock and clock.is_at_risk and request.state == RequestState.OPEN),
        target_text=limit_text(rules, clock),
        steps=tuple(_step_views(rules, facts, request, now)),
        questions=tuple(_visit_view(rules, facts, request, row, now) for row in questions),
        is_paused=is_paused,
        more=offered_for_request(request.state, is_paused=is_paused),
    )


def _step_views(rules: RequestRules, facts: Rows, request: Request, now: datetime) -> Iterator[StepView]:
    """Every visit in the matrix's order, and in its place each step that has yet to be visited."""
    rows = facts.steps[request.id or 0]
    course = course_of(rules, request, rows)
    for node in course.graph:
        for row in rows:
            if row.key == node.key and not _is_void_and_was_skipped(row):
                view = _visit_view(rules, facts, request, row, now)
                yield replace(view, follows=course.graph.before(node.key))
        if node.key not in course.holding:
            yield _planned_view(rules, course, node.rule, request)


def _is_void_and_was_skipped(row: Step) -> bool:
    """Nobody ever worked on it, so there is nothing to show."""
    return row.state == StepState.VOID and row.ready_at is None


def _planned_view(rules: RequestRules, course: Course, rule: StepRule, request: Request) -> StepView:
    """A step whose turn has not come; when the request has ended, it will not come any more."""
    state = StepState.WAITING if request.state == RequestState.OPEN else StepState.CANCELLED
    return StepView(
        id=0,
        request_id=request.id or 0,
        label=request.label,
        key=rule.key,
        name=rule.name,
        asks=rule.asks,
        team_id=rule.team,
        team=rules.team_name(rule.team),
        state=state,
        waits_for=tuple(rules.step_name(key) for key in course.waits_for(rule.key)),
        follows=course.graph.before(rule.key),
    )


def _visit_view(rules: RequestRules, facts: Rows, request: Request, step: Step, now: datetime) -> StepView:
    """A visit as it stands; one that is a question asks what was asked."""
    rule = {each.key: each for each in rules.kind.steps}.get(step.key)
    clock = facts.clocks.get((request.id or 0, step.id))
    is_paused = _is_paused(facts, clock)
    outcome = rule.outcome(step.outcome) if rule and step.outcome else None
    exchanges = tuple(exchange_view(row) for row in facts.exchanges[step.id or 0])
    question = _question_about(facts, step)
    asked_clock = facts.clocks.get((step.request_id, question.id)) if question else None
    asked = exchanges[-1].question if exchanges else ""
    return StepView(
        id=step.id or 0,
        request_id=step.request_id,
        label=request.label,
        key=step.key,
        name=_name(rules, facts, step),
        asks=rule.asks if rule else Text(zh=asked or "?", en=asked or "?"),
        team_id=step.team_id,
        team=rules.team_name(step.team_id),
        state=step.state,
        holder_id=step.holder_id,
        outcome=outcome.name if outcome else None,
        answers=lines(outcome.fields, step.answer) if outcome else (),
        ready_at=step.ready_at,
        done_at=step.done_at,
        done_by_id=step.done_by_id,
        due_at=clock.due_at if clock else None,
        is_overdue=is_overdue(clock, now),
        is_provisional=bool(clock and clock.is_provisional),
        is_paused=is_paused,
        limit_text=limit_text(rules, clock),
        exchanges=exchanges,
        actions=offered(step.key, step.state, CARD) if request.state == RequestState.OPEN else (),
        revision=step.revision,
        more=_more_of_step(request, step, is_paused),
        asked_id=question.holder_id if question else None,
        asked_until=asked_clock.due_at if asked_clock else None,
    )


def _name(rules: RequestRules, facts: Rows, step: Step) -> Text:
    """The step's name; a question's with that of the step that waits for its answer."""
    own = rules.step_name(step.key)
    asking = next((row for row in facts.steps[step.request_id] if str(row.id) == step.item), None)
    if step.key != QUESTION or asking is None:
        return own
    about = rules.step_name(asking.key)
    return Text(zh=f"{own.zh}（{about.zh}）", en=f"{own.en} ({about.en})")


def _question_about(facts: Rows, step: Step) -> Step | None:
    """The question's visit that a returned step waits for."""
    if step.state != StepState.RETURNED:
        return None
    rows = facts.steps[step.request_id]
    return next((row for row in rows if is_open_question(row) and row.item == str(step.id)), None)


def _is_paused(facts: Rows, clock: Clock | None) -> bool:
    return bool(clock and clock.stopped_at is None and clock.id in facts.paused)


def _more_of_step(request: Request, step: Step, is_paused: bool) -> tuple[str, ...]:
    if request.state == RequestState.CANCELLED:
        return ()
    return offered(step.key, step.state, DETAILS, is_paused=is_paused)


def _request_outcome(rules: RequestRules, request: Request, steps: Iterable[Step]) -> Text | None:
    """The name of the outcome that ended the request."""
    said = [step for step in steps if step.state == StepState.DONE and step.outcome == request.outcome]
    if request.state == RequestState.OPEN or request.outcome is None or not said:
        return None
    last = max(said, key=lambda step: step.position)  # by time it might be one that was done again
    return rules.step(last.key).outcome(request.outcome).name


def is_overdue(clock: Clock | None, now: datetime) -> bool:
    """Whether a clock that still runs has come to its deadline, or one that stopped had passed it."""
    if clock is None or clock.due_at is None:
        return False
    return clock.stopped_at > clock.due_at if clock.stopped_at else now >= clock.due_at


def limit_text(rules: RequestRules, clock: Clock | None) -> str:
    """A clock's target as people write it: `6.5d`, `3h`."""
    if clock is None:
        return ""
    return format_amount(timedelta(seconds=clock.target_seconds), rules.frozen.calendars[clock.calendar])
