"""A service of its own for every test, on a real database of its own."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Iterator

import httpx2
import pytest
from callers import Caller, calling, employ, register
from databases import Databases
from environment import settings_for
from fastapi import FastAPI
from hypothesis import settings as hypothesis_settings
from throwaway_postgres import throwaway_postgres

from app.config import Settings
from app.main import create_app, lifespan

if "RANDOM_TESTS" not in os.environ:
    hypothesis_settings.register_profile("repeatable", derandomize=True, database=None)
    hypothesis_settings.load_profile("repeatable")


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(scope="session")
def databases() -> Iterator[Databases]:
    """Where databases are made; the server ends with the last test."""
    with throwaway_postgres() as url:
        made = Databases(url)
        with made.prepared():
            yield made


@pytest.fixture
def database_url(databases: Databases) -> Iterator[str]:
    """A migrated database that no other test sees, so that everything may really commit."""
    with databases.migrated() as url:
        yield url


@pytest.fixture
def settings(database_url: str) -> Settings:
    return settings_for(database_url)


@pytest.fixture
async def app(settings: Settings) -> AsyncIterator[FastAPI]:
    app = create_app(settings)
    async with lifespan(app):
        yield app


@pytest.fixture
async def http(app: FastAPI) -> AsyncIterator[httpx2.AsyncClient]:
    """Somebody without a login."""
    async with calling(app) as client:
        yield client


@pytest.fixture
async def ada(http: httpx2.AsyncClient) -> Caller:
    """A patient."""
    return await register(http)


@pytest.fixture
async def staff(app: FastAPI, http: httpx2.AsyncClient) -> Caller:
    """Somebody who works at the clinic."""
    return await employ(app, http)
