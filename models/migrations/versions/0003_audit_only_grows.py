"""Audit events can only be added: the database itself refuses to change or remove one.

Revision ID: 0003
Revises: 0002
"""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

REFUSAL = "audit events can only be added"

SQLITE = """
CREATE TRIGGER auditevent_no_{verb} BEFORE {VERB} ON auditevent
BEGIN SELECT RAISE(ABORT, '{refusal}'); END
"""

POSTGRESQL_FUNCTION = """
CREATE FUNCTION auditevent_only_grows() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '{refusal}'; END $$
"""

POSTGRESQL = """
CREATE TRIGGER auditevent_no_{verb} BEFORE {VERB} ON auditevent
FOR EACH STATEMENT EXECUTE FUNCTION auditevent_only_grows()
"""


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("update", "delete"):
            op.execute(SQLITE.format(verb=verb, VERB=verb.upper(), refusal=REFUSAL))
        return
    op.execute(POSTGRESQL_FUNCTION.format(refusal=REFUSAL))
    for verb in ("update", "delete", "truncate"):
        op.execute(POSTGRESQL.format(verb=verb, VERB=verb.upper()))
