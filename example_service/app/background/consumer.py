"""The worker that lets events have their effect and sends notices (`python -m app.background.consumer`)."""

from __future__ import annotations

import asyncio

from app.background.worker import serve_metrics, stop_at_signal, work
from app.config import get_settings
from app.container import open_container
from app.logging import configure_logging
from app.telemetry import open_telemetry


async def main() -> None:
    """Consume until told to stop."""
    settings = get_settings()
    configure_logging(settings.log_level)
    stop = stop_at_signal()
    serve_metrics(settings)
    async with (
        open_telemetry(settings, "clinic-consumer"),
        open_container(settings) as container,
        asyncio.TaskGroup() as workers,
    ):
        workers.create_task(work("consumer", container.consumer.consume_batch, settings.worker_interval, stop))
        workers.create_task(work("notices", container.notices.send_batch, settings.worker_interval, stop))


if __name__ == "__main__":
    asyncio.run(main())
