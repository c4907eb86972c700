"""Answers kept for requests that come twice."""

from __future__ import annotations

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.domain.idempotency import IdempotencyKey, KeptAnswer
from app.core.ports.idempotency import IdempotencyKeys
from app.db.errors import translated
from app.db.json import from_text, to_text
from app.models import IdempotencyKeyRow


def _is(key: IdempotencyKey) -> tuple[ColumnElement[bool], ...]:
    row = IdempotencyKeyRow
    return row.owner == key.owner, row.operation == key.operation, row.key == key.key


class SqlIdempotencyKeys(IdempotencyKeys):
    """The table of keys; whoever inserts a key first holds it until the end of the transaction."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def claim(self, key: IdempotencyKey) -> KeptAnswer | None:
        taken = (
            insert(IdempotencyKeyRow)
            .values(owner=key.owner, operation=key.operation, key=key.key, fingerprint=key.fingerprint)
            .on_conflict_do_nothing()
            .returning(IdempotencyKeyRow.key)
        )
        with translated():
            if await self._session.scalar(taken) is not None:
                return None
            kept = await self._session.scalar(select(IdempotencyKeyRow).where(*_is(key)))
        if kept is None or kept.answer is None:
            raise RuntimeError("a key that another transaction committed has its answer")
        return KeptAnswer(kept.fingerprint, to_text(kept.answer))

    async def keep(self, key: IdempotencyKey, answer: str) -> None:
        with translated():
            await self._session.execute(update(IdempotencyKeyRow).where(*_is(key)).values(answer=from_text(answer)))
