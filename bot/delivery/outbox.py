"""Putting a notice into the outbox, in the transaction of the change that it tells of (design idea 4)."""

from datetime import datetime
from typing import Any

from sqlmodel import col, select

from bot.unit_of_work import UnitOfWork
from models import Outbox, OutboxState, Urgency

SUPERSEDED = "superseded"


def put(
    uow: UnitOfWork,
    kind: str,
    destination: str,
    *,
    request_id: int | None = None,
    step_id: int | None = None,
    params: dict[str, Any] | None = None,
    card_key: str | None = None,
    thread_key: str | None = None,
    urgency: Urgency = Urgency.NORMAL,
    not_before_at: datetime | None = None,
) -> Outbox:
    """Leaves a notice of `kind` for `destination` (`team:transport`, `team:managers`, `person:U…`).

    It is sent at `not_before_at` at the earliest (quiet hours), else at once. A waiting notice for the same
    card in the same place is superseded: the card will be shown once, with the newest state, no less urgent.
    """
    notice = Outbox(
        kind=kind,
        destination=destination,
        request_id=request_id,
        step_id=step_id,
        params=params or {},
        card_key=card_key,
        thread_key=thread_key,
        urgency=urgency,
        created_at=uow.now,
        next_try_at=not_before_at or uow.now,
    )
    if card_key is not None:
        for older in _waiting_for_card(uow, card_key, destination):
            notice.urgency = min(notice.urgency, older.urgency)
            supersede(older)
    uow.session.add(notice)
    uow.has_notices = True
    return notice


def supersede(older: Outbox) -> None:
    """Takes a waiting card notice out of the queue, on record: a newer one shows the same card."""
    older.state = OutboxState.DROPPED
    older.error = SUPERSEDED


def _waiting_for_card(uow: UnitOfWork, card_key: str, destination: str) -> list[Outbox]:
    """Those that no dispatcher has in hand; one that is being claimed just now is left to it."""
    statement = (
        select(Outbox)
        .where(
            col(Outbox.card_key) == card_key,
            col(Outbox.state) == OutboxState.WAITING,
            col(Outbox.destination) == destination,
        )
        .with_for_update(skip_locked=True)
    )
    return list(uow.session.exec(statement))
