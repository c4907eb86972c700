"""All of it, as it runs in production: the API, the workers and the jobs, each a process; a gateway stands in."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from contextlib import ExitStack
from dataclasses import dataclass, field

import httpx2
import pytest
from callers import API, PASSWORD, Caller, register
from databases import execute
from environment import variables_for
from servers import PATIENCE, ROOT, running, server_process, serving
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.types import Receive, Scope, Send

pytestmark = pytest.mark.anyio


@dataclass
class Gateway:
    """Takes mails, refuses the first, and remembers each by the key that came with it."""

    refusals: int = 1
    taken: dict[str, dict[str, str]] = field(default_factory=dict)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        request = Request(scope, receive)
        if self.refusals:
            self.refusals -= 1
            await JSONResponse({}, 503)(scope, receive, send)
            return
        self.taken[request.headers["Idempotency-Key"]] = await request.json()
        await JSONResponse({}, 202)(scope, receive, send)


async def test_a_booking_reaches_the_patients_stream_and_mail(database_url: str) -> None:
    gateway = Gateway()
    async with serving(gateway) as notice_url:
        variables = variables_for(database_url, notice_url=notice_url, stream_seconds="20")
        with ExitStack() as processes:
            for worker in ("relay", "relay", "consumer", "consumer"):
                processes.enter_context(running("-m", f"app.background.{worker}", variables=variables))
            _, address = processes.enter_context(server_process(variables))
            async with httpx2.AsyncClient(base_url=address, timeout=PATIENCE) as http:
                ada = await register(http)
                booked = await ada.book()
                await until_streamed(ada, booked)
                async with asyncio.timeout(PATIENCE):
                    while len(gateway.taken) < 2:
                        await asyncio.sleep(0.02)
    assert {mail["to"] for mail in gateway.taken.values()} == {ada.email}
    assert sorted(mail["subject"] for mail in gateway.taken.values()) == ["Welcome", "Your appointment"]


async def until_streamed(ada: Caller, booked: str) -> None:
    async with ada.http.stream("GET", f"{API}/events", headers=ada.headers) as answer:
        async for line in answer.aiter_lines():
            if line.startswith("data:") and booked in line:
                return
    pytest.fail("the stream ended without the booking")


async def run(*arguments: str, variables: dict[str, str], stdin: str = "") -> subprocess.CompletedProcess[str]:
    """Run a job to its end."""
    return await asyncio.to_thread(
        subprocess.run,
        [sys.executable, *arguments],
        cwd=ROOT,
        env=variables,
        input=stdin,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )


async def test_staff_are_let_in_from_a_shell(http: httpx2.AsyncClient, database_url: str) -> None:
    variables, email = variables_for(database_url), "desk@clinic.test"
    added = await run("-m", "app.background.add_staff", email, variables=variables, stdin=f"{PASSWORD}\n")
    assert added.returncode == 0, added.stdout + added.stderr
    assert PASSWORD not in added.stdout + added.stderr
    desk = Caller(http, email)
    assert (await desk.log_in()).status_code == 200
    assert (await desk.get(f"{API}/patients")).status_code == 200
    again = await run("-m", "app.background.add_staff", email, variables=variables, stdin=f"{PASSWORD}\n")
    assert again.returncode != 0


async def test_the_job_marks_what_is_over_as_missed(ada: Caller, database_url: str) -> None:
    booked = await ada.book()
    past = "UPDATE appointments SET period = tstzrange(now() - interval '2 hours', now() - interval '1 hour')"
    await execute(database_url, past)
    done = await run("-m", "app.background.close_missed", variables=variables_for(database_url))
    assert done.returncode == 0, done.stdout + done.stderr
    assert (await ada.get(f"{ada.appointments}/{booked}")).json()["status"] == "missed"
