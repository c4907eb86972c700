"""Use cases about notes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

from app.core.domain.account import Account
from app.core.domain.idempotency import IdempotencyKey
from app.core.domain.note import Note
from app.core.errors import NotFoundError
from app.core.ports.unit_of_work import UnitOfWork, UnitOfWorkFactory
from app.core.services.appointments import AppointmentService
from app.core.services.idempotency import Replay, fingerprint
from app.schemas.notes import NoteCreate, NoteUpdate


class NoteService:
    """What can be done with the notes of an appointment; who may see the appointment may see them."""

    def __init__(self, units_of_work: UnitOfWorkFactory, appointments: AppointmentService) -> None:
        self._units_of_work = units_of_work
        self._appointments = appointments
        self._replay = Replay(Note)

    async def write(
        self, principal: Account, patient_id: UUID, appointment_id: UUID, data: NoteCreate, key: str | None = None
    ) -> Note:
        """Write a note; raises NotFoundError, ConflictError."""
        appointment = await self._appointments.get_appointment(principal, patient_id, appointment_id)
        request = IdempotencyKey.of(str(principal.id), f"note/{appointment.id}", key, fingerprint(data))
        now = datetime.now(UTC)
        note = Note(appointment.id, principal.id, data.text, now, now)
        async with self._units_of_work() as work:
            if earlier := await self._replay.earlier(work, request):
                return earlier
            await work.notes.create(note)
            await self._replay.keep(work, request, note)
            await work.commit()
        return note

    async def list_of_appointment(
        self, principal: Account, patient_id: UUID, appointment_id: UUID, limit: int
    ) -> list[Note]:
        """The appointment's notes, the oldest first; raises NotFoundError."""
        appointment = await self._appointments.get_appointment(principal, patient_id, appointment_id)
        async with self._units_of_work() as work:
            return await work.notes.of_appointment(appointment.id, limit)

    async def get_note(self, principal: Account, patient_id: UUID, appointment_id: UUID, note_id: UUID) -> Note:
        """One note; raises NotFoundError."""
        appointment = await self._appointments.get_appointment(principal, patient_id, appointment_id)
        async with self._units_of_work() as work:
            return await self._existing(work, appointment.id, note_id)

    async def change(
        self, principal: Account, patient_id: UUID, appointment_id: UUID, note_id: UUID, data: NoteUpdate
    ) -> Note:
        """Change what is given about a note; raises NotFoundError, RuleViolationError for all but its author."""
        appointment = await self._appointments.get_appointment(principal, patient_id, appointment_id)
        async with self._units_of_work() as work:
            note = await self._existing(work, appointment.id, note_id, lock=True)
            note.check_author(principal.id)
            changed = replace(note, **data.model_dump(exclude_unset=True), updated_at=datetime.now(UTC))
            await work.notes.update(changed)
            await work.commit()
        return changed

    async def remove(self, principal: Account, patient_id: UUID, appointment_id: UUID, note_id: UUID) -> None:
        """Forget a note; raises NotFoundError, RuleViolationError for all but its author."""
        appointment = await self._appointments.get_appointment(principal, patient_id, appointment_id)
        async with self._units_of_work() as work:
            note = await self._existing(work, appointment.id, note_id, lock=True)
            note.check_author(principal.id)
            await work.notes.delete(note.id)
            await work.commit()

    async def _existing(self, work: UnitOfWork, appointment_id: UUID, note_id: UUID, *, lock: bool = False) -> Note:
        note = await work.notes.get(note_id, lock=lock)
        if note is None or note.appointment_id != appointment_id:
            raise NotFoundError("there is no such note")
        return note
