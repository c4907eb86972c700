"""Use cases about appointments."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from app.core.domain.account import Account
from app.core.domain.appointment import Appointment
from app.core.domain.idempotency import IdempotencyKey
from app.core.errors import NotFoundError
from app.core.events.appointments import AppointmentBooked, AppointmentCancelled, AppointmentMissed
from app.core.ports.unit_of_work import UnitOfWork, UnitOfWorkFactory
from app.core.services.idempotency import Replay, fingerprint
from app.core.services.patients import PatientService
from app.schemas.appointments import AppointmentCreate

BATCH = 100
"""How many missed appointments one transaction closes."""


class AppointmentService:
    """What can be done with appointments."""

    def __init__(self, units_of_work: UnitOfWorkFactory, patients: PatientService) -> None:
        self._units_of_work = units_of_work
        self._patients = patients
        self._replay = Replay(Appointment)

    async def book(
        self, principal: Account, patient_id: UUID, data: AppointmentCreate, key: str | None = None
    ) -> Appointment:
        """Book an appointment; raises NotFoundError, RuleViolationError, ConflictError.

        Whether the clinician is free is for the database to say: asking first would let two callers in at once.
        """
        patient = await self._patients.get_patient(principal, patient_id)
        request = IdempotencyKey.of(str(principal.id), f"book/{patient_id}", key, fingerprint(data))
        appointment = Appointment(patient.id, data.clinician, data.starts_at, data.ends_at)
        async with self._units_of_work() as work:
            if earlier := await self._replay.earlier(work, request):
                return earlier
            appointment.check_bookable(datetime.now(UTC))
            await work.appointments.create(appointment)
            await self._replay.keep(work, request, appointment)
            work.record(
                AppointmentBooked(
                    patient_id=patient.id,
                    appointment_id=appointment.id,
                    clinician=appointment.clinician,
                    starts_at=appointment.starts_at,
                )
            )
            await work.commit()
        return appointment

    async def get_appointment(self, principal: Account, patient_id: UUID, appointment_id: UUID) -> Appointment:
        """The patient's appointment; raises NotFoundError."""
        async with self._units_of_work() as work:
            return await self._existing(work, principal, patient_id, appointment_id)

    async def list_of_patient(self, principal: Account, patient_id: UUID, limit: int) -> list[Appointment]:
        """The patient's appointments, the first to start first; raises NotFoundError."""
        patient = await self._patients.get_patient(principal, patient_id)
        async with self._units_of_work() as work:
            return await work.appointments.of_patient(patient.id, limit)

    async def next_of_patient(self, patient_id: UUID) -> Appointment | None:
        """The patient's next appointment, if there is one."""
        async with self._units_of_work() as work:
            return await work.appointments.next_of_patient(patient_id, datetime.now(UTC))

    async def cancel(self, principal: Account, patient_id: UUID, appointment_id: UUID) -> None:
        """Cancel an appointment still to come; raises NotFoundError, RuleViolationError."""
        async with self._units_of_work() as work:
            appointment = await self._existing(work, principal, patient_id, appointment_id, lock=True)
            await work.appointments.update(appointment.cancelled(datetime.now(UTC)))
            work.record(
                AppointmentCancelled(
                    patient_id=patient_id, appointment_id=appointment_id, cancelled_by=principal.role.value
                )
            )
            await work.commit()

    async def close_missed(self, moment: datetime) -> int:
        """Mark as missed what ended before a moment and is still booked, `BATCH` at most; tells how many."""
        async with self._units_of_work() as work:
            overdue = await work.appointments.booked_before(moment, BATCH)
            await work.appointments.update_multi([appointment.missed() for appointment in overdue])
            for appointment in overdue:
                work.record(AppointmentMissed(patient_id=appointment.patient_id, appointment_id=appointment.id))
            await work.commit()
        return len(overdue)

    async def _existing(
        self, work: UnitOfWork, principal: Account, patient_id: UUID, appointment_id: UUID, *, lock: bool = False
    ) -> Appointment:
        may_see = principal.may_see(patient_id)
        appointment = await work.appointments.get(appointment_id, lock=lock) if may_see else None
        if appointment is None or appointment.patient_id != patient_id:
            raise NotFoundError("there is no such appointment")
        return appointment
