"""The use case that gets events out of the database."""

from __future__ import annotations

import structlog

from app.core.domain.retry import RetryPolicy
from app.core.errors import UnavailableError
from app.core.events.message import ClaimedMessage
from app.core.ports.broker import Publisher
from app.core.ports.unit_of_work import UnitOfWorkFactory

logger = structlog.stdlib.get_logger(__name__)


class RelayService:
    """Publishes what the outbox holds, each message once or more.

    A message is claimed in one transaction and settled in another; no transaction is open while the broker is asked.
    Whoever dies in between leaves messages whose lease ends, and which are then published again.
    """

    def __init__(self, units_of_work: UnitOfWorkFactory, publisher: Publisher, policy: RetryPolicy) -> None:
        self._units_of_work = units_of_work
        self._publisher = publisher
        self._policy = policy

    async def publish_batch(self) -> int:
        """Publish what waits, one batch at most; tells how many messages were taken in hand."""
        async with self._units_of_work() as work:
            batch = await work.outbox.claim(self._policy.batch, self._policy.lease)
            await work.commit()
        if not batch:
            return 0
        outcomes = [(claimed, await self._publish(claimed)) for claimed in batch]
        done = [claimed.receipt for claimed, failure in outcomes if failure is None]
        setbacks = [self._policy.setback(each.receipt, each.attempt, why) for each, why in outcomes if why is not None]
        async with self._units_of_work() as work:
            await work.outbox.settle(done, setbacks)
            await work.commit()
        return len(batch)

    async def _publish(self, claimed: ClaimedMessage) -> str | None:
        """Why it did not work, if it did not."""
        message_id = str(claimed.message.id)
        if self._policy.is_spent(claimed.attempt):
            logger.error("message given up", message_id=message_id)
            return "no attempt came to an end"
        try:
            await self._publisher.publish(claimed.message)
        except UnavailableError as error:
            logger.warning("message not published", message_id=message_id, exc_info=True)
            return str(error)
        except Exception as error:
            # One message must not keep the others: whatever is wrong with it, they go on.
            logger.exception("message not published", message_id=message_id)
            return type(error).__name__
        return None
