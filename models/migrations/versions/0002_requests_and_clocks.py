"""Requests, their steps and their clocks.

Revision ID: 0002
Revises: 0001
"""

import sqlalchemy as sa
from alembic import op
from alembic.operations import BatchOperations
from sqlalchemy.dialects.postgresql import JSONB

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

AT_WORK = sa.text("state IN ('ready', 'accepted', 'returned')")
OF_STEPS = sa.text("step_id IS NOT NULL")
STEPS_RUNNING = sa.text("stopped_at IS NULL AND step_id IS NOT NULL")
REQUESTS_RUNNING = sa.text("stopped_at IS NULL AND step_id IS NULL")
AT_RISK = sa.text("stopped_at IS NULL AND is_at_risk")
AT_RISK_SQLITE = sa.text("stopped_at IS NULL AND is_at_risk = 1")


def upgrade() -> None:
    for make in (request, step, clock, exchange, deadlinemove, firing, pause):
        make()


def index_where(
    batch_op: BatchOperations,
    name: str,
    columns: list[str],
    where: sa.TextClause,
    on_sqlite: sa.TextClause | None = None,
) -> None:
    on = where if on_sqlite is None else on_sqlite
    batch_op.create_index(name, columns, unique=False, sqlite_where=on, postgresql_where=where)


def request() -> None:
    op.create_table(
        "request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("grade", sa.String(), nullable=False),
        sa.Column("service", sa.String(), nullable=False),
        sa.Column("assurance", sa.String(), nullable=False),
        sa.Column("access_points", sa.Integer(), nullable=False),
        sa.Column("reach", sa.String(), nullable=False),
        sa.Column("site", sa.String(), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("details", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("wished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("source_url", sa.String(), nullable=True),
        sa.Column("opened_with", sa.String(), nullable=True),
        sa.Column("opened_by_id", sa.String(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("coordinator_id", sa.String(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("policy_version", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"]),
        sa.ForeignKeyConstraint(["parent_id"], ["request.id"]),
        sa.ForeignKeyConstraint(["policy_version"], ["policyversion.version"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("opened_with"),
    )
    with op.batch_alter_table("request", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_request_customer_id"), ["customer_id"], unique=False)
        batch_op.create_index("ix_request_state_grade", ["state", "grade"], unique=False)
        batch_op.create_index(batch_op.f("ix_request_opened_by_id"), ["opened_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_request_parent_id"), ["parent_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_request_opened_at"), ["opened_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_request_closed_at"), ["closed_at"], unique=False)


def step() -> None:
    op.create_table(
        "step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("item", sa.String(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("holder_id", sa.String(), nullable=True),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.Column("answer", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("ready_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_by_id", sa.String(), nullable=True),
        sa.Column("chased_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["request_id"], ["request.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("request_id", "key", "item", "round"),
    )
    with op.batch_alter_table("step", schema=None) as batch_op:
        batch_op.create_index("ix_step_holder_state", ["holder_id", "state"], unique=False)
        batch_op.create_index(batch_op.f("ix_step_done_at"), ["done_at"], unique=False)
        batch_op.create_index("ix_step_team_state", ["team_id", "state"], unique=False)
        index_where(batch_op, "ix_step_at_work", ["team_id", "ready_at"], AT_WORK)


def clock() -> None:
    op.create_table(
        "clock",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("step_id", sa.Integer(), nullable=True),
        sa.Column("team_id", sa.String(), nullable=True),
        sa.Column("measures", sa.String(), nullable=False),
        sa.Column("calendar", sa.String(), nullable=False),
        sa.Column("target_seconds", sa.Integer(), nullable=False),
        sa.Column("carried_seconds", sa.Integer(), nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("stopped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("original_due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_provisional", sa.Boolean(), nullable=False),
        sa.Column("next_fire_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("level", sa.String(), nullable=True),
        sa.Column("acknowledged_level", sa.String(), nullable=True),
        sa.Column("acknowledged_by_id", sa.String(), nullable=True),
        sa.Column("expected_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("snoozed_until_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_at_risk", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["request_id"], ["request.id"]),
        sa.ForeignKeyConstraint(["step_id"], ["step.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("request_id", "step_id"),
    )
    with op.batch_alter_table("clock", schema=None) as batch_op:
        batch_op.create_index("ix_clock_next_fire", ["next_fire_at"], unique=False)
        index_where(batch_op, "ix_clock_step", ["step_id"], OF_STEPS)
        index_where(batch_op, "ix_clock_steps_running", ["team_id", "due_at"], STEPS_RUNNING)
        index_where(batch_op, "ix_clock_requests_running", ["due_at", "request_id"], REQUESTS_RUNNING)
        index_where(batch_op, "ix_clock_at_risk", ["team_id", "step_id"], AT_RISK, AT_RISK_SQLITE)


def exchange() -> None:
    op.create_table(
        "exchange",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("step_id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("asked_by_id", sa.String(), nullable=False),
        sa.Column("asked_of_id", sa.String(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.String(), nullable=True),
        sa.Column("answered_by_id", sa.String(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["step_id"], ["step.id"]),
        sa.ForeignKeyConstraint(["question_id"], ["step.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("exchange", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_exchange_step_id"), ["step_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_exchange_question_id"), ["question_id"], unique=False)


def deadlinemove() -> None:
    op.create_table(
        "deadlinemove",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("clock_id", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("by_id", sa.String(), nullable=False),
        sa.Column("moved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["clock_id"], ["clock.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("deadlinemove", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_deadlinemove_clock_id"), ["clock_id"], unique=False)


def firing() -> None:
    op.create_table(
        "firing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("clock_id", sa.Integer(), nullable=False),
        sa.Column("threshold", sa.String(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("fired_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["clock_id"], ["clock.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("clock_id", "threshold", "epoch", "turn"),
    )


def pause() -> None:
    op.create_table(
        "pause",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("clock_id", sa.Integer(), nullable=False),
        sa.Column("cause", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("evidence", sa.String(), nullable=False),
        sa.Column("from_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expected_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("to_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("by_id", sa.String(), nullable=True),
        sa.Column("consented_by_id", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["clock_id"], ["clock.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("pause", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_pause_clock_id"), ["clock_id"], unique=False)
