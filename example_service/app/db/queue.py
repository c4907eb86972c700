"""Rows that wait for a worker, in a table of their own kind."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from operator import attrgetter
from typing import Generic, TypeAlias, TypeVar
from uuid import UUID

from sqlalchemy import Boolean, Interval, bindparam, case, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from app.core.domain.retry import Setback
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

    async def settle(self, done: Sequence[int | UUID], setbacks: Sequence[Setback]) -> None:
        """What is done waits no more, nor what has no next attempt; the rest waits again, after a pause."""
        row, now = self._row_type, func.clock_timestamp()
        open_rows = update(row).where(row.done_at.is_(None))
        with translated():
            connection = await self._session.connection()
            if done:
                await connection.execute(open_rows.where(self._key.in_(done)).values({row.done_at: now}))
            if setbacks:
                postponed = open_rows.where(self._key == bindparam("of")).values(
                    {
                        row.available_at: now + bindparam("pause", type_=Interval),
                        row.dead_at: case((bindparam("dead", type_=Boolean), now), else_=None),
                        row.last_error: bindparam("reason"),
                    }
                )
                await connection.execute(postponed, [_parameters(setback) for setback in setbacks])


def _parameters(setback: Setback) -> dict[str, object]:
    pause = setback.pause
    return {"of": setback.key, "pause": pause or timedelta(), "dead": pause is None, "reason": setback.reason}
