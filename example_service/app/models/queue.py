"""What all tables share whose rows wait for a worker."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Integer, Text, func
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base


class QueueRow(Base):
    """Work to do: waiting, claimed (`available_at` in the future), done, or dead."""

    __abstract__ = True

    attempts: Mapped[int] = mapped_column(Integer, server_default=sql("0"))
    available_at: Mapped[datetime] = mapped_column(server_default=func.now())
    done_at: Mapped[datetime | None]
    dead_at: Mapped[datetime | None]
    last_error: Mapped[str | None] = mapped_column(Text)
