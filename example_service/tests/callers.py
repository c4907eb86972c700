"""Those who call the service: patients and staff, each with a token of their own."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from uuid import uuid4

import httpx2
from documented import check_documented
from fastapi import FastAPI

PASSWORD = "correct horse battery"
API = "/api/v1"
_numbers = count(1)


def in_hours(hours: float) -> str:
    """A time to come, as JSON."""
    return (datetime.now(UTC) + timedelta(hours=hours)).isoformat()


def registration(**changes: str) -> dict[str, str]:
    """What somebody new sends; nobody else sent the same address and number."""
    number = next(_numbers)
    return {
        "email": f"ada.{number}.{uuid4().hex[:8]}@mail.test",
        "password": PASSWORD,
        "full_name": "Ada Lovelace",
        "born": "1815-12-10",
        "phone": "+44 20 7946 0000",
        "insurance_number": f"L{number:09}",
        **changes,
    }


def slot(clinician: str = "Dr Snow", start: float = 24, hours: float = 1) -> dict[str, str]:
    """What somebody sends to book: the clinician's time from so many hours on."""
    return {"clinician": clinician, "starts_at": in_hours(start), "ends_at": in_hours(start + hours)}


@dataclass
class Caller:
    """Somebody with a login."""

    http: httpx2.AsyncClient
    email: str
    id: str = ""
    """The patient's; empty for staff."""
    tokens: dict[str, str] = field(default_factory=dict)

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.tokens['access_token']}"}

    @property
    def home(self) -> str:
        """The address of the patient."""
        return f"{API}/patients/{self.id}"

    @property
    def appointments(self) -> str:
        return f"{self.home}/appointments"

    async def log_in(self, password: str = PASSWORD) -> httpx2.Response:
        """Log in; the tokens are kept when it succeeds."""
        answer = await self.http.post(f"{API}/auth/login", json={"email": self.email, "password": password})
        if answer.status_code == 200:
            self.tokens = answer.json()
        return answer

    async def get(self, path: str, **params: str | int) -> httpx2.Response:
        return await self.http.get(path, headers=self.headers, params=params)

    async def post(self, path: str, body: dict[str, str], key: str | None = None) -> httpx2.Response:
        extra = {} if key is None else {"Idempotency-Key": key}
        return await self.http.post(path, json=body, headers=self.headers | extra)

    async def patch(self, path: str, body: dict[str, str | None]) -> httpx2.Response:
        return await self.http.patch(path, json=body, headers=self.headers)

    async def delete(self, path: str) -> httpx2.Response:
        return await self.http.delete(path, headers=self.headers)

    async def book(self, start: float = 24, hours: float = 1, clinician: str = "Dr Snow") -> str:
        """Book an appointment that is free; gives its identity."""
        answer = await self.post(self.appointments, slot(clinician, start, hours))
        assert answer.status_code == 201, answer.text
        identity: str = answer.json()["id"]
        return identity


async def register(http: httpx2.AsyncClient, **changes: str) -> Caller:
    """A new patient, logged in."""
    data = registration(**changes)
    answer = await http.post(f"{API}/patients", json=data)
    assert answer.status_code == 201, answer.text
    caller = Caller(http, data["email"], answer.json()["id"])
    assert (await caller.log_in(data["password"])).status_code == 200
    return caller


async def employ(app: FastAPI, http: httpx2.AsyncClient) -> Caller:
    """New staff, logged in."""
    email = f"staff.{uuid4().hex[:8]}@clinic.test"
    await app.state.container.auth.add_staff(email, PASSWORD)
    caller = Caller(http, email)
    assert (await caller.log_in()).status_code == 200
    return caller


@asynccontextmanager
async def calling(app: FastAPI) -> AsyncIterator[httpx2.AsyncClient]:
    """A client that calls the application within this process, and sees that every answer is documented."""
    # An error that nobody foresaw is an answer too: callers get a 500.
    transport = httpx2.ASGITransport(app, raise_app_exceptions=False)
    hooks = {"response": [check_documented]}
    async with httpx2.AsyncClient(transport=transport, base_url="http://testserver", event_hooks=hooks) as http:
        yield http
