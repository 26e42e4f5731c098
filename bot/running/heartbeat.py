"""Whether the office keeps up: how far sweeps and the outbox lag behind, and telling the managers once."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, case, delete, func, select
from sqlmodel import col

from bot.storage import audit
from bot.storage.office import Office
from bot.storage.unit_of_work import UnitOfWork, unit_of_work
from bot.timers.leader import put_mark, run_if_due
from bot.timers.sweep import MARK
from models import Clock, Mark, Outbox, OutboxState

DUTY = "heartbeat"
EVERY = timedelta(minutes=1)
LATE = timedelta(minutes=10)
"""A restart or a short outage of Slack is nobody's concern; what lags longer makes reminders late."""
LAGGING = "heartbeat_lagging"
RECOVERED = "heartbeat_recovered"
UNSENT = (OutboxState.WAITING, OutboxState.SENDING, OutboxState.UNKNOWN)


@dataclass(frozen=True)
class Standing:
    """How things stand with the office's own work; instants are None where nothing waits or ever was."""

    swept_at: datetime | None
    due: int
    due_since_at: datetime | None
    waiting_since_at: datetime | None

    def lags(self, now: datetime) -> Iterator[tuple[str, datetime]]:
        """What is late by more than LATE (`clocks`, `outbox`), and since when."""
        for what, since_at in (("clocks", self.due_since_at), ("outbox", self.waiting_since_at)):
            if since_at is not None and now - since_at > LATE:
                yield what, since_at


def standing(uow: UnitOfWork) -> Standing:
    """Reads it: by indexes, so that it may be asked for often."""
    mark = uow.session.get(Mark, MARK)
    late = (col(Clock.next_fire_at) <= uow.now, col(Clock.stopped_at).is_(None))
    due, due_since_at = uow.session.execute(
        select(func.count(), func.min(col(Clock.next_fire_at))).where(*late)
    ).one()
    since = _waiting_since()
    waits = (col(Outbox.state).in_(UNSENT), since <= uow.now)
    waiting_since_at = uow.session.execute(select(func.min(since)).where(*waits)).scalar()
    return Standing(mark.at if mark else None, due, due_since_at, waiting_since_at)


def beat(office: Office, now: datetime) -> None:
    """Tells the managers once when something begins to lag, and notes in that message when it has ended.

    A duty of one replica a minute: the others find it done.
    """
    with unit_of_work(office, now=now) as uow:
        if not run_if_due(uow, DUTY, EVERY):
            return
        lags = dict(standing(uow).lags(now))
        for what in ("clocks", "outbox"):
            began = uow.session.get(Mark, _mark(what))
            if what in lags and began is None:
                _tell(uow, LAGGING, what, lags[what])
            elif what not in lags and began is not None:
                _tell(uow, RECOVERED, what, began.at)


def _tell(uow: UnitOfWork, kind: str, what: str, since_at: datetime) -> None:
    """One message for a lag, from its beginning to its end; who never saw the first sees the second."""
    if kind == LAGGING:
        put_mark(uow, _mark(what), since_at)
    else:
        uow.session.execute(delete(Mark).where(col(Mark.name) == _mark(what)))
    audit.record(uow, kind, what=what, since_at=since_at.isoformat())


def _mark(what: str) -> str:
    return f"lagging:{what}"


def _waiting_since() -> ColumnElement[datetime]:
    """Since when a notice could have been sent: what quiet hours hold has not waited yet."""
    return func.coalesce(
        col(Outbox.first_tried_at),
        case((col(Outbox.attempts) > 0, col(Outbox.created_at)), else_=col(Outbox.next_try_at)),
    )
