"""SIGTERM: what runs finishes, then the process ends."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess

import httpx2
import pytest
from callers import API, register, slot
from databases import connect
from environment import variables_for
from servers import PATIENCE, running, server_process

pytestmark = pytest.mark.anyio
ENDED = {0, -signal.SIGTERM}


async def until_somebody_waits_for_a_lock(database_url: str) -> None:
    connection = await connect(database_url)
    waiting = (
        "SELECT count(*) FROM pg_locks JOIN pg_stat_activity USING (pid)"
        " WHERE NOT granted AND datname = current_database()"
    )
    try:
        async with asyncio.timeout(PATIENCE):
            while not await connection.fetchval(waiting):
                await asyncio.sleep(0.02)
    finally:
        await connection.close()


async def until_nobody_listens(address: str) -> None:
    async with asyncio.timeout(PATIENCE), httpx2.AsyncClient(base_url=address) as client:
        while True:
            try:
                await client.get("/health/live")
            except httpx2.TransportError:
                return
            await asyncio.sleep(0.02)


async def end_of(process: subprocess.Popen[bytes]) -> int:
    return await asyncio.to_thread(process.wait, PATIENCE)


async def test_a_request_that_runs_is_answered_before_the_process_ends(database_url: str) -> None:
    with server_process(variables_for(database_url)) as (process, address):
        async with httpx2.AsyncClient(base_url=address, timeout=PATIENCE) as http:
            ada = await register(http)
            blocker = await connect(database_url)
            try:
                async with blocker.transaction():
                    await blocker.execute("LOCK TABLE appointments IN ACCESS EXCLUSIVE MODE")
                    booking = asyncio.create_task(ada.post(ada.appointments, slot()))
                    await until_somebody_waits_for_a_lock(database_url)
                    process.send_signal(signal.SIGTERM)
                    await until_nobody_listens(address)
                    assert not booking.done()
            finally:
                await blocker.close()
            assert (await booking).status_code == 201
        assert await end_of(process) in ENDED
    check = await connect(database_url)
    try:
        assert await check.fetchval("SELECT count(*) FROM appointments") == 1
        assert (
            await check.fetchval(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
                " AND backend_type = 'client backend'"
            )
            == 0
        )
    finally:
        await check.close()


async def test_an_open_stream_does_not_keep_the_process_alive(database_url: str) -> None:
    with server_process(variables_for(database_url, stream_seconds="2")) as (process, address):
        async with httpx2.AsyncClient(base_url=address, timeout=PATIENCE) as http:
            ada = await register(http)
            async with http.stream("GET", f"{API}/events", headers=ada.headers) as answer:
                assert answer.status_code == 200
                process.send_signal(signal.SIGTERM)
                async for _ in answer.aiter_bytes():
                    pass
        assert await end_of(process) in ENDED


@pytest.mark.parametrize("worker", ["relay", "consumer"])
async def test_a_worker_ends_when_it_is_told_to(database_url: str, worker: str) -> None:
    with running("-m", f"app.background.{worker}", variables=variables_for(database_url)) as process:
        await until_connected(process, database_url)
        process.send_signal(signal.SIGTERM)
        assert await end_of(process) == 0


async def until_connected(process: subprocess.Popen[bytes], database_url: str) -> None:
    """Return when the process works on the database: then it also listens to signals."""
    connection = await connect(database_url)
    others = (
        "SELECT count(*) FROM pg_stat_activity"
        " WHERE datname = current_database() AND query LIKE '%SKIP LOCKED%' AND pid <> pg_backend_pid()"
    )
    try:
        async with asyncio.timeout(PATIENCE):
            while not await connection.fetchval(others):
                assert process.poll() is None, process.stdout and os.read(process.stdout.fileno(), 100_000)
                await asyncio.sleep(0.02)
    finally:
        await connection.close()


async def test_without_a_database_the_service_does_not_start(database_url: str) -> None:
    nowhere = variables_for("postgresql+asyncpg://clinic:x@127.0.0.1:9/clinic")
    command = ("-m", "uvicorn", "app.main:create_app", "--factory", "--port", "0")
    with running(*command, variables=nowhere) as process:
        assert await end_of(process) not in ENDED


@pytest.mark.parametrize("missing", ["CLINIC_DATABASE_URL", "CLINIC_JWT_SECRET", "CLINIC_INSURANCE_URL"])
async def test_without_a_setting_the_service_does_not_start_and_tells_no_secret(missing: str) -> None:
    variables = variables_for("postgresql+asyncpg://clinic:hidden-word@127.0.0.1:9/clinic")
    del variables[missing]
    with running("-m", "uvicorn", "app.main:create_app", "--factory", variables=variables) as process:
        assert process.stdout is not None
        told = (await asyncio.to_thread(process.stdout.read)).decode()
        assert await end_of(process) not in ENDED
    assert missing.removeprefix("CLINIC_").lower() in told
    assert "hidden-word" not in told
    assert variables.get("CLINIC_JWT_SECRET", "hidden-word") not in told
