"""Use cases about appointments."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from app.core.domain.appointment import Appointment
from app.core.errors import ConflictError, NotFoundError, RuleViolationError
from app.core.ports.unit_of_work import UnitOfWorkFactory
from app.core.services.patients import PatientService
from app.schemas.appointments import AppointmentCreate

BATCH = 100
"""How many missed appointments one transaction closes."""


class AppointmentService:
    """What can be done with appointments."""

    def __init__(self, units_of_work: UnitOfWorkFactory, patients: PatientService) -> None:
        self._units_of_work = units_of_work
        self._patients = patients

    async def book(self, patient_id: UUID, data: AppointmentCreate) -> Appointment:
        """Book an appointment; raises NotFoundError, RuleViolationError, ConflictError."""
        patient = await self._patients.get_patient(patient_id)
        if data.starts_at <= datetime.now(UTC):
            raise RuleViolationError("an appointment starts in the future")
        appointment = Appointment(patient.id, data.clinician, data.starts_at, data.ends_at)
        async with self._units_of_work() as work:
            if await work.appointments.overlaps(appointment.clinician, appointment.starts_at, appointment.ends_at):
                raise ConflictError("the clinician has another appointment then")
            await work.appointments.add(appointment)
            await work.commit()
        return appointment

    async def get_appointment(self, patient_id: UUID, appointment_id: UUID) -> Appointment:
        """The patient's appointment; raises NotFoundError."""
        async with self._units_of_work() as work:
            appointment = await work.appointments.get(appointment_id)
        if appointment is None or appointment.patient_id != patient_id:
            raise NotFoundError("there is no such appointment")
        return appointment

    async def list_of_patient(self, patient_id: UUID, limit: int) -> list[Appointment]:
        """The patient's appointments, the first to start first; raises NotFoundError."""
        patient = await self._patients.get_patient(patient_id)
        async with self._units_of_work() as work:
            return await work.appointments.of_patient(patient.id, limit)

    async def cancel(self, patient_id: UUID, appointment_id: UUID) -> None:
        """Cancel an appointment still to come; raises NotFoundError, RuleViolationError."""
        appointment = await self.get_appointment(patient_id, appointment_id)
        cancelled = appointment.cancelled(datetime.now(UTC))
        async with self._units_of_work() as work:
            await work.appointments.save(cancelled)
            await work.commit()

    async def close_missed(self, moment: datetime) -> int:
        """Mark as missed what ended before a moment and is still booked, `BATCH` at most; tells how many."""
        async with self._units_of_work() as work:
            overdue = await work.appointments.booked_before(moment, BATCH)
            for appointment in overdue:
                await work.appointments.save(appointment.missed())
            await work.commit()
        return len(overdue)
