"""Rows that wait for a worker, in a table of their own kind."""

from __future__ import annotations

from datetime import timedelta
from operator import attrgetter
from typing import Generic, TypeAlias, TypeVar
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from app.db.errors import translated
from app.models import QueueRow

RowT = TypeVar("RowT", bound=QueueRow)
Key: TypeAlias = InstrumentedAttribute[int] | InstrumentedAttribute[UUID]


class Queue(Generic[RowT]):
    """Several workers may take rows of one table; none waits for another, and none gets what another has."""

    def __init__(self, session: AsyncSession, row_type: type[RowT], key: Key) -> None:
        self._session = session
        self._row_type = row_type
        self._key = key

    async def claim(self, limit: int, lease: timedelta) -> list[RowT]:
        """The first rows that wait, in the order of their keys; each attempt is counted when it begins."""
        row, now = self._row_type, func.clock_timestamp()
        waiting = (
            select(self._key.label("key"))
            .where(row.done_at.is_(None), row.dead_at.is_(None), row.available_at <= now)
            .order_by(self._key)
            .limit(limit)
            .with_for_update(skip_locked=True)
            .cte("waiting")
        )
        claimed = (
            update(row)
            .where(self._key == waiting.c.key)
            .values(attempts=row.attempts + 1, available_at=now + lease)
            .returning(row)
            .execution_options(synchronize_session=False)
        )
        with translated():
            rows = list(await self._session.scalars(claimed))
        return sorted(rows, key=attrgetter(self._key.key))

    async def finish(self, key: int | UUID) -> None:
        """The row is done."""
        await self._set(key, done_at=func.clock_timestamp())

    async def postpone(self, key: int | UUID, pause: timedelta, reason: str) -> None:
        """The row waits again, after a pause."""
        await self._set(key, available_at=func.clock_timestamp() + pause, last_error=reason)

    async def bury(self, key: int | UUID, reason: str) -> None:
        """The row waits no more."""
        await self._set(key, dead_at=func.clock_timestamp(), last_error=reason)

    async def _set(self, key: int | UUID, **values: object) -> None:
        row = self._row_type
        with translated():
            await self._session.execute(
                update(row)
                .where(self._key == key, row.done_at.is_(None))
                .values(**values)
                .execution_options(synchronize_session=False)
            )
