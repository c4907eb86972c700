"""A sign of life in the log and the metrics."""

from __future__ import annotations

import asyncio

import structlog

from app.core.errors import UnavailableError
from app.core.ports.database import Database
from app.metrics import DATABASE_UP

logger = structlog.stdlib.get_logger(__name__)


async def beat(database: Database, interval: float) -> None:
    """Tell every `interval` seconds whether the database answers, until cancelled."""
    while True:
        try:
            await database.ping()
        except UnavailableError:
            DATABASE_UP.set(0)
            logger.warning("the database does not answer", exc_info=True)
        else:
            DATABASE_UP.set(1)
            logger.info("alive")
        await asyncio.sleep(interval)
