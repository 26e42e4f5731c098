"""Handing a step over (转派) and chasing it (催办)."""

from datetime import datetime, timedelta

from bot import access, audit, directory
from bot.coordination.returns import text_of
from bot.coordination.steps import expect
from bot.delivery import notices
from bot.errors import Invalid, Problem, TooSoon
from bot.timers import clocks
from bot.unit_of_work import UnitOfWork
from bot.worktime import parse_amount
from models import Request, Step
from models.enums import AT_WORK, StepState


def hand_over_step(
    uow: UnitOfWork, step_id: int, *, reason: str, person_id: str | None = None, team_id: str | None = None
) -> Step:
    """Hands the step to a colleague (any member of a team: it becomes that team's) or to another team.

    What the clock has consumed stays consumed. Raises Invalid when neither or both are named, when the
    colleague is in no team, or when the step is already there.
    """
    request, step = access.step_for(uow, "hand_over_step", step_id)
    expect(request, step, StepState.READY, StepState.ACCEPTED)
    reason = text_of("reason", reason)
    to_team = _team_for(uow, step, person_id, team_id)
    data = {"from_team": step.team_id, "from_person": step.holder_id, "team": to_team, "person": person_id}
    from_team = step.team_id
    step.team_id, step.holder_id = to_team, person_id
    step.state = StepState.ACCEPTED if person_id else StepState.READY
    step.accepted_at = uow.now if person_id else None
    step.revision += 1
    clocks.hand_clock_over(uow, request, step)
    audit.record(uow, "step_handed_over", request, step, reason=reason, **data)
    notices.step_handed_over(uow, request, step, from_team=from_team, reason=reason)
    return step


def _team_for(uow: UnitOfWork, step: Step, person_id: str | None, team_id: str | None) -> str:
    teams = uow.office.policy.teams
    if bool(person_id) == bool(team_id):
        raise Invalid({"person": Problem.of("person_or_team")})
    if team_id is not None:
        if team_id not in teams:
            raise Invalid({"team": Problem.of("unknown_choice", value=team_id, choices=tuple(teams))})
        if team_id == step.team_id and step.holder_id is None:
            raise Invalid({"team": Problem.of("already_there")})
        return team_id
    theirs = directory.teams_of(uow.session, person_id or "")
    if not theirs:
        raise Invalid({"person": Problem.of("in_no_team", person=person_id)})
    if person_id == step.holder_id:
        raise Invalid({"person": Problem.of("already_there")})
    return step.team_id if step.team_id in theirs else theirs[0]


def chase_step(uow: UnitOfWork, step_id: int) -> Step:
    """Reminds whoever holds the step, on record; at most once in the policy's interval [S: 催办].

    Raises TooSoon with the instant from which it may be chased again.
    """
    request, step = access.step_for(uow, "chase_step", step_id)
    expect(request, step, *AT_WORK)
    again_at = _chase_again_at(uow, request, step)
    if again_at is not None and uow.now < again_at:
        raise TooSoon("chase_step", again_at)
    step.chased_at = uow.now
    audit.record(uow, "step_chased", request, step, holder=step.holder_id, team=step.team_id)
    notices.step_chased(uow, request, step)
    return step


def _chase_again_at(uow: UnitOfWork, request: Request, step: Step) -> datetime | None:
    if step.chased_at is None:
        return None
    return step.chased_at + chase_interval(uow, request)


def chase_interval(uow: UnitOfWork, request: Request) -> timedelta:
    """How long after one chase the next may follow, in clock time."""
    policy = uow.policy_of(request)
    return parse_amount(policy.escalation.chase_interval, policy.clock_calendar(request.kind))
