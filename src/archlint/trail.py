"""What a run looked at on the disk, so that the next one can tell whether anything changed.

Light: a run in which nothing changed imports it before everything else, and nothing that is slow to import.
"""

from __future__ import annotations

import errno
import os
import stat
import time
from contextvars import ContextVar

TYPE_CHECKING = False
if TYPE_CHECKING:  # the module `typing` takes as long as the whole of such a run
    from collections.abc import Mapping, Sequence
    from contextvars import Token
    from typing import Protocol, Self

    class Entry(Protocol):
        """One name in a folder."""

        @property
        def name(self) -> str: ...
        @property
        def path(self) -> str: ...
        def is_dir(self, *, follow_symlinks: bool = ...) -> bool: ...
        def is_file(self, *, follow_symlinks: bool = ...) -> bool: ...
        def is_symlink(self) -> bool: ...

    class Tree(Protocol):
        """Files as they were at another time; what it covers is read there, and not from the disk."""

        def covers(self, path: str) -> bool: ...
        def exists(self, path: str) -> bool: ...
        def is_folder(self, path: str) -> bool: ...
        def size(self, path: str) -> int: ...
        def read(self, path: str) -> bytes: ...
        def entries(self, folder: str) -> Sequence[Entry]: ...


GRAIN = 2_000_000_000
"""Nanoseconds: the coarsest clock of a file system in use (FAT). What changed later than this before it was looked at
may change again without its times telling."""


class Sight:
    """One path as it was.

    `kind` is "file" or "folder" for what was read, "present" or "absent" for what was only looked for; `signature` and
    `digest` stand for its stat and for what was read there, where anyone computed it; `racy` is whether it may have
    changed since without its signature telling.
    """

    __slots__ = ("digest", "kind", "racy", "signature")

    def __init__(self, kind: str, signature: str = "", digest: str = "", racy: bool = False) -> None:
        self.kind = kind
        self.signature = signature
        self.digest = digest
        self.racy = racy


class Trail:
    """Everything that a run looked at, in absolute paths, and what it must say of itself."""

    def __init__(self) -> None:
        self.sights: dict[str, Sight] = {}
        self.files = 0
        """How many files the report is about."""
        self.verbose = False
        """Whether the user wants to hear how much was parsed."""
        self.judged = False
        """Whether the run came to its end."""
        self.repeatable = True
        """Whether the same question would get the same answer as long as nothing changes on the disk."""
        self.aside = False
        """Whether what is being printed is about this run alone, and no part of the report."""


_CURRENT: ContextVar[Trail | None] = ContextVar("trail", default=None)


class kept:  # noqa: N801 - a context manager, without the module that makes them from functions
    """Keep a trail of what is looked at inside."""

    def __enter__(self) -> Trail:
        trail = Trail()
        self._token: Token[Trail | None] = _CURRENT.set(trail)
        return trail

    def __exit__(self, *_: object) -> None:
        _CURRENT.reset(self._token)


class aside:  # noqa: N801 - as above
    """What is printed inside is about this run alone: a report from the cache does not repeat it."""

    def __enter__(self) -> Self:
        current().aside = True
        return self

    def __exit__(self, *_: object) -> None:
        current().aside = False


_MOUNTED: ContextVar[Tree | None] = ContextVar("mounted", default=None)


class mounted:  # noqa: N801 - as above
    """Let a tree stand for the disk inside, or the disk alone where there is none; nothing is noted of what is read
    in a tree.
    """

    def __init__(self, tree: Tree | None) -> None:
        self._tree = tree

    def __enter__(self) -> Tree | None:
        self._token: Token[Tree | None] = _MOUNTED.set(self._tree)
        return self._tree

    def __exit__(self, *_: object) -> None:
        _MOUNTED.reset(self._token)


def tree_over(path: str) -> Tree | None:
    """The tree that stands for the disk at a path, if one does."""
    tree = _MOUNTED.get()
    return tree if tree is not None and tree.covers(path) else None


def current() -> Trail:
    """The trail being kept; one that nobody reads where none is."""
    return _CURRENT.get() or Trail()


