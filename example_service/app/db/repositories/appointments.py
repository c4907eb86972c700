"""Queries about appointments."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import Range, insert

from app.core.domain.appointment import Appointment, Status
from app.core.ports.repositories import AppointmentRepository
from app.db.errors import conflict, translated
from app.db.repositories.base import BaseRepository
from app.models import AppointmentRow


class SqlAppointmentRepository(BaseRepository[Appointment, AppointmentRow], AppointmentRepository):
    """The appointments in the database."""

    row_type = AppointmentRow
    noun = "appointment"

    def to_entity(self, row: AppointmentRow) -> Appointment:
        starts_at, ends_at = row.period.lower, row.period.upper
        if starts_at is None or ends_at is None:
            raise ValueError(f"appointment {row.id} has no beginning or no end")
        return Appointment(row.patient_id, row.clinician, starts_at, ends_at, Status(row.status), row.id)

    def write(self, entity: Appointment, row: AppointmentRow) -> None:
        row.id = entity.id
        row.patient_id = entity.patient_id
        row.clinician = entity.clinician
        row.period = Range(entity.starts_at, entity.ends_at)
        row.status = entity.status.value

    def identity(self, entity: Appointment) -> UUID:
        return entity.id

    async def create(self, entity: Appointment) -> Appointment:
        # ON CONFLICT, because two plain inserts that exclude each other wait for each other until one is ended.
        inserted = (
            insert(AppointmentRow)
            .values(
                id=entity.id,
                patient_id=entity.patient_id,
                clinician=entity.clinician,
                period=Range(entity.starts_at, entity.ends_at),
                status=entity.status.value,
            )
            .on_conflict_do_nothing()
            .returning(AppointmentRow.id)
        )
        with translated():
            if await self._session.scalar(inserted) is None:
                raise conflict("ex_appointments_clinician_period")
        return entity

    async def of_patient(self, patient_id: UUID, limit: int) -> list[Appointment]:
        query = select(AppointmentRow).where(AppointmentRow.patient_id == patient_id)
        return await self._all(query.order_by(func.lower(AppointmentRow.period), AppointmentRow.id).limit(limit))

    async def next_of_patient(self, patient_id: UUID, moment: datetime) -> Appointment | None:
        query = select(AppointmentRow).where(
            AppointmentRow.patient_id == patient_id,
            AppointmentRow.status == Status.BOOKED.value,
            func.lower(AppointmentRow.period) > moment,
        )
        return await self._first(query.order_by(func.lower(AppointmentRow.period)))

    async def booked_before(self, moment: datetime, limit: int) -> list[Appointment]:
        query = select(AppointmentRow).where(
            AppointmentRow.status == Status.BOOKED.value, func.upper(AppointmentRow.period) < moment
        )
        return await self._all(
            query.order_by(func.upper(AppointmentRow.period)).limit(limit).with_for_update(skip_locked=True)
        )
