"""The use case in which a patient comes to the clinic."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from app.core.domain.account import Account, Role
from app.core.domain.idempotency import IdempotencyKey
from app.core.domain.patient import Patient
from app.core.errors import ConflictError
from app.core.events.patients import PatientRegistered
from app.core.ports.unit_of_work import UnitOfWork, UnitOfWorkFactory
from app.core.security.passwords import Passwords
from app.core.services.idempotency import Replay, fingerprint
from app.core.services.use_case import UseCase
from app.schemas.patients import PatientCreate


@dataclass(frozen=True, slots=True)
class Registration:
    """What a new patient says, and the caller's word for the request."""

    data: PatientCreate
    key: str | None = None

    def idempotency_key(self) -> IdempotencyKey | None:
        """What tells this registration from all others."""
        return IdempotencyKey.of("nobody", "register", self.key, fingerprint(self.data))


class RegisterPatient(UseCase[Registration, Patient]):
    """Keeps a patient and the account by which it logs in."""

    def __init__(self, units_of_work: UnitOfWorkFactory, passwords: Passwords) -> None:
        self._units_of_work = units_of_work
        self._passwords = passwords
        self._replay = Replay(Patient)

    async def execute(self, data: Registration) -> Patient:
        """Register a patient; raises ConflictError when the address or the insurance number is taken."""
        given, key = data.data, data.idempotency_key()
        hashed = await asyncio.to_thread(self._passwords.hash_password, given.password.get_secret_value())
        patient = Patient(given.full_name, given.born, given.phone, given.insurance_number, given.channel)
        async with self._units_of_work() as work:
            if earlier := await self._replay.earlier(work, key):
                await self._check_password(work, given)
                return earlier
            await work.patients.create(patient)
            await work.accounts.create(Account(given.email, hashed, Role.PATIENT, patient.id))
            await self._replay.keep(work, key, patient)
            work.record(PatientRegistered(patient_id=patient.id))
            await work.commit()
        return patient

    async def _check_password(self, work: UnitOfWork, given: PatientCreate) -> None:
        # The fingerprint leaves the password out: what is kept must not help to guess it.
        account = await work.accounts.by_email(given.email)
        hashed = None if account is None else account.password_hash
        if not await asyncio.to_thread(self._passwords.matches, given.password.get_secret_value(), hashed):
            raise ConflictError("the idempotency key was used for another request")