def signature(found: os.stat_result) -> str:
    """What changes when a file does: mode, inode, size and times."""
    return f"{found.st_mode:o}:{found.st_ino}:{found.st_size}:{found.st_mtime_ns}:{found.st_ctime_ns}"


def is_racy(found: os.stat_result, now: int) -> bool:
    """Whether the file may change once more without its stat telling; `now` is when it was looked at."""
    return max(found.st_mtime_ns, found.st_ctime_ns) > now - GRAIN


def again(path: str, sight: Sight) -> Sight | None:
    """A path as it is now, if that comes to the same; the sight itself where there was nothing to look into.

    Raises OSError where it cannot be looked at.
    """
    if sight.kind in ("present", "absent"):
        return sight if os.path.lexists(path) is (sight.kind == "present") else None
    now = time.time_ns()
    found = os.stat(path)
    if signature(found) == sight.signature and not sight.racy:
        return sight
    if not sight.digest:
        return None
    told = digest(content(path)[0]) if sight.kind == "file" else digest_of(scan(path))
    return Sight(sight.kind, signature(found), told, is_racy(found, now)) if told == sight.digest else None


def all_again(sights: Mapping[str, Sight]) -> dict[str, Sight] | None:
    """Paths as they are now, if all of them come to the same."""
    now = {}
    try:
        for path, sight in sights.items():
            if (seen := again(path, sight)) is None:
                return None
            now[path] = seen
    except OSError:
        return None
    return now


def content(path: str) -> tuple[bytes, os.stat_result]:
    """The bytes of a regular file, and its stat from before they were read; raises OSError."""
    with open(path, "rb", opener=_open) as file:
        found = os.fstat(file.fileno())
        if not stat.S_ISREG(found.st_mode):
            raise OSError(errno.EINVAL, "not a regular file", path)
        return file.read(), found


def read(path: str) -> bytes:
    """The bytes of a regular file, and a note that they were read; raises OSError."""
    if tree := tree_over(path):
        return tree.read(path)
    now = time.time_ns()
    try:
        data, found = content(path)
    except FileNotFoundError:
        _note(path, Sight("absent"))
        raise
    if _CURRENT.get() is not None:
        _note(path, Sight("file", signature(found), digest(data), is_racy(found, now)))
    return data


def saw(path: str, found: os.stat_result, now: int, content: str) -> None:
    """Note that a file was read whose stat was taken at `now`; `content` is the digest of its bytes."""
    _note(path, Sight("file", signature(found), content, is_racy(found, now)))


def entries(folder: str) -> Sequence[Entry]:
    """What a folder holds, sorted by name, and a note that it was listed; raises OSError."""
    if tree := tree_over(folder):
        return tree.entries(folder)
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
    if tree := tree_over(os.fspath(path)):
        return tree.exists(os.fspath(path))
    there = os.path.lexists(path)
    _note(os.fspath(path), Sight("present" if there else "absent"))
    return there


def is_folder(path: str | os.PathLike[str]) -> bool:
    """Whether a folder is there."""
    tree = tree_over(os.fspath(path))
    return tree.is_folder(os.fspath(path)) if tree else os.path.isdir(path)


def digest(data: bytes) -> str:
    """SHA-256, as hex."""
    from hashlib import sha256  # loads OpenSSL: not worth it where nothing is hashed

    return sha256(data).hexdigest()


def digest_of(listed: list[os.DirEntry[str]]) -> str:
    """Stands for the names in a folder and their kinds; a cache that Python leaves behind is nothing."""
    names = [f"{each.name}/{each.is_dir(follow_symlinks=False)}" for each in listed if each.name != "__pycache__"]
    return digest("\0".join(names).encode(errors="surrogateescape"))


def note(sights: Mapping[str, Sight]) -> None:
    """Note that what was looked at before matters to this run too."""
    for path, sight in sights.items():
        _note(path, sight)


def _open(path: str, flags: int) -> int:
    """Open without waiting, should it be a FIFO."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def _note(path: str, sight: Sight) -> None:
    """The first sight counts: were a file to change while the run lasts, the record must not hold."""
    trail = _CURRENT.get()
    if trail is not None and (path not in trail.sights or trail.sights[path].kind == "present"):
        trail.sights[path] = sight
