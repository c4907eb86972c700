"""What a run looked at on the disk, so that the next one can tell whether anything changed.

Light: a run in which nothing changed imports it before everything else.
"""

from __future__ import annotations

import errno
import os
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

GRAIN = 2_000_000_000
"""Nanoseconds: the coarsest clock of a file system in use (FAT). What changed later than this before it was looked at
may change again without its times telling."""

Kind: TypeAlias = Literal["file", "folder", "present", "absent"]


@dataclass(frozen=True, slots=True)
class Sight:
    """One path as it was."""

    kind: Kind
    signature: str = ""
    digest: str = ""
    """Of what was read there, where anyone computed it."""
    racy: bool = False
    """Whether it may have changed since without its signature telling."""


@dataclass(slots=True)
class Trail:
    """Everything a run looked at, in absolute paths, and what it must say of itself."""

    sights: dict[str, Sight] = field(default_factory=dict)
    files: int = 0
    """How many files the report is about."""
    verbose: bool = False
    """Whether the user wants to hear how much was parsed."""
    repeatable: bool = True
    """Whether the same question would get the same answer as long as nothing changes on the disk."""


_CURRENT: ContextVar[Trail | None] = ContextVar("trail", default=None)


@contextmanager
def kept() -> Iterator[Trail]:
    """Keep a trail of what is looked at inside."""
    trail = Trail()
    token = _CURRENT.set(trail)
    try:
        yield trail
    finally:
        _CURRENT.reset(token)


def current() -> Trail:
    """The trail being kept; one that nobody reads where none is."""
    return _CURRENT.get() or Trail()


def signature(found: os.stat_result) -> str:
    """What changes when a file does: mode, inode, size and times."""
    return f"{found.st_mode:o}:{found.st_ino}:{found.st_size}:{found.st_mtime_ns}:{found.st_ctime_ns}"


def is_racy(found: os.stat_result, now: int) -> bool:
    """Whether the file may change once more without its stat telling; `now` is when it was looked at."""
    return max(found.st_mtime_ns, found.st_ctime_ns) > now - GRAIN


def content(path: str) -> tuple[bytes, os.stat_result]:
    """The bytes of a regular file, and its stat from before they were read; raises OSError."""
    with open(path, "rb", opener=_open) as file:
        found = os.fstat(file.fileno())
        if not stat.S_ISREG(found.st_mode):
            raise OSError(errno.EINVAL, "not a regular file", path)
        return file.read(), found


def read(path: str) -> bytes:
    """The bytes of a regular file, and a note that they were read; raises OSError."""
    now = time.time_ns()
    try:
        data, found = content(path)
    except FileNotFoundError:
        _note(path, Sight("absent"))
        raise
    if _CURRENT.get() is not None:
        racy = is_racy(found, now)
        _note(path, Sight("file", signature(found), digest(data) if racy else "", racy))
    return data


def saw(path: str, found: os.stat_result, now: int, content: str) -> None:
    """Note that a file was read whose stat was taken at `now`; `content` is the digest of its bytes."""
    _note(path, Sight("file", signature(found), content, is_racy(found, now)))


def entries(folder: str) -> list[os.DirEntry[str]]:
    """What a folder holds, sorted by name, and a note that it was listed; raises OSError."""
    now = time.time_ns()
    found = os.stat(folder)
    listed = scan(folder)
    if _CURRENT.get() is not None:
        _note(folder, Sight("folder", signature(found), digest_of(listed), is_racy(found, now)))
    return listed


def scan(folder: str) -> list[os.DirEntry[str]]:
    """What a folder holds, sorted by name; raises OSError."""
    with os.scandir(folder) as found:
        return sorted(found, key=lambda each: each.name)


def exists(path: str | os.PathLike[str]) -> bool:
    """Whether something is there, and a note that it mattered."""
    there = os.path.lexists(path)
    _note(os.fspath(path), Sight("present" if there else "absent"))
    return there


def digest(data: bytes) -> str:
    """SHA-256, as hex."""
    from hashlib import sha256  # loads OpenSSL: not worth it where nothing is hashed

    return sha256(data).hexdigest()


def digest_of(listed: list[os.DirEntry[str]]) -> str:
    """Stands for the names in a folder and their kinds; a cache that Python leaves behind is nothing."""
    names = [f"{each.name}/{each.is_dir(follow_symlinks=False)}" for each in listed if each.name != "__pycache__"]
    return digest("\0".join(names).encode(errors="surrogateescape"))


def _open(path: str, flags: int) -> int:
    """Open without waiting, should it be a FIFO."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def _note(path: str, sight: Sight) -> None:
    """The first sight counts: were a file to change while the run lasts, the record must not hold."""
    trail = _CURRENT.get()
    if trail is not None and (path not in trail.sights or trail.sights[path].kind == "present"):
        trail.sights[path] = sight
