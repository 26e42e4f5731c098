"""What is stuck in the outbox, and what a person can do about it: try again, or let it go."""

from dataclasses import dataclass

from sqlalchemy import func
from sqlmodel import col, select

from bot.delivery.limits import destination_pace
from bot.delivery.paces import open_now
from bot.errors import NotFound, OutOfDate
from bot.storage.audit import record
from bot.storage.unit_of_work import UnitOfWork
from models import Outbox, OutboxState

UNDER_WAY = (OutboxState.WAITING, OutboxState.SENDING, OutboxState.UNKNOWN)
LISTED = (*UNDER_WAY, OutboxState.FAILED)


@dataclass(frozen=True)
class Stuck:
    """What has not arrived: how many rows in each state, and the first of them, failed ones before others."""

    counts: dict[str, int]
    rows: tuple[Outbox, ...]


def stuck(uow: UnitOfWork, limit: int = 50) -> Stuck:
    """What waits or has failed, the failed first, then by when it is tried next."""
    listed = col(Outbox.state).in_(LISTED)
    counts = uow.session.exec(
        select(Outbox.state, func.count()).where(listed).group_by(col(Outbox.state))
    ).all()
    rows = uow.session.exec(
        select(Outbox)
        .where(listed)
        .order_by(col(Outbox.state) != OutboxState.FAILED, col(Outbox.next_try_at), col(Outbox.id))
        .limit(limit)
    ).all()
    return Stuck(dict(counts), tuple(rows))


def retry_notice(uow: UnitOfWork, outbox_id: int) -> Outbox:
    """Has a failed or waiting notice tried at once; raises NotFound, or OutOfDate if it has arrived or gone.

    What was tried before is looked up in the channel first: it may stand there after all.
    """
    notice = _open_notice(uow, outbox_id)
    notice.state = OutboxState.UNKNOWN if notice.first_tried_at else OutboxState.WAITING
    notice.next_try_at, notice.attempts, notice.error = uow.now, 0, None
    open_now(uow.session, destination_pace(notice.destination), uow.now)
    record(uow, "notice_retried", outbox=outbox_id, destination=notice.destination)
    uow.has_notices = True
    return notice


def discard_notice(uow: UnitOfWork, outbox_id: int, why: str) -> Outbox:
    """Lets a notice go that need not arrive any more; raises NotFound or OutOfDate."""
    notice = _open_notice(uow, outbox_id)
    notice.state, notice.error = OutboxState.DROPPED, f"discarded: {why}"
    record(uow, "notice_discarded", outbox=outbox_id, destination=notice.destination, why=why)
    return notice


def _open_notice(uow: UnitOfWork, outbox_id: int) -> Outbox:
    statement = select(Outbox).where(col(Outbox.id) == outbox_id).with_for_update()
    notice = uow.session.exec(statement).first()
    if notice is None:
        raise NotFound(f"outbox {outbox_id}")
    if notice.state in (OutboxState.SENT, OutboxState.DROPPED, OutboxState.SENDING):
        raise OutOfDate(f"outbox {outbox_id}", notice.state)
    return notice
