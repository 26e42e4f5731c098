"""What a one-line draft leaves open

Revision ID: 0005
Revises: 0004
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('draft', schema=None) as batch_op:
        batch_op.add_column(sa.Column('line', sa.String(), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('asked', sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False, server_default='{}'))
        batch_op.add_column(sa.Column('refused', sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False, server_default='{}'))

