"""The stream of events, over a real socket."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass

import httpx2
import pytest
from callers import API, Caller, employ, register
from environment import settings_for
from fastapi import FastAPI
from servers import serving

from app.container import Container
from app.main import create_app

pytestmark = pytest.mark.anyio


@dataclass
class Event:
    """One event of a stream."""

    id: str
    kind: str
    data: dict[str, str]


async def events(answer: httpx2.Response) -> AsyncIterator[Event]:
    """What arrives, as it arrives."""
    fields: dict[str, str] = {}
    async for line in answer.aiter_lines():
        if line:
            name, _, value = line.partition(":")
            fields[name] = value.removeprefix(" ")
        elif "data" in fields:
            yield Event(fields["id"], fields["event"], json.loads(fields["data"]))
            fields = {}


async def deliver(app: FastAPI) -> None:
    """What relay and consumer do when they run."""
    container: Container = app.state.container
    while await container.relay.publish_batch() + await container.consumer.consume_batch():
        pass


def end_soon(app: FastAPI) -> None:
    """Let streams that begin from now on end before anybody loses patience."""
    app.state.settings = app.state.settings.model_copy(update={"stream_seconds": 0.3})


@pytest.fixture
async def app(database_url: str) -> FastAPI:
    return create_app(settings_for(database_url, stream_seconds="60"))


@pytest.fixture
async def http(app: FastAPI) -> AsyncIterator[httpx2.AsyncClient]:
    async with serving(app) as address, httpx2.AsyncClient(base_url=address) as client:
        yield client


async def test_a_change_arrives_while_the_stream_is_open(ada: Caller, app: FastAPI) -> None:
    """The answer has begun before there is anything to tell, and does not wait for its end."""
    async with ada.http.stream("GET", f"{API}/events", headers=ada.headers) as answer:
        stream = events(answer)
        booked = await ada.book()
        await deliver(app)
        event = await anext(stream)
        assert (event.kind, event.data["appointment_id"]) == ("appointment.booked", booked)
        await ada.delete(f"{ada.appointments}/{booked}")
        await deliver(app)
        assert (await anext(stream)).kind == "appointment.cancelled"


async def test_the_answer_is_an_event_stream_that_nobody_on_the_way_keeps_back(ada: Caller) -> None:
    async with ada.http.stream("GET", f"{API}/events", headers=ada.headers) as answer:
        assert answer.status_code == 200
        assert answer.headers["Content-Type"].startswith("text/event-stream")
        assert answer.headers["X-Accel-Buffering"] == "no"
        assert "no-cache" in answer.headers["Cache-Control"] or "no-store" in answer.headers["Cache-Control"]
        assert "Content-Encoding" not in answer.headers


async def test_a_reader_that_comes_back_gets_what_it_missed_and_nothing_twice(ada: Caller, app: FastAPI) -> None:
    for start in (24, 30, 36):
        await ada.book(start=start)
    await deliver(app)
    async with ada.http.stream("GET", f"{API}/events", headers=ada.headers) as answer:
        first = await anext(events(answer))
    end_soon(app)
    resumed = ada.headers | {"Last-Event-ID": first.id}
    async with ada.http.stream("GET", f"{API}/events", headers=resumed) as answer:
        rest = [each async for each in events(answer)]
    assert len(rest) == 2
    assert first.id not in {each.id for each in rest}
    assert [int(each.id) for each in rest] == sorted(int(each.id) for each in rest)


async def test_a_stream_ends_so_that_a_stop_does_not_wait_for_it(ada: Caller, app: FastAPI) -> None:
    end_soon(app)
    async with ada.http.stream("GET", f"{API}/events", headers=ada.headers) as answer:
        assert [each async for each in events(answer)] == []


async def test_nobody_hears_of_anothers_appointments(ada: Caller, app: FastAPI) -> None:
    bob = await register(ada.http)
    await bob.book()
    await deliver(app)
    end_soon(app)
    async with ada.http.stream("GET", f"{API}/events", headers=ada.headers) as answer:
        assert [each async for each in events(answer)] == []


async def test_many_read_at_once_without_a_connection_each(ada: Caller, app: FastAPI) -> None:
    """A stream holds no connection of the pool while it waits: forty streams, fifteen connections."""
    booked = await ada.book()
    await deliver(app)

    async def first() -> Event:
        async with ada.http.stream("GET", f"{API}/events", headers=ada.headers, timeout=30) as answer:
            return await anext(events(answer))

    seen = await asyncio.gather(*(first() for _ in range(40)))
    assert {each.data["appointment_id"] for each in seen} == {booked}


async def test_the_stream_is_for_patients_who_are_known(ada: Caller, app: FastAPI) -> None:
    assert (await ada.http.get(f"{API}/events")).status_code == 401
    staff = await employ(app, ada.http)
    assert (await staff.get(f"{API}/events")).status_code == 404


@pytest.mark.parametrize("last", ["x", "-1", "9" * 40])
async def test_a_place_to_resume_that_is_none_is_refused(ada: Caller, last: str) -> None:
    answer = await ada.http.get(f"{API}/events", headers=ada.headers | {"Last-Event-ID": last})
    assert answer.status_code == 422
