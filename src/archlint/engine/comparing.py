"""A change, judged as a whole on both sides."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from archlint import trail
from archlint.catalogue import rules
from archlint.changes import Difference, State, difference, moves, state
from archlint.changes.surface import Delta, delta
from archlint.config import Workspace
from archlint.config.sides import Asked, Change, Pair, Sides, sides
from archlint.engine.audit import audit
from archlint.engine.gathering import Gathering
from archlint.engine.linking import link
from archlint.engine.outcomes import found
from archlint.engine.preparing import deepen
from archlint.engine.remarks import remarks
from archlint.engine.request import Request
from archlint.engine.selection import select
from archlint.findings import Changes, Finding, Outcome
from archlint.git import Repository, Tree


@dataclass(frozen=True, slots=True)
class Reference:
    """What is compared with what, as the user names it; `head` is "" for the work tree as it is."""

    repository: Repository
    base: str
    head: str = ""
    only_changed: bool = False
    """Whether findings in files that the change leaves alone are counted, but not shown."""
    with_surface: bool = False
    """Whether the routes, models and settings of both sides are wanted too."""


@dataclass(frozen=True, slots=True)
class Compared:
    """One project before and after a change."""

    root: Path
    base: State
    head: State
    outcome: Outcome
    """What is new, with `changes`."""
    delta: Delta
    """What the change does to the surface; nothing where that was not wanted."""


def compare(reference: Reference, asked: Asked, request: Request) -> Iterator[Compared]:
    """The projects that the paths are in, one after the other; `request` names no workspaces.

    Raises GitError for a history that cannot be compared, ConfigError for settings that cannot be followed.
    """
    deepen()
    trail.current().repeatable = False  # what git keeps is no part of the trail
    ends = reference.repository.compare(reference.base, reference.head or "HEAD")
    base, committed = (reference.repository.tree(each) for each in (ends.base, ends.head))
    change = Change(base, committed, committed if reference.head else None)
    try:
        both = sides(asked, change, _follow, _follow_strictly)
        for number, pair in enumerate(both.pairs):
            yield _Comparison(pair, change, replace(both, problems=() if number else both.problems)).run(
                reference, request
            )
    finally:
        base.close()
        committed.close()
    trail.current().judged = True


def _follow(workspace: Workspace) -> None:
    select(workspace, rules())


def _follow_strictly(workspace: Workspace) -> None:
    select(workspace, rules())
    audit(workspace)


class _Comparison:
    def __init__(self, pair: Pair, change: Change, both: Sides) -> None:
        self.pair = pair
        self.change = change
        self.both = both

    def run(self, reference: Reference, request: Request) -> Compared:
        base = self.side(self.pair.base, self.change.base, reference, request)
        head = self.side(self.pair.head, self.change.head, reference, request)
        moved = moves(base, head, self.reader(self.change.base), self.reader(self.change.head))
        found = difference(base, head, moved, self.line(self.change.base), self.line(self.change.head))
        return Compared(
            self.pair.root,
            base,
            head,
            self.outcome(base, head, found, reference),
            delta(base.surface, head.surface, moved, {each.path for each in head.problems}),
        )

    def side(self, workspace: Workspace | None, tree: Tree | None, reference: Reference, request: Request) -> State:
        """One side; an empty one where there is no such folder."""
        if workspace is None:
            return State()
        if not gc.isenabled():
            gc.collect()  # the project before, whose parts know each other
        with trail.mounted(tree):
            gathering = Gathering(replace(request, workspaces=(workspace,)))
            selection = select(workspace, rules())
            linked = link(workspace, selection, gathering.of(workspace), gathering.request)
            findings = found(linked, selection)
            gathering.tidy()
        problems = (*linked.gathered.problems, *linked.judge.problems)
        return state(linked.project, findings, problems, linked.gathered.parsed, with_surface=reference.with_surface)

    def outcome(self, base: State, head: State, found: Difference, reference: Reference) -> Outcome:
        """What is new and wanted; a problem of the base is none of the head's."""
        new = [each for each in found.new if self.pair.head.shows(each.place.path)]
        shown = [each for each in new if not reference.only_changed or each.place.path in found.changed]
        changes = Changes(
            self.change.base.commit,
            tuple(each for each in found.gone if self.pair.head.shows(each.place.path)),
            tuple(each for each in found.comments if self.pair.head.shows(each.place.path)),
            (*self.both.remarks, *remarks(self.pair, self.change, base)),
            elsewhere=len(new) - len(shown),
        )
        return Outcome(
            tuple(shown),
            (*self.both.problems, *head.problems),
            files=sum(self.pair.head.shows(path) for path in head.modules),
            read=len(head.modules),
            parsed=base.parsed + head.parsed,
            changes=changes,
        )

    def line(self, tree: Tree | None) -> Callable[[Finding], str]:
        """The line that a finding stands on, on one side, without what is around its words."""
        read = self.reader(tree)
        lines_of = cache(lambda path: read(path).split(b"\n"))

        def written(finding: Finding) -> str:
            line = lines_of(finding.place.path)[finding.place.line - 1 : finding.place.line]
            return b"".join(line).strip().decode("utf-8", "replace")

        return written

    def reader(self, tree: Tree | None) -> Callable[[str], bytes]:
        """The bytes of a project's file on one side; none where it cannot be read."""

        def content(path: str) -> bytes:
            with trail.mounted(tree):
                try:
                    return trail.read(str(self.pair.root / path))
                except OSError:
                    return b""

        return content
