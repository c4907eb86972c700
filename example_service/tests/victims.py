"""Workers that are killed in the middle of their work: `python victims.py`, with the service's settings around it.

Each line that comes in, `WORKER STEP`, makes a process that runs one batch of that worker and gets SIGKILL at that
step; the line that goes out says `killed`, or `finished` when the batch ended before. A worker makes a step each time
it begins to wait for the database and each time it has waited.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Coroutine, Generator
from functools import partial

import httpx2

from app.clients.http import HttpSystem
from app.config import Settings
from app.container import build, make_breaker
from app.db.engine import SqlDatabase, make_engine, make_sessions

SETTINGS = Settings.model_validate({})
NOBODY = HttpSystem("nobody", httpx2.AsyncClient(), make_breaker(SETTINGS))


class Mortal:
    """Work that ends, with the whole process, at a step."""

    def __init__(self, work: Coroutine[object, None, int], steps: int) -> None:
        self._work = work
        self._steps = steps

    def __await__(self) -> Generator[object, None, int]:
        resume = partial(self._work.send, None)
        while True:
            try:
                waited_for = resume()
            except StopIteration as end:
                result: int = end.value
                return result
            self._live()
            try:
                yield waited_for
            except BaseException as error:
                resume = partial(self._work.throw, error)
            else:
                resume = partial(self._work.send, None)
            self._live()

    def _live(self) -> None:
        self._steps -= 1
        if self._steps == 0:
            os.kill(os.getpid(), signal.SIGKILL)


async def work(worker: str, steps: int) -> None:
    """Run one batch; it asks no other system."""
    engine = make_engine(SETTINGS)
    container = build(SETTINGS, SqlDatabase(engine), make_sessions(engine), NOBODY, NOBODY)
    await container.database.ping()
    batch = container.relay.publish_batch() if worker == "relay" else container.consumer.consume_batch()
    await Mortal(batch, steps)
    await engine.dispose()


def outcome(worker: str, steps: int) -> str:
    """Run one batch in a process of its own."""
    child = os.fork()
    if child == 0:
        failed = 1
        try:
            asyncio.run(work(worker, steps))
            failed = 0
        finally:
            os._exit(failed)
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL:
        return "killed"
    return "finished" if status == 0 else "failed"


def main() -> None:
    for line in sys.stdin:
        worker, steps = line.split()
        print(outcome(worker, int(steps)), flush=True)


if __name__ == "__main__":
    main()
