"""What files say, kept by the digest of their bytes."""

from __future__ import annotations

import os
import sys
from functools import cache
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path

from archlint.cache import blob
from archlint.cache.folder import inside


class FactsCache:
    """Answers of workers by the digest of the bytes they are about.

    They hold as long as what made them stays the same: the extraction, the shape of facts, LibCST and Python.
    """

    def __init__(self, folder: str) -> None:
        self.folder = inside(folder, "facts", maker())
        self.is_empty = not os.path.isdir(self.folder)
        """Whether nothing was kept before this run."""
        self.writable = True

    def load(self, digest: str) -> bytes | None:
        return blob.load(self._path(digest))

    def save(self, digest: str, answer: bytes) -> None:
        """Keep an answer; after a first failure no other is tried."""
        if self.writable:
            self.writable = blob.save(self._path(digest), answer)

    def _path(self, digest: str) -> str:
        return f"{self.folder}/{digest[:2]}/{digest[2:]}"


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
