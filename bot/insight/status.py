"""The branch's status: counts by team and grade, and what presses most.

It is asked often, so the database counts, by indexes that hold what runs (`models.clock`): the cost follows
what is open. Statements are made once and read columns, not rows of tables.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, and_, bindparam, func, select

from bot.people import access
from bot.policy import Text
from bot.storage.unit_of_work import UnitOfWork
from bot.views import PressingView, StatusView, TeamLoad
from models import Clock, Customer, Request, Step
from models.enums import Grade, RequestState
from models.request import IS_AT_WORK

PRESSING = 5

CLOCK = Clock.__table__  # type: ignore[attr-defined]
REQUEST = Request.__table__  # type: ignore[attr-defined]
STEP = Step.__table__  # type: ignore[attr-defined]
CUSTOMER = Customer.__table__  # type: ignore[attr-defined]

_OF_STEPS = and_(CLOCK.c.stopped_at.is_(None), CLOCK.c.step_id.is_not(None))
_OF_REQUESTS = and_(CLOCK.c.stopped_at.is_(None), CLOCK.c.step_id.is_(None))
_OVERDUE = CLOCK.c.due_at <= bindparam("now")

_GRADES = (
    select(
        REQUEST.c.grade,
        func.count().label("open"),
        select(func.count()).where(_OF_REQUESTS, CLOCK.c.is_at_risk).scalar_subquery().label("at_risk"),
        select(func.count()).where(_OF_REQUESTS, _OVERDUE).scalar_subquery().label("overdue"),
    )
    .where(REQUEST.c.state == RequestState.OPEN)
    .group_by(REQUEST.c.grade)
)
"""The open requests by grade; beside each grade what all of them together have at risk and overdue."""

_OLDEST = (
    select(func.min(STEP.c.ready_at))
    .where(IS_AT_WORK, STEP.c.team_id == CLOCK.c.team_id)
    .correlate(CLOCK)
    .scalar_subquery()
)
_THEIR_TEAMS = select(CLOCK.c.team_id).where(
    _OF_STEPS, CLOCK.c.request_id.in_(select(CLOCK.c.request_id).where(_OF_REQUESTS, CLOCK.c.is_at_risk))
)
"""The team of each open step of the requests at risk: there it can help."""

_LOADS = (
    select(
        CLOCK.c.team_id,
        func.count().label("open"),
        func.count().filter(CLOCK.c.due_at < bindparam("day_ends")).label("due_by_tonight"),
        func.count().filter(_OVERDUE).label("overdue"),
        _OLDEST.label("oldest_at"),
    )
    .where(_OF_STEPS)
    .group_by(CLOCK.c.team_id)
)
_PRESSING = (
    select(
        REQUEST.c.id,
        REQUEST.c.kind,
        REQUEST.c.policy_version,
        REQUEST.c.grade,
        CUSTOMER.c.name.label("customer"),
        CLOCK.c.due_at,
        CLOCK.c.is_at_risk,
    )
    .join(REQUEST, REQUEST.c.id == CLOCK.c.request_id)
    .join(CUSTOMER, CUSTOMER.c.id == REQUEST.c.customer_id)
    .where(_OF_REQUESTS, CLOCK.c.due_at.is_not(None))
    .order_by(CLOCK.c.due_at, CLOCK.c.request_id)
    .limit(PRESSING)
)
"""The next due first; a clock that stands still presses least."""


def status(uow: UnitOfWork) -> StatusView:
    """How things stand now; raises NotAllowed."""
    access.require(uow, "view_status")
    connection = uow.session.connection()
    by_grade = {row.grade: row for row in connection.execute(_GRADES, {"now": uow.now})}
    whole = next(iter(by_grade.values()), None)
    at_risk = whole.at_risk if whole else 0
    theirs = connection.scalars(_THEIR_TEAMS) if at_risk else ()
    loads = connection.execute(_LOADS, {"now": uow.now, "day_ends": _day_ends(uow)})
    return StatusView(
        at=uow.now,
        teams=_teams(uow, loads, Counter(uow.branch.team_for(each) for each in theirs)),
        grades=tuple((grade.value, by_grade[grade].open if grade in by_grade else 0) for grade in Grade),
        open_requests=sum(row.open for row in by_grade.values()),
        at_risk=at_risk,
        overdue=whole.overdue if whole else 0,
        pressing=tuple(_pressing(uow, row) for row in connection.execute(_PRESSING)),
    )


def _teams(
    uow: UnitOfWork, loads: Iterable[Row[*tuple[Any, ...]]], at_risk: Counter[str]
) -> tuple[TeamLoad, ...]:
    """Every team's line, also of a team without open steps; the hub's has those of teams that are gone."""
    rows: defaultdict[str, list[Row[*tuple[Any, ...]]]] = defaultdict(list)
    for row in loads:
        rows[uow.branch.team_for(row.team_id)].append(row)
    return tuple(
        TeamLoad(
            team_id=team.id,
            team=team.name,
            open=sum(row.open for row in rows[team.id]),
            due_today=sum(row.due_by_tonight - row.overdue for row in rows[team.id]),
            at_risk=at_risk[team.id],
            overdue=sum(row.overdue for row in rows[team.id]),
            oldest_at=min((row.oldest_at for row in rows[team.id] if row.oldest_at), default=None),
        )
        for team in uow.branch.policy.teams.values()
    )


def _day_ends(uow: UnitOfWork) -> datetime:
    """Midnight after the branch's present day."""
    local = uow.now.astimezone(uow.branch.zone)
    return local.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)


def _pressing(uow: UnitOfWork, row: Row[*tuple[Any, ...]]) -> PressingView:
    return PressingView(
        id=row.id,
        label=f"XB-{row.id}",
        kind_name=_kind_name(uow, row.policy_version, row.kind),
        customer=row.customer,
        grade=row.grade,
        due_at=row.due_at,
        is_overdue=row.due_at <= uow.now,
        is_at_risk=row.is_at_risk,
    )


def _kind_name(uow: UnitOfWork, version: str, kind: str) -> Text:
    return uow.office.rules(uow.session, version, kind).kind.name
