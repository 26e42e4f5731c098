"""The branch's status: counts by team and grade, and what presses most.

Read through plain columns, not rows of tables: it is asked often, and its cost follows what is open.
"""

from collections import defaultdict
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import col, select

from bot import access
from bot.policy import Text
from bot.unit_of_work import UnitOfWork
from bot.views import PressingView, StatusView, TeamLoad
from models import Clock, Customer, Request, Step
from models.enums import AT_WORK, Grade, RequestState

PRESSING = 5


def status(uow: UnitOfWork) -> StatusView:
    """How things stand now; raises NotAllowed."""
    access.require(uow, "view_status")
    requests = _open_requests(uow)
    grades: dict[str, int] = defaultdict(int)
    for row in requests:
        grades[row.grade] += 1
    overdue = sum(1 for row in requests if row.due_at is not None and row.due_at <= uow.now)
    return StatusView(
        at=uow.now,
        teams=_loads(uow),
        grades=tuple((grade.value, grades[grade]) for grade in Grade),
        open_requests=len(requests),
        at_risk=sum(1 for row in requests if row.is_at_risk),
        overdue=overdue,
        pressing=_pressing(uow, requests),
    )


def _open_requests(uow: UnitOfWork) -> list[Any]:
    query = (
        select(Request.id, Request.grade, Clock.due_at, Clock.is_at_risk)
        .join(Clock, (col(Clock.request_id) == col(Request.id)) & col(Clock.step_id).is_(None))
        .where(Request.state == RequestState.OPEN)
    )
    return list(uow.session.execute(query).all())


def _loads(uow: UnitOfWork) -> tuple[TeamLoad, ...]:
    """Every team's line, also of a team that has nothing before it."""
    query = (
        select(Step.team_id, Step.ready_at, Clock.due_at, Clock.is_at_risk)
        .join(Clock, col(Clock.step_id) == col(Step.id))
        .where(col(Step.state).in_(AT_WORK))
    )
    by_team = defaultdict(list)
    for row in uow.session.execute(query).all():
        by_team[row.team_id].append(row)
    day_ends = _day_ends(uow)
    loads = []
    for team in uow.office.policy.teams.values():
        rows = by_team[team.id]
        dues = [row.due_at for row in rows if row.due_at is not None]
        loads.append(
            TeamLoad(
                team_id=team.id,
                team=team.name,
                open=len(rows),
                due_today=sum(1 for due in dues if uow.now <= due < day_ends),
                at_risk=sum(1 for row in rows if row.is_at_risk),
                overdue=sum(1 for due in dues if due <= uow.now),
                oldest_at=min((row.ready_at for row in rows), default=None),
            )
        )
    return tuple(loads)


def _day_ends(uow: UnitOfWork) -> datetime:
    """Midnight after the branch's present day."""
    policy = uow.office.policy
    zone = policy.calendars[policy.escalation.quiet_hours.calendar].zone
    local = uow.now.astimezone(zone)
    return local.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)


def _pressing(uow: UnitOfWork, requests: list[Any]) -> tuple[PressingView, ...]:
    """The next due first; a clock that stands still presses least."""
    running = [row for row in requests if row.due_at is not None]
    first = sorted(running, key=lambda row: (row.due_at, row.id))[:PRESSING]
    query = (
        select(Request.id, Request.kind, Request.policy_version, Customer.name)
        .join(Customer, col(Customer.id) == col(Request.customer_id))
        .where(col(Request.id).in_([row.id for row in first]))
    )
    facts = {row.id: row for row in uow.session.execute(query).all()}
    return tuple(
        PressingView(
            id=row.id,
            label=f"XB-{row.id}",
            kind_name=_kind_name(uow, facts[row.id].policy_version, facts[row.id].kind),
            customer=facts[row.id].name,
            grade=row.grade,
            due_at=row.due_at,
            is_overdue=row.due_at <= uow.now,
            is_at_risk=row.is_at_risk,
        )
        for row in first
    )


def _kind_name(uow: UnitOfWork, version: str, kind: str) -> Text:
    return uow.office.policy_of(uow.session, version).kinds[kind].name
