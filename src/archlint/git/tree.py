"""The files of one commit, as if they stood where the work tree stands."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from archlint.git.asking import GitError
from archlint.git.objects import Objects

_FILE, _LINK, _MODULE = "100", "120000", "160000"


@dataclass(frozen=True, slots=True)
class Entry:
    """One name in a folder; says what an `os.DirEntry` says."""

    name: str
    path: str
    mode: str
    """git's: "100644", "100755", "120000" for a link, "160000" for a submodule, "040000" for a folder."""
    id: str = ""
    size: int = 0

    def is_dir(self, *, follow_symlinks: bool = True) -> bool:  # noqa: ARG002 - a link is never followed
        return self.mode == "040000"

    def is_file(self, *, follow_symlinks: bool = True) -> bool:  # noqa: ARG002 - as above
        return self.mode.startswith(_FILE)

    def is_symlink(self) -> bool:
        return self.mode == _LINK


class Tree:
    """A commit's files by their absolute paths below `top`, read when asked for."""

    def __init__(self, top: str, commit: str, listing: bytes, objects: Objects) -> None:
        self.top = top
        self.commit = commit
        self._objects = objects
        self.files: dict[str, Entry] = {}
        """Everything but folders, by path from the top, with forward slashes."""
        self._folders: dict[str, dict[str, Entry]] = {"": {}}
        for row in listing.split(b"\0"):
            if row:
                self._add(row)

    def covers(self, path: str) -> bool:
        """Whether a path is the top or below it."""
        return path == self.top or path.startswith(self.top.rstrip("/") + "/")

    def exists(self, path: str) -> bool:
        """Whether the commit has a file or folder; git's own folder counts, for it marks the top."""
        name = self._name(path)
        return name in self.files or name in self._folders or name == ".git"

    def is_folder(self, path: str) -> bool:
        return self._name(path) in self._folders

    def read(self, path: str) -> bytes:
        """The bytes of a regular file; raises OSError."""
        entry = self.files.get(self._name(path))
        if entry is None:
            raise FileNotFoundError(errno.ENOENT, "no such file in the commit", path)
        if not entry.is_file():
            raise OSError(errno.EINVAL, "not a regular file", path)
        try:
            return self._objects.read(entry.id)
        except GitError as error:
            raise OSError(errno.EIO, str(error), path) from None

    def size(self, path: str) -> int:
        """Bytes; 0 for what is no file."""
        entry = self.files.get(self._name(path))
        return entry.size if entry else 0

    def entries(self, folder: str) -> list[Entry]:
        """What a folder holds, sorted by name; raises OSError."""
        held = self._folders.get(self._name(folder))
        if held is None:
            raise FileNotFoundError(errno.ENOENT, "no such folder in the commit", folder)
        return [held[name] for name in sorted(held)]

    @cached_property
    def submodules(self) -> dict[str, str]:
        """The commits of other repositories by the folders they stand in."""
        return {path: each.id for path, each in self.files.items() if each.mode == _MODULE}

    def close(self) -> None:
        """End what reads; the tree can be read again."""
        self._objects.close()

    def _add(self, row: bytes) -> None:
        head, _, raw = row.partition(b"\t")
        mode, _, name, size = head.decode("ascii").split()
        path = os.fsdecode(raw)
        parts = path.split("/")
        if any(_is_unfit(part) for part in parts):
            return  # no work tree can have it
        bytes_ = int(size) if size.isdigit() else 0
        self.files[path] = entry = Entry(parts[-1], self._absolute(path), mode, name, bytes_)
        self._folder("/".join(parts[:-1]))[entry.name] = entry

    def _folder(self, path: str) -> dict[str, Entry]:
        """The folder's names, which its parent knows too."""
        known = self._folders.get(path)
        if known is None:
            above, _, name = path.rpartition("/")
            self._folders[path] = known = {}
            self._folder(above)[name] = Entry(name, self._absolute(path), "040000")
        return known

    def _absolute(self, path: str) -> str:
        return f"{self.top.rstrip(os.sep)}{os.sep}{path.replace('/', os.sep)}"

    def _name(self, path: str) -> str:
        return os.path.normpath(path)[len(self.top.rstrip(os.sep)) + 1 :].replace(os.sep, "/")

    def __iter__(self) -> Iterator[Entry]:
        return iter(self.files.values())


def _is_unfit(part: str) -> bool:
    return part in ("", ".", "..") or part.casefold() == ".git" or os.sep in part
