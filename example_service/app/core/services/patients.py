"""Use cases about patients."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from app.core.domain.account import Account
from app.core.domain.patient import Patient
from app.core.errors import NotFoundError
from app.core.ports.insurance import InsuranceRegistry
from app.core.ports.unit_of_work import UnitOfWork, UnitOfWorkFactory
from app.schemas.patients import PatientUpdate


class PatientService:
    """What can be done with patients: by themselves, and by the staff."""

    def __init__(self, units_of_work: UnitOfWorkFactory, insurance: InsuranceRegistry) -> None:
        self._units_of_work = units_of_work
        self._insurance = insurance

    async def get_patient(self, principal: Account, patient_id: UUID) -> Patient:
        """The patient; raises NotFoundError, for other people's patients too."""
        async with self._units_of_work() as work:
            return await self._existing(work, principal, patient_id)

    async def get_own(self, principal: Account) -> Patient:
        """The patient who asks; raises NotFoundError for the staff."""
        return await self.get_patient(principal, principal.require_patient())

    async def list_patients(self, limit: int, offset: int) -> list[Patient]:
        """A page of patients, by name."""
        async with self._units_of_work() as work:
            return await work.patients.by_name(limit, offset)

    async def change(self, principal: Account, patient_id: UUID, data: PatientUpdate) -> Patient:
        """Change what is given about a patient; raises NotFoundError."""
        async with self._units_of_work() as work:
            patient = await self._existing(work, principal, patient_id, lock=True)
            changed = replace(patient, **data.model_dump(exclude_unset=True))
            await work.patients.update(changed)
            await work.commit()
        return changed

    async def remove(self, principal: Account, patient_id: UUID) -> None:
        """Forget a patient, account, appointments and all; raises NotFoundError."""
        async with self._units_of_work() as work:
            patient = await self._existing(work, principal, patient_id)
            await work.patients.delete(patient.id)
            await work.commit()

    async def is_covered(self, principal: Account, patient_id: UUID) -> bool:
        """Whether the patient's insurance pays; raises NotFoundError, UnavailableError."""
        patient = await self.get_patient(principal, patient_id)
        return await self._insurance.is_covered(patient.insurance_number)

    async def _existing(self, work: UnitOfWork, principal: Account, patient_id: UUID, *, lock: bool = False) -> Patient:
        patient = await work.patients.get(patient_id, lock=lock) if principal.may_see(patient_id) else None
        if patient is None:
            raise NotFoundError("there is no such patient")
        return patient
