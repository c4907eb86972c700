"""A sign of life in the log."""

from __future__ import annotations

import asyncio
import logging

from app.core.errors import UnavailableError
from app.core.ports.database import Database

logger = logging.getLogger(__name__)


async def beat(database: Database, interval: float) -> None:
    """Log every `interval` seconds whether the database answers, until cancelled."""
    while True:
        try:
            await database.ping()
        except UnavailableError:
            logger.warning("the database does not answer", exc_info=True)
        else:
            logger.info("alive")
        await asyncio.sleep(interval)
