"""What a worker process does: one file after the other, until nobody asks for more."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterable
from contextlib import suppress
from multiprocessing.connection import Connection

from archlint import trail
from archlint.extract import Unreadable, extract, with_deep_stack
from archlint.facts import dumps
from archlint.workers.interrupts import die_of_interrupts
from archlint.workers.messages import Answer, Failure, Task, packed, task

MEMORY = 4 << 30
"""Bytes of address space that a worker may take; half a gigabyte of it is the stack, most of which is never touched."""


def serve(connection: Connection, inherited: Iterable[Connection]) -> None:
    """Answer the tasks that come through a pipe; `inherited` are the ends of pipes that are no business of this
    process, and would keep it from seeing that the run is over.
    """
    for each in inherited:
        each.close()
    _settle()
    with_deep_stack(lambda: _loop(connection))


def answer(asked: Task) -> Answer:
    """The facts of one file."""
    try:
        data = _read(asked.path) if asked.content is None else asked.content
        try:
            return dumps(extract(data, max_size=asked.max_size))
        except Unreadable as error:
            return Failure(error.kind, error.message, error.line, error.column, trail.digest(data))
    except OSError as error:
        return Failure("unreadable", f"cannot be read: {(error.strerror or str(error)).lower()}")
    except MemoryError:
        return Failure("out-of-memory", f"reading the file takes more than {MEMORY >> 30} GB")


def _loop(connection: Connection) -> None:
    with suppress(EOFError, OSError):  # the run is over
        while True:
            connection.send_bytes(packed(answer(task(connection.recv_bytes()))))


def _read(path: bytes) -> bytes:
    """The bytes of a regular file; raises OSError for anything else."""
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    with open(handle, "rb") as file:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise OSError(errno.EINVAL, "not a regular file")
        return file.read()


def _settle() -> None:
    """Die at once on Ctrl-C, say nothing on the user's terminal, leave no core, and keep within bounds."""
    die_of_interrupts()
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nowhere, stream)
    try:
        import resource
    except ImportError:  # Windows
        return
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    bound = MEMORY if most == resource.RLIM_INFINITY else min(MEMORY, most)
    with suppress(OSError, ValueError):  # some systems know the limit but do not let it be set
        resource.setrlimit(resource.RLIMIT_AS, (bound, most))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
