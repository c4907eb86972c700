"""Which files were renamed since a baseline was written: told from what git keeps of those that are gone."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace

from archlint import trail
from archlint.baseline.identity import Identified
from archlint.baseline.likeness import alike
from archlint.baseline.moves import Moves, moved
from archlint.debt import Baseline, Entry
from archlint.git import GitError, Repository, Tree, repository
from archlint.git.asking import ask

_RENAMES = (
    *("--reverse", "--no-show-signature", "--no-ext-diff", "--no-textconv"),
    *("--find-renames", "--diff-filter=R", "--name-status", "--relative", "--format=", "-z"),
)
"""How git is asked for the renames of some commits, the oldest first, and for nothing that a setting could add."""


@dataclass(frozen=True, slots=True)
class Renames:
    """Looks for them in one project. `root` is its folder, absolute and without links; `baseline` what is kept there,
    and `names` the dotted name of each of its modules by path.
    """

    root: str
    baseline: Baseline
    names: Mapping[str, str]

    def __call__(self, stale: Sequence[Entry], new: Sequence[Identified]) -> Moves:
        """The renames, told with git; of files that git knows nothing of, with the entries alone."""
        trail.current().repeatable = False  # git's folder is no part of the trail
        paths: dict[str, str] = {}
        known: set[str] = set()
        before_all: Collection[str] = ()
        likely = self._likely(stale, new)
        try:
            found = repository(self.root)
            written = self._written(found)
            before_that = self._parent(found, written)  # a file may be renamed after the baseline, in the same commit
            for commit in dict.fromkeys((before_that, written, found.commit("HEAD"))):
                with closing(found.tree(commit)) as tree:
                    before = self._below(tree)
                    before_all = before_all if known else tuple(before)
                    known |= before.keys()
                    paths = self._moved(tree, before, likely) | paths
            paths |= self._followed(before_that, paths)
        except GitError:
            pass  # what git cannot tell is told from the entries
        return moved(paths | self._by_entries(stale, new, known, before_all), self.names)

    def _written(self, found: Repository) -> str:
        """The last commit that wrote the baseline, or else the last of all."""
        path = os.path.relpath(f"{self.root}/{self.baseline.path}", found.top).replace(os.sep, "/")
        said = ask(found.top, "rev-list", "-1", "--end-of-options", "HEAD", "--", path)
        return said.decode("ascii").strip() or found.commit("HEAD")

    def _parent(self, found: Repository, commit: str) -> str:
        """The commit before; the commit itself where it is the first that there is."""
        try:
            return found.commit(f"{commit}^")
        except GitError:
            return commit

    def _followed(self, since: str, later: Mapping[str, str]) -> dict[str, str]:
        """The paths that files have today whose renames git finds in the commits since; `later` are renames that may
        not be in any of them yet.
        """
        said = ask(self.root, "log", *_RENAMES, "--end-of-options", f"{since}..HEAD")
        words = iter(os.fsdecode(said).split("\0"))
        now: dict[str, str] = {}
        for old, new in ((next(words, ""), next(words, "")) for word in words if word.startswith("R")):
            now |= {path: new for path, last in now.items() if last == old} | {old: new}
        today = {old: later.get(new, new) for old, new in now.items() if old not in self.names}
        return {old: new for old, new in today.items() if new in self.names}

    def _below(self, tree: Tree) -> dict[str, str]:
        """The Python files of a tree below the root: their absolute paths by those from the root."""
        base = self.root.rstrip(os.sep) + os.sep
        files = (each for each in tree if each.is_file() and each.name.endswith(".py") and each.path.startswith(base))
        return {each.path[len(base) :].replace(os.sep, "/"): each.path for each in files}

    def _moved(self, tree: Tree, before: Mapping[str, str], likely: Collection[tuple[str, str]]) -> dict[str, str]:
        """The paths of a tree that are gone and come back under another name."""
        absent = {path: real for path, real in before.items() if path not in self.names and not trail.exists(real)}
        if not absent:
            return {}
        gone = {path: _content(tree.read, real) for path, real in absent.items()}
        new = self.names.keys() - before.keys()
        return alike(gone, {path: _content(trail.read, f"{self.root}/{path}") for path in sorted(new)}, likely)

    def _likely(self, stale: Sequence[Entry], new: Sequence[Identified]) -> set[tuple[str, str]]:
        """The files that are gone, each with those files without entries that have half of its findings or more."""
        offered = self._offered(new)
        return {
            (old, path)
            for old, keys in _by_path(stale).items()
            for path, there in offered.items()
            if _has(there, self._under(old, path, keys), 0.5)
        }

    def _by_entries(
        self, stale: Sequence[Entry], new: Sequence[Identified], known: Collection[str], before: Collection[str]
    ) -> dict[str, str]:
        """For each file that git knows nothing of, the one file in which all of its findings are, or half of them where
        git tells that it is new since the baseline.
        """
        offered = {path: there for path, there in self._offered(new).items() if path not in before}
        found = {}
        for old, keys in _by_path(stale).items():
            candidates = [
                path
                for path, there in offered.items()
                if _has(there, self._under(old, path, keys), 0.5 if path in known else 1.0)
            ]
            if old not in known and old not in self.names and len(candidates) == 1:
                found[old] = candidates[0]
                offered.pop(candidates[0])
        return found

    def _under(self, old: str, path: str, keys: Counter[Entry]) -> Counter[Entry]:
        """What the entries of a file would say under another name of it: targets may name its module."""
        moves = moved({old: path}, self.names)
        renamed: Counter[Entry] = Counter()
        for key, count in keys.items():
            renamed[moves.renamed(key)] += count
        return renamed

    def _offered(self, new: Sequence[Identified]) -> dict[str, Counter[Entry]]:
        """The new findings of files that the baseline does not name."""
        listed = {entry.path for entry in self.baseline.entries}
        return _by_path(each.entry for each in new if each.entry.path not in listed)


def _has(there: Counter[Entry], keys: Counter[Entry], part: float) -> bool:
    """Whether some part of the entries is there, or more."""
    return (keys & there).total() >= part * keys.total()


def _by_path(entries: Iterable[Entry]) -> dict[str, Counter[Entry]]:
    """What the entries say of each file."""
    found: dict[str, Counter[Entry]] = {}
    for entry in entries:
        found.setdefault(entry.path, Counter())[replace(entry, path="", occurrence=0)] += 1
    return found


def _content(read: Callable[[str], bytes], path: str) -> bytes:
    """The bytes of a file; none where it cannot be read, so that it is like no other."""
    try:
        return read(path)
    except OSError:
        return b""
