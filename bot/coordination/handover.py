"""Handing a step over (转派) to a colleague or another team."""

from bot.coordination.course import coordinate, require_state
from bot.coordination.returns import text_of
from bot.errors import Invalid, Problem
from bot.people import access, directory
from bot.storage import audit
from bot.storage.unit_of_work import UnitOfWork
from bot.timers import clocks
from models import Step


def hand_over_step(
    uow: UnitOfWork, step_id: int, *, reason: str, person_id: str | None = None, team_id: str | None = None
) -> Step:
    """Hands the step to a colleague (any member of a team: it becomes that team's) or to another team.

    What the clock has consumed stays consumed. With the support office's own step goes the coordination.
    Raises Invalid when neither or both are named, when the colleague is in no team, or when the step is
    already there.
    """
    request, step = access.step_for(uow, "hand_over_step", step_id)
    state = require_state(request, step, "hand_over_step", to_team=person_id is None)
    reason = text_of("reason", reason)
    to_team = _team_for(uow, step, person_id, team_id)
    data = {"from_team": step.team_id, "from_person": step.holder_id, "team": to_team, "person": person_id}
    step.team_id, step.holder_id, step.state = to_team, person_id, state
    step.accepted_at = uow.now if person_id else None
    step.revision += 1
    clocks.hand_clock_over(uow, request, step)
    coordinate(uow, request, step)
    audit.record(uow, "step_handed_over", request, step, reason=reason, **data)
    return step


def _team_for(uow: UnitOfWork, step: Step, person_id: str | None, team_id: str | None) -> str:
    teams = uow.branch.teams
    if bool(person_id) == bool(team_id):
        raise Invalid({"person": Problem.of("person_or_team")})
    if team_id is not None:
        if team_id not in teams:
            raise Invalid({"team": Problem.of("unknown_choice", value=team_id, choices=tuple(teams))})
        if team_id == step.team_id and step.holder_id is None:
            raise Invalid({"team": Problem.of("already_there")})
        return team_id
    theirs = directory.teams_of(uow, person_id or "")
    if not theirs:
        raise Invalid({"person": Problem.of("in_no_team", person=person_id)})
    if person_id == step.holder_id:
        raise Invalid({"person": Problem.of("already_there")})
    return step.team_id if step.team_id in theirs else theirs[0]
