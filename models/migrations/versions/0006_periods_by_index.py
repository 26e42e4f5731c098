"""Periods are read by index

Revision ID: 0006
Revises: 0005
"""

import sqlalchemy as sa
from alembic import op


revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('request', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_request_closed_at'), ['closed_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_request_opened_at'), ['opened_at'], unique=False)

    with op.batch_alter_table('step', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_step_done_at'), ['done_at'], unique=False)

