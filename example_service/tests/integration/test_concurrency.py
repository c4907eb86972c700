"""Several at once: what the database decides, no look before the leap."""

from __future__ import annotations

import asyncio
from collections import Counter
from uuid import uuid4

import httpx2
import pytest
from callers import API, Caller, register, registration, slot
from databases import connect

pytestmark = pytest.mark.anyio
AT_ONCE = 8


async def count(database_url: str, table: str) -> int:
    connection = await connect(database_url)
    try:
        rows: int = await connection.fetchval(f"SELECT count(*) FROM {table}")
    finally:
        await connection.close()
    return rows


async def test_of_eight_equal_bookings_one_is_made(ada: Caller, database_url: str) -> None:
    body = slot()
    answers = await asyncio.gather(*(ada.post(ada.appointments, body) for _ in range(AT_ONCE)))
    assert Counter(each.status_code for each in answers) == {201: 1, 409: AT_ONCE - 1}
    assert await count(database_url, "appointments") == 1
    assert await count(database_url, "outbox_messages WHERE name = 'appointment.booked'") == 1


async def test_of_eight_patients_one_gets_the_time(http: httpx2.AsyncClient) -> None:
    callers = [await register(http) for _ in range(AT_ONCE)]
    body = slot()
    answers = await asyncio.gather(*(each.post(each.appointments, body) for each in callers))
    assert Counter(each.status_code for each in answers) == {201: 1, 409: AT_ONCE - 1}


async def test_eight_requests_with_one_key_are_one_booking_and_get_one_answer(ada: Caller, database_url: str) -> None:
    body, key = slot(), str(uuid4())
    answers = await asyncio.gather(*(ada.post(ada.appointments, body, key) for _ in range(AT_ONCE)))
    assert {each.status_code for each in answers} == {201}
    assert len({each.text for each in answers}) == 1
    assert await count(database_url, "appointments") == 1
    assert await count(database_url, "outbox_messages WHERE name = 'appointment.booked'") == 1


async def test_of_eight_equal_registrations_one_is_made(http: httpx2.AsyncClient, database_url: str) -> None:
    body = registration()
    answers = await asyncio.gather(*(http.post(f"{API}/patients", json=body) for _ in range(AT_ONCE)))
    assert Counter(each.status_code for each in answers) == {201: 1, 409: AT_ONCE - 1}
    assert await count(database_url, "accounts") == 1


async def test_of_eight_renewals_with_one_token_one_at_most_succeeds(ada: Caller) -> None:
    body = {"refresh_token": ada.tokens["refresh_token"]}
    answers = await asyncio.gather(*(ada.http.post(f"{API}/auth/refresh", json=body) for _ in range(AT_ONCE)))
    assert Counter(each.status_code for each in answers) == {200: 1, 401: AT_ONCE - 1}


async def test_of_eight_cancellations_one_succeeds(ada: Caller, database_url: str) -> None:
    address = f"{ada.appointments}/{await ada.book()}"
    answers = await asyncio.gather(*(ada.delete(address) for _ in range(AT_ONCE)))
    assert Counter(each.status_code for each in answers) == {204: 1, 400: AT_ONCE - 1}
    assert await count(database_url, "outbox_messages WHERE name = 'appointment.cancelled'") == 1
