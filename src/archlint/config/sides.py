"""The projects of a change: their files before and after, both under the settings from before, so that a change does
not decide by what it is judged.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from archlint import trail
from archlint.config.discovery import Discovery, Workspace, given_flags
from archlint.config.errors import ConfigError
from archlint.config.loading import Settings
from archlint.config.model import Config
from archlint.files import Listing, Manner, find
from archlint.findings import Problem
from archlint.git import Tree

Judge = Callable[[Workspace], None]
"""Raises ConfigError for settings that cannot be followed."""


@dataclass(frozen=True, slots=True)
class Pair:
    """One project; `base` is None where there was no such folder."""

    root: Path
    base: Workspace | None
    head: Workspace
    own: Workspace | None = None
    """The project as the head itself sets it up, where the base decides."""


@dataclass(frozen=True, slots=True)
class Sides:
    """What a change is about."""

    pairs: tuple[Pair, ...]
    remarks: tuple[str, ...] = ()
    """What must be known of the settings, a sentence each."""
    problems: tuple[Problem, ...] = ()
    """Why the head's own settings will not do."""


@dataclass(frozen=True, slots=True)
class Change:
    """The trees of a change; `head` is None for the work tree as it is, of which `committed` is the last commit."""

    base: Tree
    committed: Tree
    head: Tree | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """What the user typed, as for `discover`."""

    paths: Sequence[Path]
    cwd: Path
    file: Path | None = None
    isolated: bool = False
    flags: Mapping[str, object] | None = None

    def discovery(self, change: Change, decider: Tree | None) -> Decided:
        return Decided(self, change, decider)


class Decided(Discovery):
    """Finds the projects of the head; their settings come from `decider`, a tree or, where it is None, the disk."""

    def __init__(self, asked: Asked, change: Change, decider: Tree | None) -> None:
        super().__init__(asked.cwd, asked.file, asked.isolated, given_flags(asked.flags))
        self._change = change
        self._decider = decider

    def settings_of(self, folder: Path) -> Settings | None:
        with trail.mounted(self._decider):
            return super().settings_of(folder)

    def found_in(self, tree: Tree | None, root: Path, config: Config, ignores: Tree | None) -> Listing:
        """The files below a root in a tree, or on the disk."""
        with trail.mounted(tree):
            excluded = (*config.exclude, *config.extend_exclude)
            return find(str(root), excluded, self.is_project, Manner(one_repository=True, ignores=ignores))

    def listing(self, root: Path, config: Config) -> Listing:
        """What stands below a root in the head. What is committed is read even if only the change ignores it."""
        change = self._change
        try:
            seen = self.found_in(change.head, root, config, None)
            if not change.committed.is_folder(str(root)):
                return seen
            hidden = self.found_in(change.committed, root, config, change.base)
        except ValueError:
            return super().listing(root, config)  # which says what is wrong
        known = {each.path for each in seen.files}
        with trail.mounted(change.head):
            more = [each for each in hidden.files if each.path not in known and trail.exists(each.real)]
        return replace(seen, files=sorted([*seen.files, *more]))

    def base(self, head: Workspace) -> Workspace | None:
        """The same project before."""
        if not self._change.base.is_folder(str(head.root)):
            return None
        listing = self.found_in(self._change.base, head.root, head.config, None)
        return replace(head, listing=listing)


def sides(asked: Asked, change: Change, follow: Judge, follow_own: Judge) -> Sides:
    """The projects that the paths are in; raises ConfigError where neither side's settings can be followed. `follow`
    and `follow_own` try those of the base and of the head.
    """
    with trail.mounted(change.head):
        by_head = asked.discovery(change, change.head)
        try:
            decided = asked.discovery(change, change.base)
            found = _followed(decided, asked.paths, follow)
        except ConfigError as error:
            found = _followed(by_head, asked.paths, follow_own)
            if asked.file and not change.base.exists(str(asked.cwd / asked.file)):
                said = f"`{asked.file}` is not in the base, so the head's is used"
            else:
                said = f"the settings of the base cannot be followed ({error}), so the head's are used"
            return Sides(_paired(by_head, found), (said,))
        if asked.isolated:
            return Sides(_paired(decided, found))
        own: tuple[Workspace, ...] = ()
        problems: tuple[Problem, ...] = ()
        try:
            own = _followed(by_head, asked.paths, follow_own)
        except ConfigError as error:
            problems = error.problems
        if own and not any(each.settings.path for each in found):
            has_any = any(each.settings.path for each in own)
            return Sides(_paired(by_head, own), ("the base has no configuration, so the head's is used",) * has_any)
        return Sides(_paired(decided, found, own), tuple(_differences(found, own)), problems)


def _followed(discovery: Decided, paths: Sequence[Path], follow: Judge) -> tuple[Workspace, ...]:
    found = discovery.run(paths)
    for each in found:
        follow(each)
    return found


def _paired(discovery: Decided, heads: Sequence[Workspace], own: Sequence[Workspace] = ()) -> tuple[Pair, ...]:
    by_root = {each.root: each for each in own}
    return tuple(Pair(each.root, discovery.base(each), each, by_root.get(each.root)) for each in heads)


def _differences(found: Sequence[Workspace], own: Sequence[Workspace]) -> Iterator[str]:
    """What the change does to the settings, which the base decides all the same."""
    decided = {each.root: each for each in found}
    for each in own:
        before = decided.pop(each.root, None)
        if before is None:
            yield f"`{each.settings.path}` makes a project of its own, which counts once it is in the base"
            continue
        keys = sorted({*before.settings.values, *each.settings.values})
        changed = [key for key in keys if before.settings.values.get(key) != each.settings.values.get(key)]
        if changed:
            named = ", ".join(f"`{key}`" for key in changed)
            path = each.settings.path or before.settings.path
            yield f"the settings in `{path}` change ({named}); those of the base are used"
    if own:
        for each in decided.values():
            yield f"`{each.settings.path or each.root.name}` is no project of its own any more; the base's word counts"
