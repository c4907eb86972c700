"""Which files make up a project: its Python files, without what git ignores and what nobody wrote."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pathspec import GitIgnoreSpec

from archlint import trail
from archlint.findings import Problem
from archlint.globs import globs

if TYPE_CHECKING:
    from archlint.trail import Entry, Tree

EXCLUDED = (
    ".eggs",
    ".git",
    ".hg",
    ".mypy_cache",
    ".nox",
    ".pytest_cache",
    ".ruff_cache",
    ".svn",
    ".tox",
    ".venv",
    "__pycache__",
    "__pypackages__",
    "dist",
    "node_modules",
    "site-packages",
    "venv",
)
"""What `exclude` is where nobody sets it."""


@dataclass(frozen=True, slots=True, order=True)
class File:
    """A file to read. `path` is relative to the project's root, with forward slashes, and can always be printed."""

    path: str
    real: str
    """Where it is on this machine."""


@dataclass(frozen=True, slots=True)
class Skipped:
    """A path that looked like one to read, and why it is not."""

    path: str
    reason: str


@dataclass(slots=True)
class Listing:
    """What stands below a root."""

    files: list[File] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    nested: list[str] = field(default_factory=list)
    """The folders of other projects, absolute; nothing below them is listed."""
    problems: list[Problem] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Ignore:
    """The patterns of one .gitignore; `base` is the folder they start from, absolute with a slash at its end."""

    base: str
    spec: GitIgnoreSpec

    def verdict(self, path: str) -> bool | None:
        return self.spec.check_file(path[len(self.base) :]).include


@dataclass(frozen=True, slots=True)
class Manner:
    """How a folder is walked."""

    one_repository: bool = False
    """Whether submodules and other repositories below it are left out."""
    ignores: Tree | None = None
    """Where .gitignore files are read instead, if not where the folder is."""


def find(
    root: str,
    excluded: Sequence[str] = EXCLUDED,
    is_project: Callable[[str], bool] = lambda _: False,
    manner: Manner | None = None,
) -> Listing:
    """The files below a folder, sorted; `is_project` tells which folders below it are projects of their own."""
    manner = manner or Manner()
    walk = _Walk(root, spec(excluded), is_project, manner)
    walk.run(_ignores_above(root, manner))
    walk.listing.files.sort()
    walk.listing.skipped.sort(key=lambda each: each.path)
    walk.listing.nested.sort()
    return walk.listing


def spec(patterns: Iterable[str]) -> GitIgnoreSpec:
    """The patterns in the syntax of .gitignore; raises ValueError for one that is none."""
    lines = list(patterns)
    try:
        return globs(lines)
    except Exception as error:  # the library's errors have no base of their own, and `re.error` is among them
        raise ValueError(str(error)) from error


def printable(path: str) -> str:
    """The path with bytes that are no text in their escaped form."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


class _Walk:
    def __init__(self, root: str, excluded: GitIgnoreSpec, is_project: Callable[[str], bool], manner: Manner) -> None:
        self.root = root
        self.manner = manner
        self.base = root.rstrip(os.sep) + os.sep
        self.excluded = excluded
        self.is_project = is_project
        self.listing = Listing()

    def run(self, ignores: tuple[_Ignore, ...]) -> None:
        waiting = [(self.root, ignores)]
        while waiting:
            folder, above = waiting.pop()
            try:
                entries = trail.entries(folder)
            except OSError as error:
                path = self.relative(folder) or "."
                self.listing.problems.append(Problem("unreadable", path, f"cannot list the folder: {_reason(error)}"))
                continue
            names = {each.name for each in entries}
            if folder != self.root and self.is_foreign(folder, names):
                continue
            here = _with_gitignore(folder, names, above, self.manner)
            waiting += [(entry.path, here) for entry in entries if self.is_folder(entry, here)]

    def is_foreign(self, folder: str, names: set[str]) -> bool:
        """Whether the folder is another project, a virtual environment or, where that matters, another repository."""
        if self.manner.one_repository and ".git" in names:
            self.listing.skipped.append(Skipped(self.relative(folder), "another repository"))
            return True
        if "pyvenv.cfg" in names:
            self.listing.skipped.append(Skipped(self.relative(folder), "a virtual environment"))
            return True
        if "pyproject.toml" in names and self.is_project(folder):
            self.listing.nested.append(folder)
            return True
        return False

    def is_folder(self, entry: Entry, ignores: tuple[_Ignore, ...]) -> bool:
        """Take a file in; True for a folder to go into."""
        is_folder = entry.is_dir(follow_symlinks=False)
        if not is_folder and not entry.name.endswith(".py"):
            return False
        if self.is_excluded(entry.path + "/" if is_folder else entry.path, ignores):
            return False
        if is_folder:
            return True
        path = self.relative(entry.path)
        if entry.is_symlink():
            self.listing.skipped.append(Skipped(path, "a symbolic link"))
        elif not entry.is_file(follow_symlinks=False):
            self.listing.skipped.append(Skipped(path, "no regular file"))
        else:
            self.listing.files.append(File(path, entry.path))
        return False

    def is_excluded(self, path: str, ignores: tuple[_Ignore, ...]) -> bool:
        if self.excluded.match_file(path[len(self.base) :]):
            return True
        for ignore in reversed(ignores):
            verdict = ignore.verdict(path)
            if verdict is not None:
                return verdict
        return False

    def relative(self, path: str) -> str:
        return printable(path[len(self.base) :]).replace(os.sep, "/")


def _with_gitignore(folder: str, names: set[str], above: tuple[_Ignore, ...], manner: Manner) -> tuple[_Ignore, ...]:
    if ".gitignore" not in names and manner.ignores is None:
        return above
    try:
        with trail.mounted(manner.ignores or trail.tree_over(folder)):
            text = trail.read(os.path.join(folder, ".gitignore")).decode("utf-8", "surrogateescape")
    except OSError:
        return above
    return (*above, _Ignore(folder.rstrip(os.sep) + os.sep, _lenient(text.splitlines())))


def _lenient(lines: list[str]) -> GitIgnoreSpec:
    """The patterns among the lines; like git, what is none counts for nothing."""
    try:
        return spec(lines)
    except ValueError:
        return spec(line for line in lines if _is_pattern(line))


def _is_pattern(line: str) -> bool:
    try:
        spec([line])
    except ValueError:
        return False
    return True


def _ignores_above(root: str, manner: Manner) -> tuple[_Ignore, ...]:
    """The .gitignore files between the top of the work tree and the root, outermost first."""
    folders = []
    folder = root
    while not trail.exists(os.path.join(folder, ".git")):
        parent = os.path.dirname(folder)
        if parent == folder:
            return ()
        folders.append(parent)
        folder = parent
    ignores: tuple[_Ignore, ...] = ()
    for each in reversed(folders):
        present = trail.exists(os.path.join(each, ".gitignore"))
        ignores = _with_gitignore(each, {".gitignore"} if present else set(), ignores, manner)
    return ignores


def _reason(error: OSError) -> str:
    return (error.strerror or str(error)).lower()
