"""Use cases about what changed."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from time import monotonic

from anyio import CancelScope

from app.core.domain.account import Account
from app.core.domain.feed import FeedEntry
from app.core.ports.unit_of_work import UnitOfWorkFactory

PAGE = 100
"""How many changes are read at once."""


class FeedService:
    """What changed about the appointments of whoever asks."""

    def __init__(self, units_of_work: UnitOfWorkFactory) -> None:
        self._units_of_work = units_of_work

    async def changes_after(self, principal: Account, position: int) -> list[FeedEntry]:
        """The changes after a position, the oldest first, `PAGE` at most; raises NotFoundError for the staff."""
        patient_id = principal.require_patient()
        async with self._units_of_work() as work:
            return await work.feed.after(patient_id, position, PAGE)

    async def follow(
        self, principal: Account, position: int, interval: float, duration: float
    ) -> AsyncIterator[FeedEntry]:
        """The changes after a position as they come, looked for every `interval` seconds, for `duration` seconds.

        The database is asked by whichever process the reader is connected to, and no connection is held in between.
        """
        ends = monotonic() + duration
        while True:
            # A reader who leaves in the middle must not cost the connection in use: the short look is finished.
            with CancelScope(shield=True):
                page = await self.changes_after(principal, position)
            for entry in page:
                position = entry.position
                yield entry
            if monotonic() >= ends:
                return
            if len(page) < PAGE:
                await asyncio.sleep(min(interval, max(ends - monotonic(), 0)))
