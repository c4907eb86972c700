"""Expand: patients may say how they want to be told.

The column may be empty for now, so that the version of the service that does not know it keeps working beside the one
that does. New rows get the default; rows that are there are left to the next revision.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("patients", sa.Column("channel", sa.String(length=10), nullable=True))
    op.alter_column("patients", "channel", server_default=sa.text("'email'"))


def downgrade() -> None:
    op.drop_column("patients", "channel")
