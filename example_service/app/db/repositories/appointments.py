"""Queries about appointments."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import exists, select

from app.core.domain.appointment import Appointment, Status
from app.core.ports.repositories import AppointmentRepository
from app.db.errors import translated
from app.db.repositories.base import SqlRepository
from app.models import AppointmentRow


class SqlAppointmentRepository(SqlRepository[Appointment, AppointmentRow], AppointmentRepository):
    """The appointments in the database."""

    row_type = AppointmentRow

    def to_entity(self, row: AppointmentRow) -> Appointment:
        return Appointment(row.patient_id, row.clinician, row.starts_at, row.ends_at, Status(row.status), row.id)

    def write(self, entity: Appointment, row: AppointmentRow) -> None:
        row.id = entity.id
        row.patient_id = entity.patient_id
        row.clinician = entity.clinician
        row.starts_at = entity.starts_at
        row.ends_at = entity.ends_at
        row.status = entity.status.value

    def identity(self, entity: Appointment) -> UUID:
        return entity.id

    async def of_patient(self, patient_id: UUID, limit: int) -> list[Appointment]:
        query = select(AppointmentRow).where(AppointmentRow.patient_id == patient_id)
        return await self._all(query.order_by(AppointmentRow.starts_at).limit(limit))

    async def overlaps(self, clinician: str, starts_at: datetime, ends_at: datetime) -> bool:
        query = select(
            exists().where(
                AppointmentRow.clinician == clinician,
                AppointmentRow.status == Status.BOOKED.value,
                AppointmentRow.starts_at < ends_at,
                AppointmentRow.ends_at > starts_at,
            )
        )
        with translated():
            return bool(await self._session.scalar(query))

    async def booked_before(self, moment: datetime, limit: int) -> list[Appointment]:
        query = select(AppointmentRow).where(
            AppointmentRow.status == Status.BOOKED.value, AppointmentRow.ends_at < moment
        )
        return await self._all(query.order_by(AppointmentRow.ends_at).limit(limit))
