"""From a request to repaired files, in memory: nothing is written here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from archlint import trail
from archlint.config import Workspace
from archlint.engine.request import Request, Unsaved
from archlint.engine.running import run
from archlint.findings import Finding, Outcome
from archlint.fixing.search import Contents, Judged, Refusal, Search
from archlint.fixing.source import UnfitError

_STALE = "suppressions/stale-baseline"
"""What a repair may well bring: the finding that a baseline tolerates is gone."""


@dataclass(frozen=True, slots=True)
class Change:
    """A file that repairs make another; `path` is relative to the project's `root`, `real` where it is on the disk."""

    root: Path
    path: str
    real: str
    before: bytes
    after: bytes


@dataclass(frozen=True, slots=True)
class Repaired:
    """What repairs change, what they repaired and could not, with the root that its paths are relative to, and what is
    found once they are made.
    """

    changes: tuple[Change, ...]
    fixed: tuple[tuple[Path, Finding], ...]
    refused: tuple[tuple[Path, Refusal], ...]
    outcomes: tuple[tuple[Path, Outcome], ...]


def repair(request: Request, allowed: Callable[[Finding], bool]) -> Repaired:
    """Make the fixes of the findings that are shown and allowed, as far as they break nothing; where files are unsaved,
    in these alone. Raises ConfigError.
    """
    trail.current().repeatable = False
    if request.cache is None:  # every trial would parse all files again
        with TemporaryDirectory(prefix="archlint-") as folder:
            return _repair(replace(request, cache=Path(folder)), allowed)
    return _repair(request, allowed)


def _repair(request: Request, allowed: Callable[[Finding], bool]) -> Repaired:
    outcomes = run(request)
    if not any(each.fix and allowed(each) for _, outcome in outcomes for each in outcome.findings):
        return Repaired((), (), (), outcomes)
    quiet = replace(request, progress=None)
    changes: list[Change] = []
    fixed: list[tuple[Path, Finding]] = []
    refused: list[tuple[Path, Refusal]] = []
    for workspace in request.workspaces:
        project = _Project(quiet, workspace, allowed)
        found = Search(project.read, project.judge, project.wants).run()
        fixed += [(workspace.root, each) for each in found.fixed]
        refused += [(workspace.root, each) for each in found.refused]
        changes += [project.change(path, content) for path, content in sorted(found.files.items())]
    changes = [each for each in changes if each.before != each.after]
    contents = {str(each.path): each.content for each in request.unsaved} | {each.real: each.after for each in changes}
    return Repaired(tuple(changes), tuple(fixed), tuple(refused), run(replace(quiet, unsaved=_unsaved(contents))))


def _unsaved(contents: Mapping[str, bytes]) -> tuple[Unsaved, ...]:
    return tuple(Unsaved(Path(real), content) for real, content in contents.items())


class _Project:
    """What a search asks about one project."""

    def __init__(self, request: Request, workspace: Workspace, allowed: Callable[[Finding], bool]) -> None:
        self._request = replace(request, workspaces=(replace(workspace, shown=()),))
        self._workspace = workspace
        self._allowed = allowed
        self._reals = {file.path: file.real for file in workspace.listing.files}
        self._unsaved = {str(each.path): each.content for each in request.unsaved}
        self._reals |= {
            each.path.relative_to(workspace.root).as_posix(): str(each.path)
            for each in request.unsaved
            if each.path.is_relative_to(workspace.root)
        }
        self._read: dict[str, bytes] = {
            path: self._unsaved[real] for path, real in self._reals.items() if real in self._unsaved
        }
        self._open = frozenset(self._read)

    def read(self, path: str) -> bytes:
        """The bytes of a file when it was first asked for; raises UnfitError."""
        if path not in self._read:
            try:
                self._read[path] = trail.content(self._reals[path])[0]
            except (KeyError, OSError):
                raise UnfitError(f"{path} cannot be read any more") from None
        return self._read[path]

    def judge(self, files: Contents) -> Judged:
        """All that is found once some files are others."""
        contents = self._unsaved | {self._reals[path]: content for path, content in files.items()}
        ((_, outcome),) = run(replace(self._request, unsaved=_unsaved(contents)))
        return Judged(tuple(each for each in outcome.findings if each.rule != _STALE), outcome.problems)

    def wants(self, finding: Finding) -> bool:
        if finding.fix is None or not self._allowed(finding) or not self._workspace.shows(finding.place.path):
            return False
        return not self._open or all(each.path in self._open for each in finding.fix.edits)

    def change(self, path: str, content: bytes) -> Change:
        return Change(self._workspace.root, path, self._reals[path], self.read(path), content)
