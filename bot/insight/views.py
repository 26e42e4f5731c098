"""Builds the view-models of requests and steps, many at once with a fixed number of queries."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from bot.course import Graph, Values, graph_of
from bot.errors import NotFound
from bot.insight.rows import Rows, load_rows
from bot.insight.values import exchange_view, lines
from bot.policy import Policy, Text
from bot.unit_of_work import UnitOfWork
from bot.views import RequestView, StepCard, StepView
from bot.worktime import format_amount
from models import Clock, Request, Step
from models.enums import RequestState, StepState

ACTIONS = {
    StepState.READY: ("accept_step", "return_step", "hand_over_step"),
    StepState.ACCEPTED: ("finish_step", "return_step", "hand_over_step"),
    StepState.RETURNED: ("answer_return",),
}


def request_views(uow: UnitOfWork, ids: Sequence[int]) -> tuple[RequestView, ...]:
    """The views of these requests, in this order; ids that do not exist are left out."""
    facts = load_rows(uow.session, ids)
    views = {}
    for request in facts.requests:
        policy = uow.policy_of(request)
        views[request.id] = _request_view(policy, facts, request, uow.now)
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


def _request_view(policy: Policy, facts: Rows, request: Request, now: datetime) -> RequestView:
    kind = policy.kinds[request.kind]
    id = request.id or 0
    clock = facts.clocks.get((id, None))
    steps = facts.steps[id]
    graph = graph_of(kind, Values(request.service))
    return RequestView(
        id=id,
        label=request.label,
        kind=request.kind,
        kind_name=kind.name,
        stage=request.stage,
        state=request.state,
        outcome=_request_outcome(policy, request, steps),
        customer=facts.customers[id],
        grade=request.grade,
        service=policy.services[request.service].name,
        assurance=request.assurance,
        access_points=request.access_points,
        site=request.site,
        description=request.description,
        details=lines(kind.fields, request.details),
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
        target_text=limit_text(policy, clock),
        steps=tuple(_step_view(policy, facts, graph, request, step, now) for step in steps),
        is_paused=_is_paused(facts, clock),
        more=_more_of_request(request, _is_paused(facts, clock)),
    )


def _step_view(
    policy: Policy, facts: Rows, graph: Graph, request: Request, step: Step, now: datetime
) -> StepView:
    kind = policy.kinds[request.kind]
    rule = kind.step(step.key)
    siblings = {each.key: each for each in facts.steps[request.id or 0]}
    clock = facts.clocks.get((request.id or 0, step.id))
    waits_for = graph.nodes[step.key].needs if step.state == StepState.WAITING else ()
    outcome = rule.outcome(step.outcome) if step.outcome else None
    return StepView(
        id=step.id or 0,
        request_id=step.request_id,
        label=request.label,
        key=step.key,
        name=rule.name,
        asks=rule.asks,
        team_id=step.team_id,
        team=policy.teams[step.team_id].name,
        state=step.state,
        holder_id=step.holder_id,
        outcome=outcome.name if outcome else None,
        answers=lines(outcome.fields, step.answer) if outcome else (),
        waits_for=tuple(kind.step(key).name for key in waits_for if siblings[key].done_at is None),
        ready_at=step.ready_at,
        done_at=step.done_at,
        done_by_id=step.done_by_id,
        due_at=clock.due_at if clock else None,
        is_overdue=is_overdue(clock, now),
        is_provisional=bool(clock and clock.is_provisional),
        is_paused=_is_paused(facts, clock),
        limit_text=limit_text(policy, clock),
        exchanges=tuple(exchange_view(row) for row in facts.exchanges[step.id or 0]),
        actions=ACTIONS.get(StepState(step.state), ()) if request.state == RequestState.OPEN else (),
        revision=step.revision,
        more=_more_of_step(request, step, _is_paused(facts, clock)),
        follows=graph.before(step.key),
    )


def _is_paused(facts: Rows, clock: Clock | None) -> bool:
    return bool(clock and clock.stopped_at is None and clock.id in facts.paused)


def _more_of_request(request: Request, is_paused: bool) -> tuple[str, ...]:
    if request.state != RequestState.OPEN:
        return ()
    return ("move_deadline", *(["resume_request"] if is_paused else []), "pause_request", "regrade_customer")


def _more_of_step(request: Request, step: Step, is_paused: bool) -> tuple[str, ...]:
    if request.state == RequestState.CANCELLED:
        return ()
    if step.state == StepState.DONE:
        return ("reopen_step",)
    if step.state in (StepState.READY, StepState.ACCEPTED):
        return (
            ("resume_step", "pause_step", "move_step_deadline")
            if is_paused
            else ("pause_step", "move_step_deadline")
        )
    return ()


def _request_outcome(policy: Policy, request: Request, steps: Iterable[Step]) -> Text | None:
    """The name of the outcome that ended the request, or of the matrix's last that was done."""
    kind = policy.kinds[request.kind]
    done = [step for step in steps if step.state == StepState.DONE and step.outcome]
    ending = [step for step in done if step.outcome == request.outcome] or done
    if request.state == RequestState.OPEN or not ending:
        return None
    last = max(ending, key=lambda step: step.position)  # by time it might be one that was done again
    return kind.step(last.key).outcome(last.outcome or "").name


def is_overdue(clock: Clock | None, now: datetime) -> bool:
    """Whether a clock that still runs has come to its deadline, or one that stopped had passed it."""
    if clock is None or clock.due_at is None:
        return False
    return clock.stopped_at > clock.due_at if clock.stopped_at else now >= clock.due_at


def limit_text(policy: Policy, clock: Clock | None) -> str:
    """A clock's target as people write it: `6.5d`, `3h`."""
    if clock is None:
        return ""
    return format_amount(timedelta(seconds=clock.target_seconds), policy.calendars[clock.calendar])
