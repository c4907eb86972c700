"""How workers run: batch after batch, until they are told to stop."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Awaitable, Callable
from typing import TypeAlias

import structlog
from prometheus_client import start_http_server

from app.config import Settings
from app.core.errors import UnavailableError
from app.metrics import MESSAGES

Batch: TypeAlias = Callable[[], Awaitable[int]]
"""Does some work, and tells how much."""

logger = structlog.stdlib.get_logger(__name__)


async def work(name: str, batch: Batch, interval: float, stop: asyncio.Event) -> None:
    """Do batch after batch until `stop` is set; the one in hand is finished. Rests when there is nothing to do."""
    while not stop.is_set():
        try:
            done = await batch()
        except UnavailableError:
            logger.warning("something needed does not answer", worker=name, exc_info=True)
            done = 0
        MESSAGES.labels(name).inc(done)
        if not done:
            await rest(stop, interval)


async def rest(stop: asyncio.Event, seconds: float) -> None:
    """Wait, but no longer than until the stop."""
    try:
        async with asyncio.timeout(seconds):
            await stop.wait()
    except TimeoutError:
        return


def stop_at_signal() -> asyncio.Event:
    """Set when the process is asked to end, by SIGTERM or Ctrl-C."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    return stop


def serve_metrics(settings: Settings) -> None:
    """Let Prometheus read this process, when the settings name a port."""
    if settings.worker_metrics_port is not None:
        start_http_server(settings.worker_metrics_port)
