"""A second process that does part of a job, knowing all that this one knows."""

from __future__ import annotations

import os
import pickle
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import TypeVar

from archlint.workers import machine
from archlint.workers.interrupts import die_of_interrupts, interrupts_held

Item = TypeVar("Item")
Told = TypeVar("Told")


def from_both_ends(row: Sequence[Item], do: Callable[[Item], None], tell: Callable[[], Told]) -> Told | None:
    """Do everything in a row: this process begins at its front, one that is forked from it at its back.

    What doing changes in the second process is lost, but for what `tell` says there in the end: plain data, which is
    returned. None where all was done here: no process could be had, or it died, whatever it had done.
    """
    turns = _Turns(len(row))
    try:
        done = 0
        second = _fork(lambda: _backwards(row, do, tell, turns)) if machine.FORKS else None
        with _awaited(second) as said:
            while turns.take():
                do(row[done])
                done += 1
            answer = said()
        if answer is not None:
            told: Told = pickle.loads(answer)  # noqa: S301 - said by this very program
            return told
        for item in row[done:]:
            do(item)
        return None
    finally:
        turns.close()


class _Turns:
    """So many turns that processes share; each is taken once."""

    def __init__(self, count: int) -> None:
        self._reading, writing = os.pipe()
        os.write(writing, bytes(count))
        os.close(writing)

    def take(self) -> bool:
        """Whether there was one left."""
        return bool(os.read(self._reading, 1))

    def close(self) -> None:
        os.close(self._reading)


def _backwards(row: Sequence[Item], do: Callable[[Item], None], tell: Callable[[], Told], turns: _Turns) -> Told:
    waiting = list(row)
    while turns.take():
        do(waiting.pop())
    return tell()


@contextmanager
def _awaited(second: tuple[int, int] | None) -> Iterator[Callable[[], bytes | None]]:
    """How to hear what a process says in the end, None for nothing; it does not outlive the context."""
    if second is None:
        yield lambda: None
        return
    process, reading = second
    ended: list[int] = []

    def said() -> bytes | None:
        answer = pipe.read()
        ended.append(os.waitpid(process, 0)[1])
        return answer if ended == [0] else None

    with os.fdopen(reading, "rb") as pipe:
        try:
            yield said
        finally:
            if not ended:
                os.kill(process, signal.SIGKILL)
                os.waitpid(process, 0)


def _fork(function: Callable[[], object]) -> tuple[int, int] | None:
    """A process that runs a function, and the end of a pipe through which it answers; None where none can be had."""
    reading, writing = os.pipe()
    process = -1
    with interrupts_held(), suppress(OSError):
        process = os.fork()
        if process == 0:
            _answer(function, writing)
    os.close(writing)
    if process < 0:
        os.close(reading)
        return None
    return process, reading


def _answer(function: Callable[[], object], writing: int) -> None:
    """Run a function, send what it returns, and end: whatever happens, nothing else of the program goes on here."""
    code = 1
    try:
        die_of_interrupts()
        answer = pickle.dumps(function(), pickle.HIGHEST_PROTOCOL)
        with os.fdopen(writing, "wb") as pipe:
            pipe.write(answer)
        code = 0
    finally:
        os._exit(code)
