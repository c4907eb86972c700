"""The service behind real sockets, within this process or in one of its own."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import httpx2
import uvicorn
from starlette.types import ASGIApp
from throwaway_postgres import free_port

ROOT = Path(__file__).parents[1]
PATIENCE = 60.0
"""Seconds after which something that should have happened never will."""


@asynccontextmanager
async def serving(app: ASGIApp) -> AsyncIterator[str]:
    """The address of a server within this process: `ASGITransport` holds a stream back until it ends."""
    config = uvicorn.Config(app, host="127.0.0.1", port=0, log_config=None, lifespan="auto")
    server = uvicorn.Server(config)
    task = asyncio.create_task(server.serve())
    try:
        while not server.started:
            if task.done():
                await task
            await asyncio.sleep(0.01)
        port = server.servers[0].sockets[0].getsockname()[1]
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        await task


@contextmanager
def running(*arguments: str, variables: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """A Python process in the service's folder; killed at the end if it is still there."""
    process = subprocess.Popen(
        [sys.executable, *arguments],
        cwd=ROOT,
        env={"PYTHONUNBUFFERED": "1"} | variables,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    with process:
        try:
            yield process
        finally:
            if process.poll() is None:
                process.kill()


@contextmanager
def server_process(variables: dict[str, str]) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """The service as in production: uvicorn in a process of its own, and its address."""
    port = free_port()
    command = ("-m", "uvicorn", "app.main:create_app", "--factory", "--host", "127.0.0.1", "--port", str(port))
    with running(*command, "--timeout-graceful-shutdown", "30", variables=variables) as process:
        address = f"http://127.0.0.1:{port}"
        wait_until_alive(process, address)
        yield process, address


def wait_until_alive(process: subprocess.Popen[bytes], address: str) -> None:
    """Return when the service answers; raises RuntimeError when it ended instead."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        try:
            httpx2.get(f"{address}/health/live")
        except httpx2.TransportError:
            time.sleep(0.05)
        else:
            return
    process.kill()
    output = process.stdout.read().decode() if process.stdout else ""
    raise RuntimeError(f"the service did not start: {output}")
