"""One daemon a door."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def only_one(path: str) -> Iterator[bool]:
    """Whether no other process holds a lock; if so, it is held meanwhile, and names this process."""
    Path(path).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with Path(path).open("a", encoding="ascii") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            yield False
            return
        file.truncate(0)
        file.write(f"{os.getpid()}\n")
        file.flush()
        yield True
