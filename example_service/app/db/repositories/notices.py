"""Queries about what patients are to be told."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.domain.notice import AddressedNotice, Channel, Notice
from app.core.domain.retry import Setback
from app.core.ports.repositories import NoticeRepository
from app.db.errors import translated
from app.db.queue import Queue
from app.models import AccountRow, NoticeRow, PatientRow


class SqlNoticeRepository(NoticeRepository):
    """The notices in the database, with the addresses of those they go to."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session
        self._queue = Queue(session, NoticeRow, NoticeRow.id)

    async def create(self, notice: Notice) -> None:
        with translated():
            await self._session.execute(
                insert(NoticeRow).values(
                    id=notice.id,
                    patient_id=notice.patient_id,
                    channel=notice.channel.value,
                    subject=notice.subject,
                    text=notice.text,
                )
            )

    async def claim(self, limit: int, lease: timedelta) -> list[AddressedNotice]:
        rows = await self._queue.claim(limit, lease)
        emails, phones = await self._addresses([row.patient_id for row in rows])
        return [
            AddressedNotice(
                Notice(row.id, row.patient_id, Channel(row.channel), row.subject, row.text, row.attempts),
                (emails if row.channel == Channel.EMAIL.value else phones)[row.patient_id],
            )
            for row in rows
        ]

    async def settle(self, done: list[UUID], setbacks: list[Setback]) -> None:
        await self._queue.settle(done, setbacks)

    async def _addresses(self, patient_ids: list[UUID]) -> tuple[dict[UUID, str], dict[UUID, str]]:
        query = (
            select(PatientRow.id, AccountRow.email, PatientRow.phone)
            .join(AccountRow, AccountRow.patient_id == PatientRow.id)
            .where(PatientRow.id.in_(patient_ids))
        )
        with translated():
            found = (await self._session.execute(query)).all()
        return {row.id: row.email for row in found}, {row.id: row.phone for row in found}
