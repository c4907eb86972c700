"""What callers are told when something goes wrong, and what they are not."""

from __future__ import annotations

import httpx2
import pytest
from callers import API, Caller, slot
from databases import execute
from fastapi import FastAPI

pytestmark = pytest.mark.anyio


async def test_what_nobody_foresaw_is_a_500_that_tells_nothing(ada: Caller, database_url: str) -> None:
    await execute(database_url, "ALTER TABLE notes RENAME TO hidden_table")
    notes = f"{ada.appointments}/{await ada.book()}/notes"
    answer = await ada.get(notes)
    assert answer.status_code == 500
    assert answer.json() == {"detail": "internal error"}


async def test_a_path_nobody_serves_is_not_found(http: httpx2.AsyncClient) -> None:
    assert (await http.get("/nowhere")).status_code == 404


async def test_a_wrong_shape_is_422_and_a_wrong_meaning_400(ada: Caller) -> None:
    shape, meaning = slot() | {"starts_at": "x"}, slot(start=-2)
    assert (await ada.post(ada.appointments, shape)).status_code == 422
    assert (await ada.post(ada.appointments, meaning)).status_code == 400


async def test_a_malformed_body_is_told_as_such(http: httpx2.AsyncClient) -> None:
    answer = await http.post(f"{API}/patients", content=b"{", headers={"Content-Type": "application/json"})
    assert answer.status_code == 422


async def test_a_text_that_the_database_cannot_keep_is_refused(ada: Caller) -> None:
    """Postgres keeps no NUL in a text."""
    answer = await ada.post(ada.appointments, slot(clinician="Dr \x00 Snow"))
    assert answer.status_code == 422


async def test_an_error_leaves_no_connection_behind(ada: Caller, app: FastAPI) -> None:
    """More errors than the pool has connections."""
    for _ in range(20):
        assert (await ada.post(ada.appointments, slot(start=-2))).status_code == 400
    assert (await ada.get(ada.appointments)).status_code == 200
