"""Clocks as facts: when one started, what was taken out, what was moved, what has fired.

A deadline is a pure function of these rows, the calendar and the frozen policy; `due_at` and `next_fire_at`
are that function's last result, kept for the sweep's index and never changed by hand.
"""

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from models.base import instant
from models.enums import Measured, PauseCause

_OF_STEPS = text("step_id IS NOT NULL")
_STEPS_RUNNING = text("stopped_at IS NULL AND step_id IS NOT NULL")
_REQUESTS_RUNNING = text("stopped_at IS NULL AND step_id IS NULL")


class Clock(SQLModel, table=True):
    """The clock of a request (`step_id` is null: the customer's) or of one step.

    `measures` says what (`Measured`). `team_id` is the team that has the step now, kept here as well: the
    status counts running clocks by team from one index. `target_seconds` is working time of `calendar`;
    `carried_seconds` of it were consumed by an earlier visit of the same piece of work (below 0 where a moved
    deadline had left more than the target). `epoch` grows when the thresholds are to be crossed again (a
    moved deadline, another grade). `acknowledged_level` is the level that somebody has said "seen" to.

    Unique by request and step, and not by step alone: looking for a request's own clock, SQLite would walk
    that index through the clocks of all requests that ever were. The partial indexes hold what runs, so the
    status costs what is open, not what is closed.
    """

    __table_args__ = (
        UniqueConstraint("request_id", "step_id"),
        Index("ix_clock_next_fire", "next_fire_at"),
        Index("ix_clock_step", "step_id", sqlite_where=_OF_STEPS, postgresql_where=_OF_STEPS),
        Index(
            "ix_clock_steps_running",
            "team_id",
            "due_at",
            sqlite_where=_STEPS_RUNNING,
            postgresql_where=_STEPS_RUNNING,
        ),
        Index(
            "ix_clock_requests_running",
            "due_at",
            "request_id",
            sqlite_where=_REQUESTS_RUNNING,
            postgresql_where=_REQUESTS_RUNNING,
        ),
        Index(
            "ix_clock_at_risk",
            "team_id",
            "step_id",
            sqlite_where=text("stopped_at IS NULL AND is_at_risk = 1"),
            postgresql_where=text("stopped_at IS NULL AND is_at_risk"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    request_id: int = Field(foreign_key="request.id")
    step_id: int | None = Field(default=None, foreign_key="step.id")
    team_id: str | None = None
    measures: str = Measured.STEP
    calendar: str
    target_seconds: int
    carried_seconds: int = 0
    rule: str = ""
    started_at: datetime = instant()
    stopped_at: datetime | None = instant(nullable=True)
    original_due_at: datetime = instant()
    due_at: datetime | None = instant(nullable=True)
    is_provisional: bool = False
    next_fire_at: datetime | None = instant(nullable=True)
    epoch: int = 0
    level: str | None = None
    acknowledged_level: str | None = None
    acknowledged_by_id: str | None = None
    expected_at: datetime | None = instant(nullable=True)
    snoozed_until_at: datetime | None = instant(nullable=True)
    is_at_risk: bool = False


class Pause(SQLModel, table=True):
    """A stretch taken out of a clock: while a question is out, the customer is away, between two openings.

    Of each cause a clock has one open pause at the most; it runs only when none is open, and stretches that
    overlap are taken out once.
    """

    id: int | None = Field(default=None, primary_key=True)
    clock_id: int = Field(foreign_key="clock.id", index=True)
    cause: str = PauseCause.OWN
    reason: str
    evidence: str = ""
    from_at: datetime = instant()
    expected_at: datetime | None = instant(nullable=True)
    asked_at: datetime | None = instant(nullable=True)
    to_at: datetime | None = instant(nullable=True)
    by_id: str | None = None
    consented_by_id: str | None = None


class DeadlineMove(SQLModel, table=True):
    """A deadline moved by hand, with its reason, beside the original."""

    id: int | None = Field(default=None, primary_key=True)
    clock_id: int = Field(foreign_key="clock.id", index=True)
    due_at: datetime = instant()
    reason: str
    by_id: str
    moved_at: datetime = instant()


class Firing(SQLModel, table=True):
    """A threshold that was crossed: exactly once per clock, threshold, epoch and turn.

    `told` is false where a higher level was crossed in the same sweep and only that one was told. The unique
    key begins with the clock, so it serves look-ups by clock as well.
    """

    __table_args__ = (UniqueConstraint("clock_id", "threshold", "epoch", "turn"),)

    id: int | None = Field(default=None, primary_key=True)
    clock_id: int = Field(foreign_key="clock.id")
    threshold: str
    epoch: int
    turn: int = 0
    due_at: datetime = instant()
    fired_at: datetime = instant()
    told: bool = True
