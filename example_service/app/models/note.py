"""The table of notes."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import EntityRow


class NoteRow(EntityRow):
    """A note about an appointment; it outlives the account of its author."""

    __tablename__ = "notes"

    appointment_id: Mapped[UUID] = mapped_column(ForeignKey("appointments.id", ondelete="CASCADE"), index=True)
    author_id: Mapped[UUID]
    text: Mapped[str] = mapped_column(String(4000))
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
