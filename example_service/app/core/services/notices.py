"""The use case that tells patients what is to be told."""

from __future__ import annotations

import asyncio

import structlog

from app.core.domain.notice import AddressedNotice
from app.core.domain.retry import RetryPolicy
from app.core.errors import UnavailableError
from app.core.ports.senders import SenderFactory
from app.core.ports.unit_of_work import UnitOfWorkFactory

AT_ONCE = 10
"""How many notices are on their way at the same time."""

logger = structlog.stdlib.get_logger(__name__)


class NoticeService:
    """Sends notices, each once or more; the gateway knows a notice that comes again by its identity."""

    def __init__(self, units_of_work: UnitOfWorkFactory, sender_of: SenderFactory, policy: RetryPolicy) -> None:
        self._units_of_work = units_of_work
        self._sender_of = sender_of
        self._policy = policy

    async def send_batch(self) -> int:
        """Send what waits, one batch at most; tells how many notices were taken in hand."""
        async with self._units_of_work() as work:
            batch = await work.notices.claim(self._policy.batch, self._policy.lease)
            await work.commit()
        if not batch:
            return 0
        free = asyncio.Semaphore(AT_ONCE)
        # Sending uses no session, so that it may be done side by side.
        outcomes = await asyncio.gather(*(self._send(addressed, free) for addressed in batch))
        notices = [addressed.notice for addressed in batch]
        done = [notice.id for notice, failure in zip(notices, outcomes, strict=True) if failure is None]
        setbacks = [
            self._policy.setback(notice.id, notice.attempts, failure)
            for notice, failure in zip(notices, outcomes, strict=True)
            if failure is not None
        ]
        async with self._units_of_work() as work:
            await work.notices.settle(done, setbacks)
            await work.commit()
        return len(batch)

    async def _send(self, addressed: AddressedNotice, free: asyncio.Semaphore) -> str | None:
        """Why it did not work, if it did not."""
        notice = addressed.notice
        if self._policy.is_spent(notice.attempts):
            logger.error("notice given up", notice_id=str(notice.id))
            return "no attempt came to an end"
        try:
            async with free:
                await self._sender_of(notice.channel).send(addressed)
        except UnavailableError as error:
            logger.warning("notice not sent", notice_id=str(notice.id), exc_info=True)
            return str(error)
        except Exception as error:
            # One notice must not keep the others: whatever is wrong with it, they go on.
            logger.exception("notice not sent", notice_id=str(notice.id))
            return type(error).__name__
        return None
