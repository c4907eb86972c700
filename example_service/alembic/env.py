"""How migrations reach the database."""

from __future__ import annotations

import asyncio

from alembic import context
from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from app.config import get_database_settings
from app.models import Base


def database_url() -> str:
    """The address that whoever called gave, or that of the environment."""
    given: str | None = context.config.attributes.get("database_url")
    return given or get_database_settings().database_url.get_secret_value()


def migrate(connection: Connection) -> None:
    """Run the migrations, each in a transaction of its own; waits for locks only briefly."""
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        transaction_per_migration=True,
        compare_type=True,
        compare_server_default=True,
    )
    with context.begin_transaction():
        context.run_migrations()


async def run_online() -> None:
    """Migrate the database that is there."""
    engine = create_async_engine(
        database_url(), poolclass=NullPool, connect_args={"server_settings": {"lock_timeout": "5s"}}
    )
    try:
        async with engine.connect() as connection:
            await connection.run_sync(migrate)
    finally:
        await engine.dispose()


def run_offline() -> None:
    """Write the SQL instead (`alembic upgrade head --sql`)."""
    context.configure(dialect_name="postgresql", target_metadata=Base.metadata, literal_binds=True)
    with context.begin_transaction():
        context.run_migrations()


if context.is_offline_mode():
    run_offline()
else:
    asyncio.run(run_online())
