"""What is only ever added: audit events, received submissions, policy versions, the engine's own marks."""

from datetime import datetime
from typing import Any

from sqlmodel import Field, SQLModel

from models.base import Json, instant, json_object


class AuditEvent(SQLModel, table=True):
    """One change, recorded in its own transaction; rows can only be added (the database sees to it).

    `action` is in the past tense (`step_accepted`); `actor_id` is null where the engine itself acted.
    """

    id: int | None = Field(default=None, primary_key=True)
    at: datetime = instant(index=True)
    action: str
    actor_id: str | None = None
    request_id: int | None = Field(default=None, index=True)
    step_id: int | None = Field(default=None, index=True)
    data: dict[str, Any] = json_object()


class Received(SQLModel, table=True):
    """Something that came in once: an event id, a trigger id, a view's id and hash."""

    key: str = Field(primary_key=True)
    at: datetime = instant(index=True)


class PolicyVersion(SQLModel, table=True):
    """The policy documents as they were, by the hash that open requests keep."""

    version: str = Field(primary_key=True)
    documents: dict[str, Any] = Field(sa_type=Json, nullable=False)
    loaded_at: datetime = instant()


class Mark(SQLModel, table=True):
    """Up to which instant a recurring piece of work has been done (`sweep`, `heartbeat`, …)."""

    name: str = Field(primary_key=True)
    at: datetime = instant()
