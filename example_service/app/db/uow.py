"""A transaction of the database."""

from __future__ import annotations

from types import TracebackType
from typing import Self

from app.core.ports.unit_of_work import UnitOfWork
from app.db.engine import Sessions
from app.db.errors import translated
from app.db.repositories.appointments import SqlAppointmentRepository
from app.db.repositories.patients import SqlPatientRepository


class SqlUnitOfWork(UnitOfWork):
    """One session, opened on entering and closed on leaving."""

    def __init__(self, sessions: Sessions) -> None:
        self._session = sessions()

    async def __aenter__(self) -> Self:
        self.patients = SqlPatientRepository(self._session)
        self.appointments = SqlAppointmentRepository(self._session)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        try:
            await self._session.rollback()
        finally:
            await self._session.close()

    async def commit(self) -> None:
        with translated():
            await self._session.commit()
