"""The table of what patients are to be told."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from app.models.queue import QueueRow


class NoticeRow(QueueRow):
    """Something to tell a patient."""

    __tablename__ = "notices"
    __table_args__ = (Index("ix_notices_waiting", "id", postgresql_where=sql("sent_at IS NULL AND dead_at IS NULL")),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    patient_id: Mapped[UUID] = mapped_column(ForeignKey("patients.id", ondelete="CASCADE"), index=True)
    channel: Mapped[str] = mapped_column(String(10))
    subject: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text)
    done_at: Mapped[datetime | None] = mapped_column("sent_at")
