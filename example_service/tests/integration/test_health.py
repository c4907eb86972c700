"""Whether the process lives, and whether it can work."""

from __future__ import annotations

import httpx2
import pytest
from callers import calling
from environment import settings_for
from throwaway_postgres import NoPostgresError, OwnPostgres

from app.main import create_app, lifespan

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize("path", ["/health/live", "/health/ready", "/healthz"])
async def test_probes_ask_for_no_login(http: httpx2.AsyncClient, path: str) -> None:
    answer = await http.get(path)
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


async def test_a_stopped_database_makes_the_service_unready_and_not_dead() -> None:
    try:
        postgres = OwnPostgres()
    except NoPostgresError as error:
        pytest.skip(str(error))
    with postgres:
        app = create_app(settings_for(postgres.url))
        async with lifespan(app), calling(app) as http:
            assert (await http.get("/health/ready")).status_code == 200
            postgres.stop()
            for _ in range(3):
                ready = await http.get("/health/ready")
                assert (ready.status_code, set(ready.json())) == (503, {"detail"})
                assert "127.0.0.1" not in ready.text
                assert "postgres" not in ready.text.lower()
                assert (await http.get("/health/live")).status_code == 200
                assert (await http.get("/healthz")).status_code == 200
            answer = await http.post("/api/v1/auth/login", json={"email": "a@mail.test", "password": "x" * 12})
            assert answer.status_code == 503
