"""Contract: every patient has a channel. Run it once no version is left that does not know the column.

The check is added without a look at the rows, then validated without stopping writers; with it the column becomes
NOT NULL without another look.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # A transaction a step: the lock that adding the check takes must not last while the rows are read.
    with op.get_context().autocommit_block():
        op.execute("ALTER TABLE patients DROP CONSTRAINT IF EXISTS channel_given")
        op.execute("ALTER TABLE patients ADD CONSTRAINT channel_given CHECK (channel IS NOT NULL) NOT VALID")
        op.execute("ALTER TABLE patients VALIDATE CONSTRAINT channel_given")
        op.alter_column(
            "patients",
            "channel",
            existing_type=sa.String(length=10),
            nullable=False,
            existing_server_default=sa.text("'email'"),
        )
        op.execute("ALTER TABLE patients DROP CONSTRAINT channel_given")


def downgrade() -> None:
    op.alter_column(
        "patients",
        "channel",
        existing_type=sa.String(length=10),
        nullable=True,
        existing_server_default=sa.text("'email'"),
    )
