"""What files say, kept by the digest of their bytes."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import cache
from hashlib import sha256
from importlib.util import find_spec
from itertools import repeat
from pathlib import Path

from archlint.cache.folder import inside

_MANY = 256
"""Answers that are written at a time: a run that is killed loses no more of them."""


class FactsCache:
    """Answers of workers by the digest of the bytes they are about.

    They hold as long as what made them stays the same: the extraction, the shape of facts, LibCST and Python.
    """

    def __init__(self, folder: str) -> None:
        self.path = inside(folder, "facts", maker())
        self.is_empty = not os.path.exists(self.path)
        """Whether nothing was kept before this run."""
        self.writable = True
        self._waiting: list[tuple[str, bytes]] = []

    def load(self, digests: Sequence[str]) -> Iterator[bytes | None]:
        """The answer to each; None for one that is not known, and for all that are left when nothing can be read."""
        answered = 0
        if not self.is_empty:
            with suppress(ImportError, OSError):  # a Python may have been built without SQLite
                from archlint.cache import database

                for answer in database.load(self.path, digests):
                    yield answer
                    answered += 1
        yield from repeat(None, len(digests) - answered)

    def save(self, digest: str, answer: bytes) -> None:
        """Keep an answer, from the next `settle` on; after a first failure no other is tried."""
        self._waiting.append((digest, answer))
        if len(self._waiting) >= _MANY:
            self.settle()

    def settle(self) -> None:
        """Write what waits for it."""
        waiting, self._waiting = self._waiting, []
        if waiting and self.writable:
            try:
                from archlint.cache import database

                database.save(self.path, waiting)
            except (ImportError, OSError):
                self.writable = False

    def forget(self, used: set[str], seconds: int) -> None:
        """Let go of what was kept longer ago than that, but for what is used."""
        with suppress(ImportError, OSError):
            from archlint.cache import database

            database.forget(self.path, used, seconds)


@cache
def maker() -> str:
    """Stands for everything that facts depend on besides the bytes of the file."""
    package = Path(__file__).parents[1]
    sources = [*sorted((package / "extract").rglob("*.py")), *sorted((package / "facts").rglob("*.py"))]
    sources += [package / "records.py", package / "workers" / "messages.py"]
    digest = sha256(f"{sys.version}\0{_parser()}".encode())
    for source in sources:
        digest.update(f"\0{source.name}\0".encode() + source.read_bytes())
    return digest.hexdigest()[:16]


def _parser() -> str:
    """Which LibCST it is, in its own words: to look through what is installed takes as long as to read three files."""
    found = find_spec("libcst")
    said = [Path(folder) / "_version.py" for folder in (found and found.submodule_search_locations) or ()]
    if said and said[0].is_file():
        return said[0].read_text(encoding="utf-8")
    from importlib import metadata

    return metadata.version("libcst")
