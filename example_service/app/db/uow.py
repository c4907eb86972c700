"""A transaction of the database."""

from __future__ import annotations

from types import TracebackType
from typing import Self

from app.core.events import codec
from app.core.ports.unit_of_work import UnitOfWork
from app.db.engine import Sessions
from app.db.errors import translated
from app.db.idempotency import SqlIdempotencyKeys
from app.db.outbox import SqlOutbox, SqlProcessedMessages
from app.db.repositories.accounts import SqlAccountRepository, SqlRefreshTokenRepository
from app.db.repositories.appointments import SqlAppointmentRepository
from app.db.repositories.feed import SqlFeedRepository
from app.db.repositories.notes import SqlNoteRepository
from app.db.repositories.notices import SqlNoticeRepository
from app.db.repositories.patients import SqlPatientRepository
from app.logging import request_id
from app.metrics import EVENTS


class SqlUnitOfWork(UnitOfWork):
    """One session, opened on entering and closed on leaving."""

    def __init__(self, sessions: Sessions) -> None:
        super().__init__()
        self._session = sessions()

    async def __aenter__(self) -> Self:
        session = self._session
        self.patients = SqlPatientRepository(session)
        self.appointments = SqlAppointmentRepository(session)
        self.notes = SqlNoteRepository(session)
        self.accounts = SqlAccountRepository(session)
        self.refresh_tokens = SqlRefreshTokenRepository(session)
        self.feed = SqlFeedRepository(session)
        self.notices = SqlNoticeRepository(session)
        self.idempotency = SqlIdempotencyKeys(session)
        self.outbox = SqlOutbox(session)
        self.processed = SqlProcessedMessages(session)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        try:
            await self._session.rollback()
        finally:
            await self._session.close()

    async def commit(self) -> None:
        if self.events:
            await self.outbox.put([codec.write(event, request_id.get()) for event in self.events])
        with translated():
            await self._session.commit()
        for event in self.events:
            EVENTS.labels(event.name).inc()
        self.events.clear()
