"""Events kept in the transaction in which they happened, and what consumers remember."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import insert
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.domain.retry import Setback
from app.core.events.message import ClaimedMessage, Message
from app.core.ports.outbox import Outbox, ProcessedMessages
from app.db.errors import translated
from app.db.json import from_text, to_text
from app.db.queue import Queue
from app.models import OutboxRow, ProcessedMessageRow


class SqlOutbox(Outbox):
    """The outbox's table."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session
        self._queue = Queue(session, OutboxRow, OutboxRow.position)

    async def put(self, messages: list[Message]) -> None:
        rows = [
            {
                "id": message.id,
                "name": message.name,
                "version": message.version,
                "payload": from_text(message.payload),
                "request_id": message.request_id,
            }
            for message in messages
        ]
        with translated():
            await self._session.execute(insert(OutboxRow), rows)

    async def claim(self, limit: int, lease: timedelta) -> list[ClaimedMessage]:
        return [
            ClaimedMessage(
                Message(row.id, row.name, row.version, to_text(row.payload), row.request_id),
                row.attempts,
                row.position,
            )
            for row in await self._queue.claim(limit, lease)
        ]

    async def settle(self, done: list[int], setbacks: list[Setback]) -> None:
        await self._queue.settle(done, setbacks)


class SqlProcessedMessages(ProcessedMessages):
    """The table of messages that had their effect."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def is_new(self, consumer: str, message: Message) -> bool:
        remembered = (
            upsert(ProcessedMessageRow)
            .values(consumer=consumer, message_id=message.id)
            .on_conflict_do_nothing()
            .returning(ProcessedMessageRow.message_id)
        )
        with translated():
            return await self._session.scalar(remembered) is not None
