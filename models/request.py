"""Requests, their steps, and the questions that go to and fro about a step."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from models.base import instant, json_object
from models.enums import AT_WORK, Reach, RequestState, StepState

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
    reach: str = Reach.IN_CITY
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
    """A visit: one time that a step of the matrix is done for a request.

    It is made when its turn comes and never set back: a step that is done again is a new row of the next
    `round`. `item` is empty, or names the member of a list that the step is done for. A question to a person
    is a visit too, with the key `question` and the asking visit's id as its item. `position` is the step's
    place in the matrix. `answer` holds the outcome's fields by field id. `revision` grows with each change,
    so a card knows whether it is stale.
    """

    __table_args__ = (
        UniqueConstraint("request_id", "key", "item", "round"),
        Index("ix_step_team_state", "team_id", "state"),
        Index("ix_step_at_work", "team_id", "ready_at", sqlite_where=IS_AT_WORK, postgresql_where=IS_AT_WORK),
        Index("ix_step_holder_state", "holder_id", "state"),
    )

    id: int | None = Field(default=None, primary_key=True)
    request_id: int = Field(foreign_key="request.id")
    key: str
    item: str = ""
    round: int = 1
    position: int
    team_id: str
    state: str = StepState.READY
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
    """A question that a team returned a step with, and its answer.

    `question_id` is the visit of the person who was asked: its clock runs while the asking step's is paused.
    """

    id: int | None = Field(default=None, primary_key=True)
    step_id: int = Field(foreign_key="step.id", index=True)
    question_id: int = Field(foreign_key="step.id", index=True)
    question: str
    asked_by_id: str
    asked_of_id: str
    asked_at: datetime = instant()
    answer: str | None = None
    answered_by_id: str | None = None
    answered_at: datetime | None = instant(nullable=True)
