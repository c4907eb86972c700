"""Queries about patients."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from app.core.domain.notice import Channel
from app.core.domain.patient import Patient
from app.core.ports.repositories import PatientRepository
from app.db.repositories.base import BaseRepository
from app.models import PatientRow


class SqlPatientRepository(BaseRepository[Patient, PatientRow], PatientRepository):
    """The patients in the database."""

    row_type = PatientRow
    noun = "patient"

    def to_entity(self, row: PatientRow) -> Patient:
        return Patient(row.full_name, row.born, row.phone, row.insurance_number, Channel(row.channel), row.id)

    def write(self, entity: Patient, row: PatientRow) -> None:
        row.id = entity.id
        row.full_name = entity.full_name
        row.born = entity.born
        row.phone = entity.phone
        row.insurance_number = entity.insurance_number
        row.channel = entity.channel.value

    def identity(self, entity: Patient) -> UUID:
        return entity.id

    async def by_name(self, limit: int, offset: int) -> list[Patient]:
        return await self._all(
            select(PatientRow).order_by(PatientRow.full_name, PatientRow.id).limit(limit).offset(offset)
        )
