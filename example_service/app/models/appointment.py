"""The table of appointments."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, func, text
from sqlalchemy.dialects.postgresql import TSTZRANGE, ExcludeConstraint, Range
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import EntityRow


class AppointmentRow(EntityRow):
    """An appointment; of those that are booked, no two of one clinician overlap."""

    __tablename__ = "appointments"
    __table_args__ = (
        ExcludeConstraint(
            ("clinician", "="),
            ("period", "&&"),
            name="ex_appointments_clinician_period",
            using="gist",
            where=text("status = 'booked'"),
        ),
        CheckConstraint("NOT isempty(period)", name="period_lasts"),
        Index("ix_appointments_booked_until", text("upper(period)"), postgresql_where=text("status = 'booked'")),
    )

    patient_id: Mapped[UUID] = mapped_column(ForeignKey("patients.id", ondelete="CASCADE"), index=True)
    clinician: Mapped[str] = mapped_column(String(200))
    period: Mapped[Range[datetime]] = mapped_column(TSTZRANGE)
    status: Mapped[str] = mapped_column(String(20))
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
