"""Use cases about letters."""

from __future__ import annotations

import asyncio
from uuid import UUID

from app.core.domain.account import Account
from app.core.ports.templates import Templates
from app.core.services.appointments import AppointmentService
from app.core.services.patients import PatientService


class LetterService:
    """Letters to patients."""

    def __init__(self, appointments: AppointmentService, patients: PatientService, templates: Templates) -> None:
        self._appointments = appointments
        self._patients = patients
        self._templates = templates

    async def confirmation(self, principal: Account, patient_id: UUID, appointment_id: UUID) -> str:
        """The letter that confirms an appointment; raises NotFoundError.

        All three are asked for at once: each has a session, or a file, of its own.
        """
        patient, appointment, template = await asyncio.gather(
            self._patients.get_patient(principal, patient_id),
            self._appointments.get_appointment(principal, patient_id, appointment_id),
            self._templates.load("confirmation"),
        )
        return template.substitute(
            name=patient.full_name,
            clinician=appointment.clinician,
            day=appointment.starts_at.date().isoformat(),
            time=appointment.starts_at.strftime("%H:%M"),
        )
