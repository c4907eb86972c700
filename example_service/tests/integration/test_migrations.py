"""Migrations: up, down, with rows in the tables, and no drift between them and the models."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import asyncpg
import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from databases import Databases, alembic_config, connect, execute
from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import create_async_engine

from app.models import Base

REVISIONS = [each.revision for each in reversed(list(ScriptDirectory.from_config(alembic_config("")).walk_revisions()))]
OLD_PATIENT = (
    "INSERT INTO patients (id, full_name, born, phone, insurance_number)"
    " VALUES (gen_random_uuid(), 'Ada', '1815-12-10', '12345', '{number}')"
)


@pytest.fixture
def empty_url(databases: Databases) -> Iterator[str]:
    """A database with nothing in it."""
    with databases.empty() as url:
        yield url


def upgrade(url: str, revision: str) -> None:
    command.upgrade(alembic_config(url), revision)


def downgrade(url: str, revision: str) -> None:
    command.downgrade(alembic_config(url), revision)


def run(url: str, statement: str) -> None:
    asyncio.run(execute(url, statement))


def rows(url: str, query: str) -> list[tuple[object, ...]]:
    async def fetch() -> list[tuple[object, ...]]:
        connection = await connect(url)
        try:
            return [tuple(row) for row in await connection.fetch(query)]
        finally:
            await connection.close()

    return asyncio.run(fetch())


def shape(url: str) -> list[tuple[object, ...]]:
    """Every column, index and constraint."""
    return [
        *rows(
            url,
            "SELECT table_name, column_name, data_type, is_nullable, column_default FROM information_schema.columns"
            " WHERE table_schema = 'public' AND table_name <> 'alembic_version' ORDER BY 1, 2",
        ),
        *rows(
            url,
            "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename <> 'alembic_version' ORDER BY 1",
        ),
        *rows(
            url,
            "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace = 'public'::regnamespace"
            " AND conname NOT LIKE 'alembic_version%' ORDER BY 1, 2",
        ),
    ]


def drift(connection: Connection) -> list[object]:
    """What the models have that the migrations do not make, and the other way round."""
    options = {"compare_type": True, "compare_server_default": True}
    context = MigrationContext.configure(connection, opts=options)
    found: list[object] = compare_metadata(context, Base.metadata)
    return found


def drift_of(url: str) -> list[object]:
    async def look() -> list[object]:
        engine = create_async_engine(url)
        try:
            async with engine.connect() as connection:
                return await connection.run_sync(drift)
        finally:
            await engine.dispose()

    return asyncio.run(look())


def test_the_migrations_make_what_the_models_say(database_url: str) -> None:
    assert drift_of(database_url) == []


def test_a_difference_between_migrations_and_models_is_seen(database_url: str) -> None:
    """The test above can fail."""
    run(database_url, "ALTER TABLE patients DROP COLUMN phone")
    assert len(drift_of(database_url)) == 1


def test_there_is_one_head() -> None:
    assert ScriptDirectory.from_config(alembic_config("")).get_heads() == [REVISIONS[-1]]


def test_everything_goes_up_and_down_and_up_again(empty_url: str) -> None:
    upgrade(empty_url, "head")
    first = shape(empty_url)
    downgrade(empty_url, "base")
    assert rows(empty_url, "SELECT tablename FROM pg_tables WHERE schemaname = 'public'") == [("alembic_version",)]
    upgrade(empty_url, "head")
    assert shape(empty_url) == first


@pytest.mark.parametrize(("before", "revision"), list(zip(["base", *REVISIONS], REVISIONS, strict=False)))
def test_a_revision_is_undone_by_its_downgrade(empty_url: str, before: str, revision: str) -> None:
    if before != "base":
        upgrade(empty_url, before)
    first = shape(empty_url)
    upgrade(empty_url, revision)
    downgrade(empty_url, before)
    assert shape(empty_url) == first


def test_old_and_new_versions_write_while_the_column_is_expanded(empty_url: str) -> None:
    upgrade(empty_url, "0003")
    run(empty_url, OLD_PATIENT.format(number="L000000001"))
    upgrade(empty_url, "0004")
    run(empty_url, OLD_PATIENT.format(number="L000000002"))
    assert rows(empty_url, "SELECT channel FROM patients ORDER BY insurance_number") == [(None,), ("email",)]


def test_the_backfill_fills_what_was_there_and_leaves_choices_alone(empty_url: str) -> None:
    upgrade(empty_url, "0003")
    many = OLD_PATIENT.replace("VALUES (", "SELECT ").replace("'{number}')", "'L' || lpad(n::text, 9, '0')")
    run(empty_url, f"{many} FROM generate_series(1, 2500) AS n")
    upgrade(empty_url, "0004")
    run(empty_url, "UPDATE patients SET channel = 'sms' WHERE insurance_number = 'L000000007'")
    upgrade(empty_url, "0005")
    assert sorted(rows(empty_url, "SELECT channel, count(*) FROM patients GROUP BY 1")) == [("email", 2499), ("sms", 1)]


def test_the_contraction_refuses_rows_that_were_not_filled(empty_url: str) -> None:
    upgrade(empty_url, "0005")
    run(empty_url, OLD_PATIENT.format(number="L000000001"))
    run(empty_url, "UPDATE patients SET channel = NULL")
    with pytest.raises(Exception, match="channel_given"):
        upgrade(empty_url, "0006")
    run(empty_url, "UPDATE patients SET channel = 'email'")
    upgrade(empty_url, "0006")
    with pytest.raises(asyncpg.NotNullViolationError):
        run(empty_url, "UPDATE patients SET channel = NULL")


def test_a_migration_that_cannot_have_its_lock_gives_up(empty_url: str) -> None:
    """A migration that waits for a lock makes everybody wait behind it."""
    upgrade(empty_url, "0003")

    async def hold_and_upgrade() -> None:
        connection = await connect(empty_url)
        try:
            async with connection.transaction():
                await connection.execute("LOCK TABLE patients IN ACCESS SHARE MODE")
                await asyncio.to_thread(upgrade, empty_url, "0004")
        finally:
            await connection.close()

    with pytest.raises(Exception, match="lock timeout"):
        asyncio.run(hold_and_upgrade())
    upgrade(empty_url, "0004")
