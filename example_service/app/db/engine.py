"""The connection to the database."""

from __future__ import annotations

from typing import TypeAlias

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine

from app.config import DatabaseSettings
from app.db.errors import translated

Sessions: TypeAlias = async_sessionmaker[AsyncSession]


def make_engine(settings: DatabaseSettings) -> AsyncEngine:
    """An engine with a pool of the size the settings give."""
    return create_async_engine(
        settings.database_url.get_secret_value(),
        pool_size=settings.pool_size,
        max_overflow=settings.pool_overflow,
        pool_timeout=settings.pool_timeout,
        pool_pre_ping=True,
        connect_args={"timeout": settings.connect_timeout, "command_timeout": settings.statement_timeout},
    )


def make_sessions(engine: AsyncEngine) -> Sessions:
    """What opens sessions; their objects stay readable after a commit."""
    return async_sessionmaker(engine, expire_on_commit=False)


class SqlDatabase:
    """The database as probes see it."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def ping(self) -> None:
        """Return when it answers; raises UnavailableError when it does not."""
        with translated():
            async with self._engine.connect() as connection:
                await connection.execute(text("SELECT 1"))
