"""Use cases about patients."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from uuid import UUID

from app.core.domain.patient import Patient
from app.core.errors import NotFoundError
from app.core.passcodes import hash_passcode, matches
from app.core.ports.insurance import InsuranceRegistry
from app.core.ports.unit_of_work import UnitOfWorkFactory
from app.schemas.patients import PatientCreate, PatientUpdate


class PatientService:
    """What can be done with patients."""

    def __init__(self, units_of_work: UnitOfWorkFactory, insurance: InsuranceRegistry) -> None:
        self._units_of_work = units_of_work
        self._insurance = insurance

    async def register(self, data: PatientCreate) -> Patient:
        """Keep a new patient."""
        hashed = await asyncio.to_thread(hash_passcode, data.passcode.get_secret_value())
        patient = Patient(data.full_name, data.born, data.phone, data.insurance_number, hashed)
        async with self._units_of_work() as work:
            await work.patients.add(patient)
            await work.commit()
        return patient

    async def get_patient(self, patient_id: UUID) -> Patient:
        """The patient; raises NotFoundError."""
        async with self._units_of_work() as work:
            patient = await work.patients.get(patient_id)
        if patient is None:
            raise NotFoundError("there is no such patient")
        return patient

    async def list_patients(self, limit: int, offset: int) -> list[Patient]:
        """A page of patients, by name."""
        async with self._units_of_work() as work:
            return await work.patients.by_name(limit, offset)

    async def change(self, patient_id: UUID, data: PatientUpdate) -> Patient:
        """Change what is given about a patient; raises NotFoundError."""
        patient = replace(await self.get_patient(patient_id), **data.model_dump(exclude_unset=True))
        async with self._units_of_work() as work:
            await work.patients.save(patient)
            await work.commit()
        return patient

    async def remove(self, patient_id: UUID) -> None:
        """Forget a patient, appointments and all; raises NotFoundError."""
        async with self._units_of_work() as work:
            await work.patients.remove(patient_id)
            await work.commit()

    async def is_covered(self, patient_id: UUID) -> bool:
        """Whether the patient's insurance pays; raises NotFoundError, UnavailableError."""
        patient = await self.get_patient(patient_id)
        return await self._insurance.is_covered(patient.insurance_number)

    async def accepts_passcode(self, patient_id: UUID, passcode: str) -> bool:
        """Whether this is the patient's passcode; raises NotFoundError."""
        patient = await self.get_patient(patient_id)
        return await asyncio.to_thread(matches, passcode, patient.passcode_hash)
