"""Putting a notice into the outbox, in the transaction of the change that it tells of (design idea 4)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select, update

from bot.unit_of_work import UnitOfWork
from models import Outbox, OutboxState, Urgency

SUPERSEDED = "superseded"

OUTBOX = Outbox.__table__  # type: ignore[attr-defined]
_WAITING = (
    select(OUTBOX.c.id, OUTBOX.c.destination, OUTBOX.c.card_key, OUTBOX.c.urgency)
    .where(OUTBOX.c.card_key.in_(bindparam("keys", expanding=True)), OUTBOX.c.state == OutboxState.WAITING)
    .with_for_update(skip_locked=True)
)
"""Cards that no dispatcher has in hand; one that is being claimed just now is left to it."""

_SUPERSEDE = (
    update(OUTBOX)
    .where(OUTBOX.c.id.in_(bindparam("ids", expanding=True)))
    .values(state=OutboxState.DROPPED, error=SUPERSEDED)
)


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
    return put_all(uow, [notice])[0]


def put_all(uow: UnitOfWork, notices: Sequence[Outbox]) -> list[Outbox]:
    """Leaves many notices at once; no two of them are for the same card in the same place.

    Answers the rows that tell of them: a card that this change has put before keeps its row and its turn.
    """
    rows = [_put_before(uow, each) or each for each in notices]
    _add(uow, [row for row, each in zip(rows, notices, strict=True) if row is each])
    uow.has_notices = uow.has_notices or bool(notices)
    return rows


def _put_before(uow: UnitOfWork, notice: Outbox) -> Outbox | None:
    """The row of this very transaction for the same card, brought up to the newer notice."""
    if notice.card_key is None:
        return None
    cards = uow.session.info.setdefault("cards_put", {})
    row: Outbox = cards.setdefault((notice.destination, notice.card_key), notice)
    if row is notice:
        return None
    row.kind, row.params = notice.kind, notice.params
    row.urgency = min(row.urgency, notice.urgency)
    row.next_try_at = min(row.next_try_at, notice.next_try_at)
    return row


def _add(uow: UnitOfWork, notices: Sequence[Outbox]) -> None:
    cards = {(each.destination, each.card_key or ""): each for each in notices if each.card_key}
    if cards:
        connection = uow.session.connection()
        waiting = connection.execute(_WAITING, {"keys": list({key for _, key in cards})}).all()
        older = [
            (row, cards[place]) for row in waiting if (place := (row.destination, row.card_key)) in cards
        ]
        for row, newer in older:
            newer.urgency = min(newer.urgency, row.urgency)
        if older:
            connection.execute(_SUPERSEDE, {"ids": [row.id for row, _ in older]})
    uow.session.add_all(notices)


def supersede(older: Outbox) -> None:
    """Takes a waiting card notice out of the queue, on record: a newer one shows the same card."""
    older.state = OutboxState.DROPPED
    older.error = SUPERSEDED
