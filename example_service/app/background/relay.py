"""The worker that publishes what the outbox holds (`python -m app.background.relay`)."""

from __future__ import annotations

import asyncio

from app.background.worker import serve_metrics, stop_at_signal, work
from app.config import get_settings
from app.container import open_container
from app.logging import configure_logging
from app.telemetry import open_telemetry


async def main() -> None:
    """Publish until told to stop."""
    settings = get_settings()
    configure_logging(settings.log_level)
    stop = stop_at_signal()
    serve_metrics(settings)
    async with open_telemetry(settings, "clinic-relay"), open_container(settings) as container:
        await work("relay", container.relay.publish_batch, settings.worker_interval, stop)


if __name__ == "__main__":
    asyncio.run(main())
