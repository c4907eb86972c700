"""Queries about notes."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from app.core.domain.note import Note
from app.core.ports.repositories import NoteRepository
from app.db.repositories.base import BaseRepository
from app.models import NoteRow


class SqlNoteRepository(BaseRepository[Note, NoteRow], NoteRepository):
    """The notes in the database."""

    row_type = NoteRow
    noun = "note"

    def to_entity(self, row: NoteRow) -> Note:
        return Note(row.appointment_id, row.author_id, row.text, row.created_at, row.updated_at, row.id)

    def write(self, entity: Note, row: NoteRow) -> None:
        row.id = entity.id
        row.appointment_id = entity.appointment_id
        row.author_id = entity.author_id
        row.text = entity.text
        row.created_at = entity.created_at
        row.updated_at = entity.updated_at

    def identity(self, entity: Note) -> UUID:
        return entity.id

    async def of_appointment(self, appointment_id: UUID, limit: int) -> list[Note]:
        query = select(NoteRow).where(NoteRow.appointment_id == appointment_id)
        return await self._all(query.order_by(NoteRow.created_at, NoteRow.id).limit(limit))
