"""Changes of what a claim holds: each is one statement, guarded by the claim's lease."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Update, and_, bindparam, delete, update

from bot.delivery.addresses import PERSON, named
from bot.delivery.claims import Claim
from bot.delivery.outbox import OUTBOX
from bot.storage.statements import inserts
from models import Card, Outbox, OutboxState, Person

CARD = Card.__table__  # type: ignore[attr-defined]
PERSONS = Person.__table__  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Leased:
    """What a claim holds. The changes of notices answer how many rows they changed: 0 where somebody else has
    taken them over since the lease ran out."""

    connection: Connection
    claim: Claim
    now: datetime

    def close(self, notices: Sequence[Outbox], state: OutboxState, error: str) -> int:
        """They are not tried again by themselves."""
        return self._change(_CLOSE, notices, state, error)

    def sent(self, notices: Sequence[Outbox], channel_id: str, ts: str) -> int:
        """They stand in Slack."""
        place = {"in_channel": channel_id, "as_ts": ts, "at": self.now}
        return self._change(_SENT, notices, OutboxState.SENT, None, **place)

    def again(
        self,
        notices: Sequence[Outbox],
        state: OutboxState,
        at: datetime,
        error: str | None = None,
        *,
        counts: bool = True,
    ) -> int:
        """They are tried again at that instant; `counts`: this was an attempt."""
        return self._change(_AGAIN, notices, state, error, at=at, uncounted=0 if counts else 1)

    def card_shown(self, channel_id: str, ts: str) -> None:
        """The card of the claim, if it is for one, stands there with the state of now."""
        head = self.claim.head
        if head.card_key is not None:
            card = {"destination": head.destination, "key": head.card_key, "outbox_id": head.id}
            shown = _SHOWN[self.connection.dialect.name]
            self.connection.execute(
                shown, card | {"channel_id": channel_id, "ts": ts, "rendered_at": self.now}
            )

    def card_lost(self) -> None:
        """The card's message was deleted in Slack."""
        card = self.claim.card
        if card is not None:
            self.connection.execute(_LOST, {"there": card.destination, "lost": card.key})

    def dm_opened(self, channel_id: str) -> None:
        """The conversation with the person is known from now on."""
        person_id = named(self.claim.destination, PERSON)
        self.connection.execute(_OPENED, {"person": person_id, "opened": channel_id})

    def _change(
        self, change: Update, notices: Sequence[Outbox], state: OutboxState, error: str | None, **values: Any
    ) -> int:
        if not notices:
            return 0
        mine = {"ids": [notice.id for notice in notices], "by": self.claim.worker}
        return self.connection.execute(change, mine | {"into": state, "why": error} | values).rowcount


_CLOSE = (
    update(OUTBOX)
    .where(OUTBOX.c.id.in_(bindparam("ids", expanding=True)), OUTBOX.c.lease_by == bindparam("by"))
    .where(OUTBOX.c.state == OutboxState.SENDING)
    .values(state=bindparam("into"), error=bindparam("why"), lease_by=None, lease_until_at=None)
)
_SENT = _CLOSE.values(channel_id=bindparam("in_channel"), ts=bindparam("as_ts"), sent_at=bindparam("at"))
_AGAIN = _CLOSE.values(
    next_try_at=bindparam("at"),
    attempts=OUTBOX.c.attempts - bindparam("uncounted", type_=OUTBOX.c.attempts.type),
)
_SHOWN = inserts(
    CARD,
    lambda insert: insert.on_conflict_do_update(
        index_elements=[CARD.c.destination, CARD.c.key],
        set_={name: insert.excluded[name] for name in ("channel_id", "ts", "outbox_id", "rendered_at")},
    ),
)
_LOST = delete(CARD).where(and_(CARD.c.destination == bindparam("there"), CARD.c.key == bindparam("lost")))
_OPENED = update(PERSONS).where(PERSONS.c.id == bindparam("person")).values(dm_channel_id=bindparam("opened"))
