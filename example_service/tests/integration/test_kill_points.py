"""Relay and consumer killed anywhere: no message is lost, and none has its effect twice."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from callers import Caller
from databases import connect
from environment import settings_for, variables_for
from fastapi import FastAPI

from app.config import Settings
from app.container import Container

pytestmark = pytest.mark.anyio
TESTS = Path(__file__).parents[1]
KILLS = 200
IMPATIENT = {"worker_lease": "0.001", "worker_batch": "2", "worker_attempts": "10000", "worker_backoff": "0.001"}
"""What a dead worker held is free again at once, and a message is never given up."""


@pytest.fixture
def settings(database_url: str) -> Settings:
    return settings_for(database_url, **IMPATIENT)


@pytest.fixture
def victims(database_url: str) -> Iterator[subprocess.Popen[str]]:
    """A process that makes workers and sees them die."""
    process = subprocess.Popen(
        [sys.executable, "victims.py"],
        cwd=TESTS,
        env=variables_for(database_url, **IMPATIENT) | {"PYTHONPATH": str(TESTS.parent)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        yield process
        assert process.stdin is not None
        process.stdin.close()


def run(victims: subprocess.Popen[str], worker: str, step: int) -> str:
    """What became of a worker that was to be killed at a step."""
    assert victims.stdin is not None
    assert victims.stdout is not None
    victims.stdin.write(f"{worker} {step}\n")
    victims.stdin.flush()
    return victims.stdout.readline().strip()


@dataclass
class Slaughter:
    """Kills workers step by step through their batches, again and again, until there were enough."""

    ada: Caller
    container: Container
    victims: subprocess.Popen[str]
    kills: Counter[str] = field(default_factory=Counter)
    ended: Counter[str] = field(default_factory=Counter)
    """How often a worker reached the end of its batch: no step before it was left out."""
    start: float = 24.0

    async def go_on(self, worker: str) -> None:
        """One time through the batch of a worker."""
        for step in range(1, KILLS):
            if self.kills.total() >= KILLS:
                return
            await self.prepare(worker)
            became = await asyncio.to_thread(run, self.victims, worker, step)
            if became == "finished":
                self.ended[worker] += 1
                return
            assert became == "killed"
            self.kills[worker] += 1

    async def prepare(self, worker: str) -> None:
        """See that there is a batch to do; the consumer's messages come once each, so that one that is lost is lost."""
        for _ in range(1 if worker == "relay" else 2):
            self.start += 0.5
            await self.ada.book(start=self.start, hours=0.5)
        if worker == "consumer":
            while await self.container.relay.publish_batch():
                pass

    async def finish(self) -> None:
        """Let workers that nobody kills do the rest."""
        while await self.container.relay.publish_batch() + await self.container.consumer.consume_batch():
            pass


async def test_two_hundred_kills_lose_nothing_and_double_nothing(
    ada: Caller, app: FastAPI, database_url: str, victims: subprocess.Popen[str]
) -> None:
    slaughter = Slaughter(ada, app.state.container, victims)
    while slaughter.kills.total() < KILLS:
        await slaughter.go_on("relay")
        await slaughter.finish()
        await slaughter.go_on("consumer")
    await slaughter.finish()
    assert slaughter.kills.total() == KILLS
    assert set(slaughter.ended) == {"relay", "consumer"}
    await check_effects(database_url, at_least_doubled=30)


async def check_effects(database_url: str, at_least_doubled: int) -> None:
    """Every event of the outbox had its effect once, though some were delivered more often."""
    connection = await connect(database_url)
    try:
        waiting = await connection.fetchval(
            "SELECT (SELECT count(*) FROM outbox_messages WHERE published_at IS NULL)"
            " + (SELECT count(*) FROM deliveries WHERE done_at IS NULL)"
        )
        happened = {row["id"] for row in await connection.fetch("SELECT id FROM outbox_messages")}
        booked = await connection.fetch("SELECT id FROM outbox_messages WHERE name = 'appointment.booked'")
        delivered = [row["message_id"] for row in await connection.fetch("SELECT message_id FROM deliveries")]
        shown = [row["message_id"] for row in await connection.fetch("SELECT message_id FROM feed_entries")]
        told = [row["id"] for row in await connection.fetch("SELECT id FROM notices")]
        appointments = await connection.fetchval("SELECT count(*) FROM appointments")
    finally:
        await connection.close()
    assert waiting == 0
    assert len(booked) == appointments
    assert set(delivered) == happened
    assert len(delivered) >= len(happened) + at_least_doubled, "no kill fell between publishing and remembering it"
    assert sorted(shown) == sorted(row["id"] for row in booked)
    assert sorted(told) == sorted(set(told))
    assert {row["id"] for row in booked} <= set(told)
