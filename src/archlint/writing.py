"""Files of a project put in the place of others, all or nothing.

The new bytes go into a temporary file in the same folder, reach the disk, and take the name. Whoever is killed in
between leaves the file as it was, and a temporary file that the next run that writes sweeps away: a lock that ends with
its process tells it from one in use. No symbolic link below the root is followed.
"""

from __future__ import annotations

import errno
import os
import secrets
import stat
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress

if sys.platform != "win32":
    from fcntl import LOCK_EX, LOCK_NB, flock

SUFFIX = ".archlint-tmp"
_LONGEST = 60
"""How much of a file's name its temporary file bears: names have an end."""
_DIRECTORY = getattr(os, "O_DIRECTORY", 0)
_NO_LINK = getattr(os, "O_NOFOLLOW", 0)
_BINARY = getattr(os, "O_BINARY", 0)
_BY_DESCRIPTOR = {os.open, os.stat, os.unlink, os.rename} <= os.supports_dir_fd


class ChangedError(OSError):
    """The file does not hold what it was thought to."""

    def __init__(self, path: str) -> None:
        super().__init__(errno.ESTALE, "was changed meanwhile", path)


def put(root: str, path: str, data: bytes, *, before: bytes | None) -> None:
    """Let a file have these bytes in place of `before`, which is None for one that must not be there yet.

    `path` is absolute and below `root`. Mode and owner stay; raises OSError, of which ChangedError is one.
    """
    *folders, name = os.path.relpath(path, root).split(os.sep)
    if os.pardir in folders:
        raise OSError(errno.EPERM, "is not below the project's root", path)
    with _opened(root, folders) as folder:
        found = folder.checked(name, before, path)
        temporary = f".{name[:_LONGEST]}.{secrets.token_hex(8)}{SUFFIX}"
        handle = folder.open(temporary, os.O_RDWR | os.O_CREAT | os.O_EXCL)
        try:
            with os.fdopen(handle, "wb") as file:
                _lock(handle)
                file.write(data)
                file.flush()
                if found is not None:
                    _dress(handle, found)
                os.fsync(handle)
                if _BY_DESCRIPTOR:  # under its lock, so that nobody sweeps it
                    folder.rename(temporary, name)
            if not _BY_DESCRIPTOR:
                folder.rename(temporary, name)
        except BaseException:
            with suppress(OSError):
                folder.unlink(temporary)
            raise
        folder.sync()


def sweep(folders: Iterable[str]) -> int:
    """Take away the temporary files that killed runs have left in some folders; how many."""
    swept = 0
    for folder in folders:
        with suppress(OSError):
            for name in os.listdir(folder):
                if name.startswith(".") and name.endswith(SUFFIX):
                    swept += _swept(os.path.join(folder, name))
    return swept


def _swept(path: str) -> bool:
    try:
        handle = os.open(path, os.O_RDWR | _NO_LINK | getattr(os, "O_NONBLOCK", 0))
    except OSError:
        return False
    try:
        _lock(handle)
        if _BY_DESCRIPTOR:
            os.unlink(path)
    except OSError:
        return False
    finally:
        os.close(handle)
    if not _BY_DESCRIPTOR:
        os.unlink(path)
    return True


def _lock(handle: int) -> None:
    """Claim an open file; raises OSError when another process has. On Windows no open file can be taken away."""
    if sys.platform != "win32":
        flock(handle, LOCK_EX | LOCK_NB)


class _Folder:
    """An open folder: whatever its path becomes, files are looked up in itself."""

    def __init__(self, descriptor: int | None, path: str) -> None:
        self._descriptor = descriptor
        self._path = path

    def open(self, name: str, flags: int) -> int:
        return os.open(self._at(name), flags | _NO_LINK | _BINARY, 0o666, dir_fd=self._descriptor)

    def checked(self, name: str, before: bytes | None, path: str) -> os.stat_result | None:
        """The stat of a regular file that holds `before`; None where nothing is there, and nothing should be."""
        try:
            found = os.stat(self._at(name), dir_fd=self._descriptor, follow_symlinks=False)
        except FileNotFoundError:
            if before is None:
                return None
            raise
        if not stat.S_ISREG(found.st_mode):
            raise OSError(errno.EINVAL, "is no regular file", path)
        with os.fdopen(self.open(name, os.O_RDONLY), "rb") as file:
            if before is None or file.read() != before:
                raise ChangedError(path)
        return found

    def rename(self, old: str, new: str) -> None:
        os.replace(self._at(old), self._at(new), src_dir_fd=self._descriptor, dst_dir_fd=self._descriptor)

    def unlink(self, name: str) -> None:
        os.unlink(self._at(name), dir_fd=self._descriptor)

    def sync(self) -> None:
        if self._descriptor is not None:
            os.fsync(self._descriptor)

    def _at(self, name: str) -> str:
        return name if self._descriptor is not None else os.path.join(self._path, name)


@contextmanager
def _opened(root: str, folders: list[str]) -> Iterator[_Folder]:
    """A folder below the root, reached without a symbolic link."""
    path = os.path.join(root, *folders)
    if not _BY_DESCRIPTOR:
        if os.path.realpath(path) != os.path.join(os.path.realpath(root), *folders):
            raise OSError(errno.ELOOP, "is behind a symbolic link", path)
        yield _Folder(None, path)
        return
    descriptor = os.open(root, os.O_RDONLY | _DIRECTORY)
    try:
        for each in folders:
            inner = os.open(each, os.O_RDONLY | _DIRECTORY | _NO_LINK, dir_fd=descriptor)
            os.close(descriptor)
            descriptor = inner
        yield _Folder(descriptor, path)
    finally:
        os.close(descriptor)


def _dress(handle: int, like: os.stat_result) -> None:
    """Give a new file the owner and the mode of another, as far as the user may."""
    if sys.platform == "win32":
        return
    own = os.fstat(handle)
    if (own.st_uid, own.st_gid) != (like.st_uid, like.st_gid):
        with suppress(PermissionError):
            os.fchown(handle, like.st_uid, like.st_gid)
    os.fchmod(handle, stat.S_IMODE(like.st_mode))
