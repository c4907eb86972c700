"""The table of patients."""

from __future__ import annotations

from datetime import date

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base


class PatientRow(Base):
    """A patient."""

    __tablename__ = "patients"

    full_name: Mapped[str] = mapped_column(String(200), index=True)
    born: Mapped[date]
    phone: Mapped[str] = mapped_column(String(20))
    insurance_number: Mapped[str] = mapped_column(String(10), unique=True)
    passcode_hash: Mapped[str] = mapped_column(String(200))
