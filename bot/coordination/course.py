"""Does what the interpreter of the matrix decides: makes visits, skips steps, ends the request."""

from collections.abc import Iterable

from sqlmodel import col, select

from bot.course import Place, step_target, target_of
from bot.course.transitions import QUESTION, next_state
from bot.course.visits import course_of
from bot.errors import OutOfDate
from bot.people import directory
from bot.storage import audit
from bot.storage.unit_of_work import UnitOfWork
from bot.timers import clocks
from models import Request, Step
from models.enums import AT_WORK, RequestState, StepState


def steps_of(uow: UnitOfWork, request: Request) -> list[Step]:
    """All visits of the request, questions among them, in the matrix's order and then by round."""
    query = select(Step).where(Step.request_id == request.id)
    return list(uow.session.exec(query.order_by(col(Step.position), col(Step.id))).all())


def require_state(request: Request, step: Step, act: str, *, to_team: bool = False) -> StepState:
    """The state that the act leads to; raises OutOfDate where it cannot be done (an old card, say)."""
    state = next_state(step.key, step.state, act, to_team=to_team)
    if state is None:
        raise OutOfDate(request.label, step.state, step.holder_id if step.state in AT_WORK else None)
    return state


def advance(uow: UnitOfWork, request: Request, steps: Iterable[Step] | None = None) -> None:
    """Makes the visits whose turn has come, and ends the request after the last answer.

    `steps` are all visits of the request, where they are loaded already.
    """
    steps = list(steps_of(uow, request) if steps is None else steps)
    decision = course_of(uow.rules_of(request), request, steps).decide()
    skipped = [_visit(uow, request, place, StepState.SKIPPED, steps) for place in decision.skipped]
    ready = [_visit(uow, request, place, StepState.READY, steps) for place in decision.ready]
    uow.session.flush()
    for step in skipped:
        audit.record(uow, "step_skipped", request, step)
    for step in ready:
        begin(uow, request, step, _unfinished(steps, step))
        audit.record(uow, "step_ready", request, step, team=step.team_id)
    if decision.end:
        request.outcome = decision.end.outcome
        end_request(uow, request, RequestState(decision.end.state), [*steps, *skipped, *ready])


def _visit(uow: UnitOfWork, request: Request, place: Place, state: StepState, steps: Iterable[Step]) -> Step:
    """A new visit. A step that is done again goes to the team that had it last."""
    rules = uow.rules_of(request)
    rule = rules.step(place.key)
    before = last_visit(steps, place.key)
    step = Step(
        request_id=request.id or 0,
        key=place.key,
        item=place.item,
        round=place.round,
        position=rules.kind.steps.index(rule),
        team_id=uow.branch.team_for(before.team_id if before else rule.team),
        state=state,
        ready_at=uow.now if state != StepState.SKIPPED else None,
        done_at=uow.now if state == StepState.SKIPPED else None,
    )
    uow.session.add(step)
    return step


def visit_again(uow: UnitOfWork, request: Request, place: Place, before: Step) -> Step:
    """The next visit of a step whose answer was withdrawn, with whoever had given it, if they are there."""
    step = _visit(uow, request, place, StepState.READY, [before])
    if before.holder_id and step.team_id in directory.teams_of(uow, before.holder_id):
        step.state, step.holder_id, step.accepted_at = StepState.ACCEPTED, before.holder_id, uow.now
        coordinate(uow, request, step)
    uow.session.flush()
    begin(uow, request, step, before)
    return step


def coordinate(uow: UnitOfWork, request: Request, step: Step) -> None:
    """Whoever has one of the hub's own steps, by the matrix, is the request's coordinator.

    While another team does the step somebody still has to see to the request: the coordinator stays.
    """
    hub = uow.branch.hub.id
    is_the_hubs = step.team_id == hub and uow.rules_of(request).step(step.key).team == hub
    if is_the_hubs and request.coordinator_id != step.holder_id:
        request.coordinator_id = step.holder_id
        request.revision += 1


def begin(uow: UnitOfWork, request: Request, step: Step, before: Step | None) -> None:
    """From this instant the visit's own clock runs: no team is blamed for another's delay.

    Where it goes on with the work of a visit `before`, what that had consumed stays consumed.
    """
    policy = uow.rules_of(request).frozen
    target = step_target(policy, target_of(policy, request), request.kind, step.key)
    if before is None:
        clocks.start_clock(uow, request, step, target)
    else:
        clocks.continue_clock(uow, request, step, target, before)


def last_visit(steps: Iterable[Step], key: str) -> Step | None:
    """The newest visit of the step, void or not."""
    return max((step for step in steps if step.key == key), key=lambda step: step.round, default=None)


def _unfinished(steps: Iterable[Step], step: Step) -> Step | None:
    """The visit before this one, if it became void while somebody was at work on it."""
    before = last_visit(steps, step.key)
    return before if before is not None and before.outcome is None else None


def leave(uow: UnitOfWork, request: Request, step: Step, act: str, reason: str | None = None) -> None:
    """Takes a visit out of the course (`cancel`, `void`), on record; its clock stops.

    Whoever was at work on it hears of it; a question that is out is withdrawn.
    """
    was_at_work, was_skipped = step.state in AT_WORK, step.state == StepState.SKIPPED
    step.state = require_state(request, step, act)
    step.revision += 1
    if was_at_work and act == "cancel":
        step.done_at = uow.now
    if clock := clocks.clock_of(uow, request, step):
        clocks.stop_clock(uow, clock)
    action = "question_withdrawn" if step.key == QUESTION else _LEFT[act]
    said = {"team": step.team_id, "was_at_work": was_at_work, "was_skipped": was_skipped}
    said["reason"] = reason
    audit.record(uow, action, request, step, **said)


_LEFT = {"cancel": "step_cancelled", "void": "step_voided"}


def with_questions(steps: Iterable[Step], chosen: Iterable[Step]) -> list[Step]:
    """The chosen visits, and the open questions that they wait for."""
    wanted = list(chosen)
    ids = {str(step.id) for step in wanted}
    asked = [step for step in steps if step.key == QUESTION and step.item in ids and step.state in AT_WORK]
    return [*asked, *wanted]


def end_request(
    uow: UnitOfWork,
    request: Request,
    state: RequestState,
    steps: Iterable[Step] | None = None,
    reason: str | None = None,
) -> None:
    """Ends the request: open visits are cancelled and all clocks stop."""
    if request.state != RequestState.OPEN:
        return
    request.state, request.closed_at = state, uow.now
    request.revision += 1
    steps = steps_of(uow, request) if steps is None else steps
    at_work = [step for step in steps if step.state in AT_WORK]
    for step in at_work:
        leave(uow, request, step, "cancel")
    if clock := clocks.clock_of(uow, request, None):
        clocks.stop_clock(uow, clock)
    teams = sorted({step.team_id for step in at_work if step.key != QUESTION})
    audit.record(uow, f"request_{state}", request, outcome=request.outcome, reason=reason, teams=teams)
