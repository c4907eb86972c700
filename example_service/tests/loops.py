"""The service for tests that are not asynchronous: those that make up their own sequence of calls."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Iterator
from contextlib import AsyncExitStack, contextmanager
from dataclasses import dataclass
from typing import TypeVar

import httpx2
from callers import calling
from environment import settings_for
from fastapi import FastAPI

from app.main import create_app, lifespan

ResultT = TypeVar("ResultT")


@dataclass(frozen=True)
class Clinic:
    """A running service, and the loop in which it runs."""

    app: FastAPI
    http: httpx2.AsyncClient
    runner: asyncio.Runner

    def do(self, work: Coroutine[object, None, ResultT]) -> ResultT:
        """Do it, and wait for the end."""
        return self.runner.run(work)


@contextmanager
def clinic_on(database_url: str) -> Iterator[Clinic]:
    """A service on a database, until the end of the `with`."""
    with asyncio.Runner() as runner:
        stack = AsyncExitStack()

        async def start() -> Clinic:
            app = create_app(settings_for(database_url))
            await stack.enter_async_context(lifespan(app))
            return Clinic(app, await stack.enter_async_context(calling(app)), runner)

        clinic = runner.run(start())
        try:
            yield clinic
        finally:
            runner.run(stack.aclose())
