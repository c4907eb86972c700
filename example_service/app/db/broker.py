"""A broker made of a table: durable, at least once. Put another one in its place behind the same ports."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

from app.core.domain.retry import Setback
from app.core.events.message import ClaimedMessage, Message
from app.db.engine import Sessions
from app.db.errors import translated
from app.db.json import from_text, to_text
from app.db.queue import Queue
from app.models import DeliveryRow


class SqlBroker:
    """Publisher and subscription in one; every call is a transaction of its own, as with a broker elsewhere."""

    def __init__(self, sessions: Sessions) -> None:
        self._sessions = sessions

    async def publish(self, message: Message) -> None:
        """Keep one more delivery of the message."""
        with translated():
            async with self._sessions.begin() as session:
                session.add(
                    DeliveryRow(
                        message_id=message.id,
                        name=message.name,
                        version=message.version,
                        payload=from_text(message.payload),
                        request_id=message.request_id,
                    )
                )

    async def claim(self, limit: int, lease: timedelta) -> list[ClaimedMessage]:
        """The oldest deliveries that nobody else holds."""
        async with self._queue() as queue:
            rows = await queue.claim(limit, lease)
        return [
            ClaimedMessage(
                Message(row.message_id, row.name, row.version, to_text(row.payload), row.request_id),
                row.attempts,
                row.id,
            )
            for row in rows
        ]

    async def acknowledge(self, receipt: int) -> None:
        """The delivery is done with."""
        async with self._queue() as queue:
            await queue.settle([receipt], [])

    async def retry(self, receipt: int, pause: timedelta, reason: str) -> None:
        """Hand the delivery out again after a pause."""
        async with self._queue() as queue:
            await queue.settle([], [Setback(receipt, pause, reason)])

    async def bury(self, receipt: int, reason: str) -> None:
        """Make the delivery a dead letter."""
        async with self._queue() as queue:
            await queue.settle([], [Setback(receipt, None, reason)])

    @asynccontextmanager
    async def _queue(self) -> AsyncIterator[Queue[DeliveryRow]]:
        with translated():
            async with self._sessions.begin() as session:
                yield Queue(session, DeliveryRow, DeliveryRow.id)
