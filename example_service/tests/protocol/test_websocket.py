"""The chat, over a real socket: both sides talk."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator

import httpx2
import pytest
from callers import API, Caller, register
from environment import settings_for
from fastapi import FastAPI
from servers import serving
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from app.main import create_app

pytestmark = pytest.mark.anyio


@pytest.fixture
async def app(database_url: str) -> FastAPI:
    return create_app(settings_for(database_url))


@pytest.fixture
async def http(app: FastAPI) -> AsyncIterator[httpx2.AsyncClient]:
    async with serving(app) as address, httpx2.AsyncClient(base_url=address) as client:
        yield client


def chat(caller: Caller) -> connect:
    address = str(caller.http.base_url).replace("http://", "ws://").rstrip("/")
    return connect(f"{address}{API}/chat", proxy=None)


async def say(socket: ClientConnection, message: object) -> None:
    await socket.send(json.dumps(message))


async def hear(socket: ClientConnection) -> dict[str, str]:
    heard: dict[str, str] = json.loads(await socket.recv())
    return heard


async def greeted(socket: ClientConnection, caller: Caller) -> None:
    await say(socket, {"token": caller.tokens["access_token"]})
    assert (await hear(socket))["kind"] == "greeting"


async def test_who_shows_a_token_is_greeted_and_answered(ada: Caller) -> None:
    async with chat(ada) as socket:
        await greeted(socket, ada)
        for text in ("help", "next", "how are you?"):
            await say(socket, {"text": text})
            assert (await hear(socket))["kind"] == "answer"


async def test_the_chat_knows_the_callers_next_appointment_and_no_other(ada: Caller) -> None:
    bob = await register(ada.http)
    await bob.book(start=20, clinician="Dr Grey")
    await ada.book(start=30, clinician="Dr Snow")
    async with chat(ada) as socket:
        await greeted(socket, ada)
        await say(socket, {"text": "next"})
        text = (await hear(socket))["text"]
    assert "Dr Snow" in text
    assert "Dr Grey" not in text


@pytest.mark.parametrize("first", [{"token": "nonsense"}, {"token": ""}, {"text": "next"}, {}, [], "next"], ids=str)
async def test_without_a_valid_token_first_the_chat_is_closed(ada: Caller, first: object) -> None:
    async with chat(ada) as socket:
        await say(socket, first)
        with pytest.raises(ConnectionClosed) as closed:
            await hear(socket)
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 1008


async def test_a_deleted_account_is_not_let_in(ada: Caller) -> None:
    assert (await ada.delete(ada.home)).status_code == 204
    async with chat(ada) as socket:
        await say(socket, {"token": ada.tokens["access_token"]})
        with pytest.raises(ConnectionClosed) as closed:
            await hear(socket)
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 1008


@pytest.mark.parametrize("frame", ["no json", "[]", "{}", '{"text": ""}', '{"text": 1}', '{"text": "x", "more": 1}'])
async def test_a_malformed_frame_is_told_and_the_talk_goes_on(ada: Caller, frame: str) -> None:
    async with chat(ada) as socket:
        await greeted(socket, ada)
        await socket.send(frame)
        assert (await hear(socket))["kind"] == "error"
        await say(socket, {"text": "help"})
        assert (await hear(socket))["kind"] == "answer"


async def test_a_caller_who_hangs_up_leaves_the_service_working(ada: Caller) -> None:
    for _ in range(3):
        async with chat(ada) as socket:
            await greeted(socket, ada)
            await say(socket, {"text": "next"})
            socket.transport.abort()
    async with chat(ada) as socket:
        await greeted(socket, ada)


async def test_many_talk_at_once(ada: Caller) -> None:
    async def talk() -> str:
        async with chat(ada) as socket:
            await greeted(socket, ada)
            await say(socket, {"text": "help"})
            return (await hear(socket))["kind"]

    assert await asyncio.gather(*(talk() for _ in range(25))) == ["answer"] * 25
