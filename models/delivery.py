"""The outbox and the cards: what has to arrive in Slack, and what stands there."""

from datetime import datetime
from enum import IntEnum, StrEnum
from typing import Any

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from models.base import instant, json_object


class OutboxState(StrEnum):
    """`unknown`: sent, but no answer was heard; it is looked up in the channel before it is sent again."""

    WAITING = "waiting"
    SENDING = "sending"
    UNKNOWN = "unknown"
    SENT = "sent"
    FAILED = "failed"
    DROPPED = "dropped"


class Urgency(IntEnum):
    """Smaller goes first; a digest is overtaken by everything."""

    URGENT = 0
    NORMAL = 1
    DIGEST = 2


class Outbox(SQLModel, table=True):
    """A notice that must arrive: a kind and ids, never text; rendered when sent.

    `destination` is `team:transport` or `person:U…`. `card_key` names the card that it posts or updates; of
    several waiting rows for one card only the newest is sent. `thread_key` puts it under that card.
    """

    __table_args__ = (
        Index("ix_outbox_due", "state", "next_try_at"),
        Index("ix_outbox_destination", "destination", "state"),
        Index("ix_outbox_card", "card_key", "state"),
    )

    id: int | None = Field(default=None, primary_key=True)
    kind: str
    destination: str
    request_id: int | None = Field(default=None, index=True)
    step_id: int | None = None
    params: dict[str, Any] = json_object()
    card_key: str | None = None
    thread_key: str | None = None
    urgency: int = Urgency.NORMAL
    state: str = OutboxState.WAITING
    created_at: datetime = instant()
    next_try_at: datetime = instant()
    lease_by: str | None = None
    lease_until_at: datetime | None = instant(nullable=True)
    attempts: int = 0
    first_tried_at: datetime | None = instant(nullable=True)
    error: str | None = None
    channel_id: str | None = None
    ts: str | None = None
    sent_at: datetime | None = instant(nullable=True)


class Card(SQLModel, table=True):
    """A message that is updated in place, e.g. `step:5`, `request:3:requester`, `request:3:hub`.

    One key may stand in several places: a step handed to another team keeps its card in the old channel too.
    """

    destination: str = Field(primary_key=True)
    key: str = Field(primary_key=True)
    channel_id: str
    ts: str
    outbox_id: int | None = None
    rendered_at: datetime = instant()


class Pace(SQLModel, table=True):
    """When a destination, a method or the whole workspace may be called again, over all replicas."""

    name: str = Field(primary_key=True)
    free_at: datetime = instant()
    lease_by: str | None = None
    lease_until_at: datetime | None = instant(nullable=True)
