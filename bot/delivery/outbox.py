"""Putting a notice into the outbox, in the transaction of the change that it tells of (design idea 4)."""

import json
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select, tuple_, update

from bot.delivery.notice import Notice, Place
from bot.storage.bulk import Bulk
from bot.storage.unit_of_work import UnitOfWork
from models import Outbox, OutboxState, Urgency

SUPERSEDED = "superseded"

OUTBOX = Outbox.__table__  # type: ignore[attr-defined]
_OLDER = (
    select(OUTBOX.c.id)
    .where(
        OUTBOX.c.card_key.in_(bindparam("keys", expanding=True)),  # by this index, whatever else waits
        tuple_(OUTBOX.c.destination, OUTBOX.c.card_key).in_(bindparam("places", expanding=True)),
        OUTBOX.c.state == OutboxState.WAITING,
    )
    .with_for_update(skip_locked=True)
)
"""Waiting notices for these cards that no dispatcher has claimed; one that is being claimed is left to it."""

_SUPERSEDE = (
    update(OUTBOX)
    .where(OUTBOX.c.id.in_(_OLDER))
    .values(state=OutboxState.DROPPED, error=SUPERSEDED)
    .returning(OUTBOX.c.destination, OUTBOX.c.card_key, OUTBOX.c.urgency)
)


def row_of(notice: Notice, now: datetime) -> Outbox:
    """The notice's row in the outbox."""
    return Outbox(
        kind=notice.kind,
        destination=notice.destination,
        request_id=notice.request_id,
        step_id=notice.step_id,
        params=dict(notice.params),
        card_key=notice.card_key,
        thread_key=notice.thread_key,
        urgency=notice.urgency,
        created_at=now,
        next_try_at=notice.not_before_at or now,
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
    about = (kind, destination, request_id, step_id, params or {}, card_key, thread_key)
    return put_all(uow, [Notice(*about, urgency, not_before_at)])[0]


def put_all(uow: UnitOfWork, notices: Sequence[Notice]) -> list[Outbox]:
    """Leaves many notices at once; no two of them are for the same card in the same place.

    Answers the rows that tell of them: a card that this change has put before keeps its row and its turn.
    """
    new = [row_of(notice, uow.now) for notice in notices]
    rows = [_put_before(uow, each) or each for each in new]
    added = [row for row, each in zip(rows, new, strict=True) if row is each]
    older = _supersede_waiting(uow, [(row.destination, row.card_key) for row in added if row.card_key])
    for row in added:
        row.urgency = min(row.urgency, older.get((row.destination, row.card_key), row.urgency))
    uow.session.add_all(added)
    uow.has_notices = uow.has_notices or bool(notices)
    return rows


_IN_BULK = (
    *("kind", "destination", "request_id", "step_id", "card_key", "thread_key"),
    *("urgency", "params", "next_try_at", "state", "attempts", "created_at"),
)


def put_in_bulk(uow: UnitOfWork, notices: Iterable[Notice]) -> None:
    """`put_all` for thousands: their rows never become objects."""
    cards = uow.session.info.get("cards_put", {})
    again: list[Notice] = []
    new: list[Notice] = []
    for notice in notices:
        (again if notice.place in cards else new).append(notice)
    put_all(uow, again)
    older = _supersede_waiting(uow, [notice.place for notice in new if notice.card_key])
    bulk, rows = Bulk(uow), []
    for notice in new:
        urgency = int(min(notice.urgency, older.get(notice.place, notice.urgency)))
        at = bulk.at(notice.not_before_at) if notice.not_before_at else bulk.now
        about = (*notice[:4], notice.card_key, notice.thread_key, urgency, json.dumps(notice.params), at)
        rows.append((*about, OutboxState.WAITING.value, 0, bulk.now))
    bulk.insert(OUTBOX, _IN_BULK, rows)
    uow.has_notices = uow.has_notices or bool(new)


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


def _supersede_waiting(uow: UnitOfWork, places: Collection[Place]) -> dict[Place, int]:
    """Takes out what waits to show one of these cards; answers how urgent the most urgent of each was."""
    if not places:
        return {}
    urgencies: dict[Place, int] = {}
    wanted = set(places)
    asked = {"places": list(wanted), "keys": list({key for _, key in wanted})}
    older = uow.session.connection().execute(_SUPERSEDE, asked)
    for destination, card_key, urgency in older:
        place = destination, card_key
        urgencies[place] = min(urgency, urgencies.get(place, urgency))
    return urgencies


def supersede(older: Outbox) -> None:
    """Takes a waiting card notice out of the queue, on record: a newer one shows the same card."""
    older.state = OutboxState.DROPPED
    older.error = SUPERSEDED
