"""Which bytes each file of a project had when it was last read, so that it need not be read again."""

from __future__ import annotations

import os
import time
from hashlib import sha256

import msgspec

from archlint import trail
from archlint.cache import blob
from archlint.cache.folder import inside

_ENTRIES = msgspec.msgpack.Decoder(dict[bytes, tuple[str, str]])


class Index:
    """The digests of a project's files by path and signature. A file that changed too recently is left out: it might
    change again without its times telling.
    """

    def __init__(self, folder: str, root: str) -> None:
        self.path = inside(folder, "index", sha256(os.fsencode(root)).hexdigest()[:32])
        self._old = _load(self.path)
        self._new: dict[bytes, tuple[str, str]] = {}

    def digest(self, path: str, found: os.stat_result) -> str | None:
        """The digest of a file's bytes, if nothing happened to it since it was last read."""
        known, digest = self._old.get(os.fsencode(path), ("", ""))
        if known != trail.signature(found):
            return None
        self._new[os.fsencode(path)] = known, digest
        return digest

    def add(self, path: str, found: os.stat_result, now: int, digest: str) -> None:
        """Note a file that was read; its stat was taken before that, at `now`."""
        if not trail.is_racy(found, now):
            self._new[os.fsencode(path)] = trail.signature(found), digest

    def save(self) -> None:
        """Keep what was seen, where it differs; or else the fact that it was used."""
        if self._new != self._old:
            blob.save(self.path, msgspec.msgpack.encode(self._new))
        else:
            touch(self.path)


def digests(folder: str) -> set[str]:
    """The digests of all files that the indexes in a folder know."""
    indexes = os.listdir(folder) if os.path.isdir(folder) else []
    return {digest for name in indexes for _, digest in _load(f"{folder}/{name}").values()}


def touch(path: str) -> None:
    """Say that a file of the cache is still of use."""
    try:
        os.utime(path, ns=(time.time_ns(), time.time_ns()))
    except OSError:
        return


def _load(path: str) -> dict[bytes, tuple[str, str]]:
    content = blob.load(path)
    try:
        return {} if content is None else _ENTRIES.decode(content)
    except msgspec.DecodeError:
        return {}
