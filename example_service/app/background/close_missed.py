"""The job that closes appointments to which nobody came (`python -m app.background.close_missed`)."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import structlog

from app.config import get_settings
from app.container import open_container
from app.core.services.appointments import AppointmentService
from app.logging import configure_logging

logger = structlog.stdlib.get_logger(__name__)


async def close_missed(appointments: AppointmentService) -> int:
    """Close what ended before now, batch after batch; tells how many."""
    moment = datetime.now(UTC)
    total = 0
    while closed := await appointments.close_missed(moment):
        total += closed
    return total


async def main() -> None:
    """Run the job once."""
    configure_logging()
    async with open_container(get_settings()) as container:
        logger.info("missed appointments closed", number=await close_missed(container.appointments))


if __name__ == "__main__":
    asyncio.run(main())
