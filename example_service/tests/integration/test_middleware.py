"""What happens to every request, whatever route it is for."""

from __future__ import annotations

from collections.abc import AsyncIterator
from uuid import uuid4

import httpx2
import pytest
from callers import API, Caller, registration
from environment import settings_for
from fastapi import FastAPI

from app.main import create_app, lifespan

pytestmark = pytest.mark.anyio
ORIGIN = "https://clinic.example"


@pytest.fixture
async def app(database_url: str) -> AsyncIterator[FastAPI]:
    app = create_app(settings_for(database_url, allowed_origins=(ORIGIN,), environment="production"))
    async with lifespan(app):
        yield app


@pytest.mark.parametrize("path", ["/health/live", f"{API}/patients/me", "/nowhere"])
async def test_every_answer_names_its_request(http: httpx2.AsyncClient, path: str) -> None:
    first, second = await http.get(path), await http.get(path)
    assert len({first.headers["X-Request-ID"], second.headers["X-Request-ID"]}) == 2


async def test_the_callers_name_of_a_request_is_kept(http: httpx2.AsyncClient) -> None:
    given = str(uuid4())
    assert (await http.get("/health/live", headers={"X-Request-ID": given})).headers["X-Request-ID"] == given


@pytest.mark.parametrize("given", ["short", "x" * 65, "line\tbreak-in-it", "<script>alert(1)</script>"])
async def test_a_strange_name_of_a_request_is_replaced(http: httpx2.AsyncClient, given: str) -> None:
    kept = (await http.get("/health/live", headers={"X-Request-ID": given})).headers["X-Request-ID"]
    assert kept != given


async def test_a_request_for_another_host_is_refused(http: httpx2.AsyncClient) -> None:
    assert (await http.get("/health/live", headers={"Host": "evil.example"})).status_code == 400


async def test_one_origin_may_call_from_a_browser_and_no_other(http: httpx2.AsyncClient) -> None:
    own = await http.get("/health/live", headers={"Origin": ORIGIN})
    other = await http.get("/health/live", headers={"Origin": "https://evil.example"})
    assert own.headers["Access-Control-Allow-Origin"] == ORIGIN
    assert "Access-Control-Allow-Origin" not in other.headers


async def test_browsers_are_told_to_come_by_tls_only(http: httpx2.AsyncClient) -> None:
    assert "max-age=" in (await http.get("/health/live")).headers["Strict-Transport-Security"]


async def test_a_long_answer_is_compressed(ada: Caller) -> None:
    for start in range(24, 44, 2):
        await ada.book(start=start)
    answer = await ada.get(ada.appointments)
    assert answer.headers["Content-Encoding"] == "gzip"
    assert len(answer.json()["items"]) == 10


async def test_a_body_that_is_too_long_is_refused(http: httpx2.AsyncClient) -> None:
    told = await http.post(f"{API}/patients", json=registration(full_name="x" * 1_100_000))

    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(12):
            yield b"x" * 100_000

    untold = await http.post(f"{API}/patients", content=pieces(), headers={"Content-Type": "application/json"})
    assert (told.status_code, untold.status_code) == (413, 413)
