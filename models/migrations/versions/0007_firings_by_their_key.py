"""The unique key of firings serves look-ups by clock

Revision ID: 0007
Revises: 0006
"""

from alembic import op

revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('firing', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_firing_clock_id'))
