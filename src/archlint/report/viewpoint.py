"""Paths as the reader of a report sees them."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from msgspec.structs import replace

from archlint import trail
from archlint.findings import Changes, Finding, Fix, Note, Outcome, Place, Problem


def git_top(folder: Path) -> Path | None:
    """The top of the git work tree around a folder, found without running git."""
    return next((each for each in (folder, *folder.parents) if trail.exists(each / ".git")), None)


def seen_from(base: Path, outcomes: Iterable[tuple[Path, Outcome]]) -> Outcome:
    """The outcomes of several projects as one, with paths relative to `base` in place of each project's root."""
    merged = [View(root, base).outcome(outcome) for root, outcome in outcomes]
    return Outcome(
        findings=tuple(sorted((each for one in merged for each in one.findings), key=_by_place)),
        problems=tuple(sorted((each for one in merged for each in one.problems), key=lambda each: each.path)),
        files=sum(one.files for one in merged),
        read=sum(one.read for one in merged),
        parsed=sum(one.parsed for one in merged),
        known=sum(one.known for one in merged),
        changes=_together([one.changes for one in merged if one.changes]),
    )


def _together(changes: list[Changes]) -> Changes | None:
    if not changes:
        return None
    return Changes(
        changes[0].base,
        gone=tuple(sorted((each for one in changes for each in one.gone), key=_by_place)),
        comments=tuple(sorted((each for one in changes for each in one.comments), key=lambda each: each.place)),
        remarks=tuple(dict.fromkeys(each for one in changes for each in one.remarks)),
        elsewhere=sum(one.elsewhere for one in changes),
    )


def _by_place(finding: Finding) -> tuple[Place, str, str]:
    return finding.place, finding.rule, finding.message


class View:
    """Carries what is said about one project over to another base."""

    def __init__(self, root: Path, base: Path) -> None:
        self._root, self._base = str(root), str(base)
        self._prefix = Path(os.path.relpath(root, base)).as_posix()

    def outcome(self, outcome: Outcome) -> Outcome:
        return replace(
            outcome,
            findings=tuple(self.finding(each) for each in outcome.findings),
            problems=tuple(self._problem(each) for each in outcome.problems),
            changes=outcome.changes and self._changes(outcome.changes),
        )

    def path(self, path: str) -> str:
        """The path from the base; a path that is absolute or empty stays as it is."""
        if self._prefix == "." or not path or path.startswith("/"):
            return path
        if self._prefix.startswith(".."):
            return os.path.relpath(f"{self._root}/{path}", self._base).replace(os.sep, "/")
        return os.path.normpath(f"{self._prefix}/{path}").replace(os.sep, "/")

    def place(self, place: Place) -> Place:
        """The place with its path from the base."""
        return replace(place, path=self.path(place.path))

    def finding(self, finding: Finding) -> Finding:
        """The finding with all its paths from the base."""
        return replace(
            finding,
            place=self.place(finding.place),
            notes=tuple(Note(self.place(each.place), each.message) for each in finding.notes),
            fix=finding.fix and self._fix(finding.fix),
        )

    def _changes(self, changes: Changes) -> Changes:
        return replace(
            changes,
            gone=tuple(self.finding(each) for each in changes.gone),
            comments=tuple(Note(self.place(each.place), each.message) for each in changes.comments),
        )

    def _fix(self, fix: Fix) -> Fix:
        return replace(fix, edits=tuple(replace(each, path=self.path(each.path)) for each in fix.edits))

    def _problem(self, problem: Problem) -> Problem:
        return replace(problem, path=self.path(problem.path))
