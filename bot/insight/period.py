"""A period's summary for managers: what was opened, what ended, how much of it in time."""

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement
from sqlmodel import col, select

from bot.course.transitions import QUESTION
from bot.language.times import Period
from bot.people import access
from bot.policy import Text
from bot.storage.unit_of_work import UnitOfWork
from bot.views import PeriodTeam, PeriodView
from models import AuditEvent, Clock, Request, Step
from models.enums import RequestState, StepState


def period_summary(uow: UnitOfWork, period: Period) -> PeriodView:
    """What happened from the first day to the last, by the branch's days; raises NotAllowed."""
    access.require(uow, "view_status")
    from_at, to_at = _start(uow, period.from_on), _start(uow, period.to_on + timedelta(days=1))
    opened = _opened(uow, from_at, to_at)
    ended = _ended(uow, from_at, to_at)
    states = Counter(row.state for row in ended)
    in_time = [row for row in ended if _in_time(row)]
    kinds = Counter(opened.elements())
    kinds.update({row.kind: 0 for row in ended})
    return PeriodView(
        from_on=period.from_on,
        to_on=period.to_on,
        opened=opened.total(),
        ended=len(ended),
        on_time=len(in_time),
        declined=states[RequestState.DECLINED],
        cancelled=states[RequestState.CANCELLED],
        kinds=tuple(
            (
                _kind_name(uow, kind),
                opened[kind],
                sum(1 for row in ended if row.kind == kind),
                sum(1 for row in in_time if row.kind == kind),
            )
            for kind in sorted(kinds)
        ),
        teams=_teams(uow, from_at, to_at),
    )


def _start(uow: UnitOfWork, on: date) -> datetime:
    return datetime.combine(on, time(), uow.branch.zone).astimezone(UTC)


def _within(column: Any, from_at: datetime, to_at: datetime) -> ColumnElement[bool]:
    found: ColumnElement[bool] = (column >= from_at) & (column < to_at)
    return found


def _opened(uow: UnitOfWork, from_at: datetime, to_at: datetime) -> Counter[str]:
    query = select(Request.kind).where(_within(col(Request.opened_at), from_at, to_at))
    return Counter(uow.session.exec(query).all())


def _ended(uow: UnitOfWork, from_at: datetime, to_at: datetime) -> list[Any]:
    query = (
        select(Request.kind, Request.state, Clock.due_at, Clock.stopped_at)
        .join(Clock, (col(Clock.request_id) == col(Request.id)) & col(Clock.step_id).is_(None))
        .where(_within(col(Request.closed_at), from_at, to_at))
    )
    return list(uow.session.execute(query).all())


def _in_time(row: Any) -> bool:
    """Whether a clock stopped before its deadline; a request that was cancelled was in time for nobody."""
    if getattr(row, "state", None) == RequestState.CANCELLED:
        return False
    return row.due_at is None or row.stopped_at is None or row.stopped_at <= row.due_at


def _teams(uow: UnitOfWork, from_at: datetime, to_at: datetime) -> tuple[PeriodTeam, ...]:
    query = (
        select(Step.team_id, Clock.due_at, Clock.stopped_at)
        .join(Clock, col(Clock.step_id) == col(Step.id))
        .where(_within(col(Step.done_at), from_at, to_at), Step.state == StepState.DONE, Step.key != QUESTION)
    )
    rows = list(uow.session.execute(query).all())
    finished = Counter(row.team_id for row in rows)
    in_time = Counter(row.team_id for row in rows if _in_time(row))
    returned = _returned(uow, from_at, to_at)
    return tuple(
        PeriodTeam(team.name, finished[team.id], in_time[team.id], returned[team.id])
        for team in uow.branch.policy.teams.values()
    )


def _returned(uow: UnitOfWork, from_at: datetime, to_at: datetime) -> Counter[str]:
    """How often each team had to ask back."""
    query = (
        select(Step.team_id)
        .join(AuditEvent, col(AuditEvent.step_id) == col(Step.id))
        .where(AuditEvent.action == "step_returned", _within(col(AuditEvent.at), from_at, to_at))
    )
    return Counter(uow.session.exec(query).all())


def _kind_name(uow: UnitOfWork, kind: str) -> Text:
    """A kind that the present policy does not know any more keeps its id."""
    known = uow.branch.policy.kinds.get(kind)
    return known.name if known else Text(zh=kind, en=kind)
