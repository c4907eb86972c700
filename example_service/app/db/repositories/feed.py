"""Queries about what changed about patients' appointments."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.domain.feed import FeedEntry
from app.core.ports.repositories import FeedRepository
from app.db.errors import translated
from app.models import FeedEntryRow


class SqlFeedRepository(FeedRepository):
    """The changes in the database."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def create(self, entry: FeedEntry) -> None:
        with translated():
            await self._session.execute(
                insert(FeedEntryRow).values(
                    message_id=entry.message_id,
                    patient_id=entry.patient_id,
                    appointment_id=entry.appointment_id,
                    kind=entry.kind,
                    occurred_at=entry.occurred_at,
                )
            )

    async def after(self, patient_id: UUID, position: int, limit: int) -> list[FeedEntry]:
        query = select(FeedEntryRow).where(FeedEntryRow.patient_id == patient_id, FeedEntryRow.id > position)
        with translated():
            rows = await self._session.scalars(query.order_by(FeedEntryRow.id).limit(limit))
            return [
                FeedEntry(row.message_id, row.patient_id, row.appointment_id, row.kind, row.occurred_at, row.id)
                for row in rows
            ]
