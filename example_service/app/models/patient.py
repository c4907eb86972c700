"""The table of patients."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Index, String, func, text
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import EntityRow


class PatientRow(EntityRow):
    """A patient."""

    __tablename__ = "patients"
    __table_args__ = (Index(None, "full_name", "id"),)

    full_name: Mapped[str] = mapped_column(String(200))
    born: Mapped[date]
    phone: Mapped[str] = mapped_column(String(20))
    insurance_number: Mapped[str] = mapped_column(String(10), unique=True)
    channel: Mapped[str] = mapped_column(String(10), server_default=text("'email'"))
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
