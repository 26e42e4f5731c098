"""What lies before a person or a team: the queries behind mine, team and App Home."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, or_
from sqlmodel import col, select

from bot.insight.status import status
from bot.insight.views import request_views
from bot.people import access, directory
from bot.storage.unit_of_work import UnitOfWork
from bot.views import HomeView, RequestView, StepCard
from models import Clock, Request, Step
from models.enums import AT_WORK, RequestState, StepState

LONGEST_LIST = 20


def my_steps(uow: UnitOfWork, *, at_most: int = LONGEST_LIST) -> tuple[StepCard, ...]:
    """The steps in the acting person's hands, and those ready in their teams, the next due first."""
    teams = directory.teams_of(uow, uow.actor)
    unclaimed = and_(_of_teams(uow, *teams), col(Step.state) == StepState.READY)
    return _steps(uow, or_(col(Step.holder_id) == uow.actor, unclaimed), at_most)


def team_steps(uow: UnitOfWork, team_id: str, *, at_most: int = LONGEST_LIST) -> tuple[StepCard, ...]:
    """What a team has before it, the next due first; raises NotAllowed for who is no staff."""
    access.require(uow, "view_status")
    return _steps(uow, _of_teams(uow, team_id), at_most)


def _of_teams(uow: UnitOfWork, *teams: str) -> ColumnElement[bool]:
    """The steps of these teams; with the hub's those of teams that no longer exist (`Branch.team_for`)."""
    gone = _gone_teams(uow) if uow.branch.hub.id in teams else ()
    return col(Step.team_id).in_([*teams, *gone])


def _gone_teams(uow: UnitOfWork) -> Sequence[str]:
    """The teams that still have open steps and that the present policy does not know."""
    at_work = select(Clock.team_id).where(col(Clock.stopped_at).is_(None), col(Clock.step_id).is_not(None))
    found = uow.session.exec(at_work.group_by(col(Clock.team_id))).all()
    return [team for team in found if team is not None and team not in uow.branch.teams]


def _steps(uow: UnitOfWork, wanted: ColumnElement[bool], at_most: int) -> tuple[StepCard, ...]:
    query = (
        select(Step.id, Step.request_id)
        .join(Clock, col(Clock.step_id) == col(Step.id))
        .where(col(Step.state).in_(AT_WORK), wanted)
        .order_by(col(Clock.due_at).is_(None), col(Clock.due_at), col(Step.id))
        .limit(at_most)
    )
    found = uow.session.exec(query).all()
    views = {view.id: view for view in request_views(uow, list({request_id for _, request_id in found}))}
    return tuple(
        StepCard(views[request_id], views[request_id].step(step_id or 0)) for step_id, request_id in found
    )


def my_requests(uow: UnitOfWork, *, at_most: int = LONGEST_LIST) -> tuple[RequestView, ...]:
    """The open requests that the acting person opened, the newest first."""
    query = select(Request.id).where(
        Request.opened_by_id == uow.actor, col(Request.state) == RequestState.OPEN
    )
    ids = uow.session.exec(query.order_by(col(Request.id).desc()).limit(at_most)).all()
    return request_views(uow, [id for id in ids if id is not None])


def home(uow: UnitOfWork) -> HomeView:
    """App Home of the acting person; the branch's status for managers."""
    manages = directory.is_manager(uow.session, uow.actor)
    return HomeView(
        person_id=uow.actor,
        at=uow.now,
        steps=my_steps(uow, at_most=10),
        requests=my_requests(uow, at_most=10),
        status=status(uow) if manages else None,
    )
