"""Requests, their steps, and the questions that go to and fro about a step."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from models.base import instant, json_object
from models.enums import AT_WORK, RequestState, StepState

IS_AT_WORK = text(f"state IN ({', '.join(repr(state.value) for state in AT_WORK)})")
"""That a team has the step before it, in the literal words by which SQLite knows the index of such steps."""


class Request(SQLModel, table=True):
    """One coordination request; people call it by its label, `XB-` and its id.

    `policy_version` is frozen at opening. `details` holds the kind's own fields by field id. `opened_with`
    identifies the submission that opened it, so that the same submission opens nothing twice.
    """

    __table_args__ = (Index("ix_request_state_grade", "state", "grade"),)

    id: int | None = Field(default=None, primary_key=True)
    kind: str
    stage: str
    state: str = RequestState.OPEN
    outcome: str | None = None
    customer_id: int = Field(foreign_key="customer.id", index=True)
    grade: str
    service: str
    assurance: str
    access_points: int = 1
    site: str = ""
    description: str = ""
    details: dict[str, Any] = json_object()
    wished_at: datetime | None = instant(nullable=True)
    source_url: str | None = None
    opened_with: str | None = Field(default=None, unique=True)
    opened_by_id: str = Field(index=True)
    opened_at: datetime = instant(index=True)
    coordinator_id: str | None = None
    closed_at: datetime | None = instant(nullable=True, index=True)
    parent_id: int | None = Field(default=None, foreign_key="request.id", index=True)
    policy_version: str = Field(foreign_key="policyversion.version")
    revision: int = 1

    @property
    def label(self) -> str:
        """What people call it: `XB-12`."""
        return f"XB-{self.id}"


class Step(SQLModel, table=True):
    """What one team has to do for a request.

    A `waiting` step has no clock; it becomes `ready` when what it waits for has ended. `answer` holds the
    outcome's fields by field id. `revision` grows with each change, so a card knows whether it is stale.
    """

    __table_args__ = (
        Index("ix_step_team_state", "team_id", "state"),
        Index("ix_step_at_work", "team_id", "ready_at", sqlite_where=IS_AT_WORK, postgresql_where=IS_AT_WORK),
        Index("ix_step_holder_state", "holder_id", "state"),
    )

    id: int | None = Field(default=None, primary_key=True)
    request_id: int = Field(foreign_key="request.id", index=True)
    key: str
    position: int
    team_id: str
    state: str = StepState.WAITING
    holder_id: str | None = None
    outcome: str | None = None
    answer: dict[str, Any] = json_object()
    ready_at: datetime | None = instant(nullable=True)
    accepted_at: datetime | None = instant(nullable=True)
    done_at: datetime | None = instant(nullable=True, index=True)
    done_by_id: str | None = None
    chased_at: datetime | None = instant(nullable=True)
    revision: int = 1


class Exchange(SQLModel, table=True):
    """A question that a team returned a step with, and its answer."""

    id: int | None = Field(default=None, primary_key=True)
    step_id: int = Field(foreign_key="step.id", index=True)
    question: str
    asked_by_id: str
    asked_of_id: str
    asked_at: datetime = instant()
    answer: str | None = None
    answered_by_id: str | None = None
    answered_at: datetime | None = instant(nullable=True)
