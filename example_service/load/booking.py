"""A load of bookings: `python -m load.booking --address http://127.0.0.1:8000 --callers 20 --bookings 25`.

Each caller registers, logs in, and books, reads and cancels by turns; some bookings meet on purpose. It ends by itself
and tells how many answers of each status came, how many a second, and how long the middle and the slowest took.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import SystemRandom
from statistics import quantiles
from time import perf_counter
from uuid import uuid4

import httpx2
from pydantic import BaseModel

API = "/api/v1"
PASSWORD = uuid4().hex
EXPECTED = {200, 201, 204, 409}
"""409 is a booking that met another one."""


class Created(BaseModel):
    """What was made."""

    id: str


class Tokens(BaseModel):
    """What a login gives."""

    access_token: str


@dataclass
class Tally:
    """What came back."""

    seconds: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)

    async def send(self, client: httpx2.AsyncClient, method: str, path: str, body: BaseModel | None) -> httpx2.Response:
        """Send a request and count its answer."""
        started = perf_counter()
        content = None if body is None else body.model_dump_json()
        answer = await client.request(method, path, content=content, headers={"Content-Type": "application/json"})
        self.seconds.append(perf_counter() - started)
        self.statuses[answer.status_code] += 1
        return answer

    def told(self, seconds: float) -> str:
        """The numbers, as JSON."""
        parts = quantiles(self.seconds, n=100)
        return json.dumps(
            {
                "answers": dict(sorted(self.statuses.items())),
                "per_second": round(len(self.seconds) / seconds, 1),
                "milliseconds": {f"p{part}": round(parts[part - 1] * 1000, 1) for part in (50, 95, 99)},
            }
        )


class Registration(BaseModel):
    """Somebody new."""

    email: str
    password: str = PASSWORD
    full_name: str = "Load Caller"
    born: str = "1990-01-01"
    phone: str = "+44 1632 960000"
    insurance_number: str


class Login(BaseModel):
    """Who it is."""

    email: str
    password: str = PASSWORD


class Booking(BaseModel):
    """A clinician's time."""

    clinician: str
    starts_at: datetime
    ends_at: datetime


async def call(client: httpx2.AsyncClient, tally: Tally, bookings: int, chance: SystemRandom) -> None:
    """One caller's visit."""
    email = f"{uuid4().hex}@load.test"
    number = f"L{chance.randrange(10**9):09}"
    patient = await tally.send(client, "POST", f"{API}/patients", Registration(email=email, insurance_number=number))
    login = await tally.send(client, "POST", f"{API}/auth/login", Login(email=email))
    client.headers["Authorization"] = f"Bearer {Tokens.model_validate_json(login.content).access_token}"
    path = f"{API}/patients/{Created.model_validate_json(patient.content).id}/appointments"
    today = datetime.now(UTC)
    for _ in range(bookings):
        starts = today + timedelta(days=1, minutes=30 * chance.randrange(10_000))
        body = Booking(clinician=f"Dr {chance.randrange(5)}", starts_at=starts, ends_at=starts + timedelta(minutes=20))
        client.headers["Idempotency-Key"] = uuid4().hex
        booked = await tally.send(client, "POST", path, body)
        await tally.send(client, "GET", path, None)
        if booked.status_code == httpx2.codes.CREATED and chance.random() < 0.3:
            identity = Created.model_validate_json(booked.content).id
            await tally.send(client, "DELETE", f"{path}/{identity}", None)


async def run(address: str, callers: int, bookings: int) -> Tally:
    """Let the callers come all at once."""
    tally = Tally()

    async def visit() -> None:
        async with httpx2.AsyncClient(base_url=address, timeout=30) as client:
            await call(client, tally, bookings, SystemRandom())

    async with asyncio.TaskGroup() as group:
        for _ in range(callers):
            group.create_task(visit())
    return tally


def main() -> None:
    """Run the load; ends with 1 when an answer was none that may come."""
    parser = argparse.ArgumentParser(description="A load of bookings.")
    parser.add_argument("--address", default="http://127.0.0.1:8000")
    parser.add_argument("--callers", type=int, default=20)
    parser.add_argument("--bookings", type=int, default=25)
    given = parser.parse_args()
    started = perf_counter()
    tally = asyncio.run(run(given.address, given.callers, given.bookings))
    sys.stdout.write(tally.told(perf_counter() - started) + "\n")
    sys.exit(bool(set(tally.statuses) - EXPECTED))


if __name__ == "__main__":
    main()
