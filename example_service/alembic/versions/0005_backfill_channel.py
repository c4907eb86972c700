"""Backfill: patients from before the choice get mail, a thousand rows a transaction."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

FILL = sa.text(
    "UPDATE patients SET channel = 'email' WHERE id IN "
    "(SELECT id FROM patients WHERE channel IS NULL LIMIT 1000 FOR UPDATE)"
)
LEFT = sa.text("SELECT EXISTS (SELECT FROM patients WHERE channel IS NULL)")


def upgrade() -> None:
    # A transaction a batch: no lock is held long, and a run that was stopped goes on where it was.
    migration = op.get_context()
    if migration.as_sql:
        op.execute("UPDATE patients SET channel = 'email' WHERE channel IS NULL")
        return
    with migration.autocommit_block():
        connection = op.get_bind()
        while connection.scalar(LEFT):
            connection.execute(FILL)


def downgrade() -> None:
    # No channel means mail to the version before, so that no choice is lost.
    op.execute("UPDATE patients SET channel = NULL WHERE channel = 'email'")
