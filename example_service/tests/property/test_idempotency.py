"""Any interleaving of equal requests with one key is one booking and one answer."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from uuid import uuid4

import httpx2
import pytest
from callers import Caller, register, slot
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from loops import Clinic, clinic_on

CAREFUL = settings(
    max_examples=40,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@dataclass(frozen=True)
class Request:
    """One request of an interleaving."""

    key: int
    """Which of the keys; each stands for another time of the clinician."""
    body: int
    """Which of the bodies that go with the key."""
    delay: int
    """How often others may go first."""


REQUESTS = st.builds(Request, st.integers(0, 1), st.sampled_from([0, 0, 0, 1]), st.integers(0, 12))
INTERLEAVINGS = st.lists(st.lists(REQUESTS, min_size=1, max_size=6), min_size=1, max_size=3)
"""Waves: the requests of one run at the same time."""
_times = count(48)


@pytest.fixture
def clinic(database_url: str) -> Iterator[Clinic]:
    with clinic_on(database_url) as clinic:
        yield clinic


@given(waves=INTERLEAVINGS)
@CAREFUL
def test_every_interleaving_is_one_booking_a_key(clinic: Clinic, waves: list[list[Request]]) -> None:
    clinic.do(check(clinic, waves))


@given(sizes=st.lists(st.integers(1, 8), min_size=1, max_size=3))
@CAREFUL
def test_n_equal_requests_are_one_booking(clinic: Clinic, sizes: list[int]) -> None:
    clinic.do(check(clinic, [[Request(0, 0, delay % 3) for delay in range(size)] for size in sizes]))


async def check(clinic: Clinic, waves: list[list[Request]]) -> None:
    ada = await register(clinic.http)
    words = [str(uuid4()) for _ in range(2)]
    bodies = [[slot("Dr Snow", start=next(_times)), slot("Dr Snow", start=next(_times))] for _ in words]

    async def send(request: Request) -> tuple[Request, httpx2.Response]:
        for _ in range(request.delay):
            await asyncio.sleep(0)
        body = bodies[request.key][request.body]
        return request, await ada.post(ada.appointments, body, words[request.key])

    answers = [pair for wave in waves for pair in await asyncio.gather(*(send(each) for each in wave))]
    await check_answers(ada, answers)


async def check_answers(ada: Caller, answers: list[tuple[Request, httpx2.Response]]) -> None:
    by_key: dict[int, list[tuple[Request, httpx2.Response]]] = defaultdict(list)
    for request, answer in answers:
        by_key[request.key].append((request, answer))
    identities = set()
    for pairs in by_key.values():
        accepted = [(request, answer) for request, answer in pairs if answer.status_code == 201]
        # One body won; it always gets the same answer, and the other one is always refused.
        assert len({request.body for request, _ in accepted}) == 1
        assert len({answer.text for _, answer in accepted}) == 1
        winner = accepted[0][0].body
        assert all(answer.status_code == (201 if request.body == winner else 409) for request, answer in pairs)
        identities.add(accepted[0][1].json()["id"])
    listed = (await ada.get(ada.appointments)).json()["items"]
    assert {each["id"] for each in listed} == identities
    assert len(listed) == len(by_key)
