"""A second process that does part of a job, knowing all that this one knows."""

from __future__ import annotations

import os
import pickle
import signal
from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

from archlint.workers import machine
from archlint.workers.interrupts import die_of_interrupts, interrupts_held

Here = TypeVar("Here")
There = TypeVar("There")


def beside(here: Callable[[], Here], there: Callable[[], There]) -> tuple[Here, There]:
    """What both return: `there` is run in a process forked from this one, while `here` runs in this.

    What `there` changes is lost but for what it returns, which must be plain data. Where no process can be had, or it
    dies, `there` is run in this one, after `here`.
    """
    forked = _fork(there) if machine.FORKS else None
    if forked is None:
        return here(), there()
    process, reading = forked
    with os.fdopen(reading, "rb") as pipe:
        try:
            found = here()
            answer = pipe.read()
        except BaseException:
            os.kill(process, signal.SIGKILL)
            raise
        finally:
            _, status = os.waitpid(process, 0)
    if status != 0:
        return found, there()
    told: There = pickle.loads(answer)  # noqa: S301 - said by this very program
    return found, told


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
