"""What of a project's findings its baseline knows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from archlint.baseline import Match, Renames, identified, match
from archlint.config import Workspace
from archlint.debt import Baseline, Entry, StaleEntry
from archlint.engine.linking import Linked
from archlint.findings import Finding, Place, Problem

_SELECTING = ("select", "ignore", "extend-select")


@dataclass(frozen=True, slots=True)
class Debt:
    """One project's findings beside its baseline."""

    baseline: Baseline
    match: Match
    problems: tuple[Problem, ...]
    """Why the findings are not complete."""

    @property
    def entries(self) -> list[Entry]:
        """The baseline as it would be written without the new findings."""
        return sorted(each.entry for each, _ in self.match.known)

    @property
    def moved(self) -> int:
        """How many entries are known under another name than the one they are written with."""
        return sum(
            entry.path != each.entry.path or entry.target != each.entry.target for each, entry in self.match.known
        )


def reckon(linked: Linked, baseline: Baseline, findings: Sequence[Finding]) -> Debt:
    """Which findings are known and which are new, and which entries nothing answers to. An entry of which nothing can
    be said, for its file or its rule was not judged, is none of them.
    """
    names = {path: module.name for path, module in linked.project.modules.items()}
    problems = (*linked.gathered.problems, *linked.judge.problems)
    told = identified(findings, lambda path: names.get(path, ""))
    renames = Renames(str(linked.workspace.root), baseline, names)
    found = match(baseline.entries, told, renames)
    judged = _Judged(linked, problems)
    found.stale = [entry for entry in found.stale if judged.covers(entry)]
    return Debt(baseline, found, problems)


def stale_entries(debt: Debt, workspace: Workspace) -> Iterator[StaleEntry]:
    """The stale entries for files whose findings are wanted."""
    for entry in debt.match.stale:
        if workspace.shows(entry.path):
            yield StaleEntry(Place(debt.baseline.path, entry.line, 1, entry.line, 2), entry)


class _Judged:
    """What a run can say that nothing was found of."""

    def __init__(self, linked: Linked, problems: Sequence[Problem]) -> None:
        self._selection = linked.judge.selection
        self._narrowed = any(key in linked.workspace.flags for key in _SELECTING)
        self._unknown = [each.path for each in problems]
        self._broken = any(each.kind == "internal-error" for each in problems)

    def covers(self, entry: Entry) -> bool:
        """Whether the entry's finding would have been found, were it there."""
        if self._broken or any(_is_below(entry.path, path) for path in self._unknown):
            return False
        return not self._narrowed or entry.rule in self._selection.severities


def _is_below(path: str, folder: str) -> bool:
    return folder in (".", path) or path.startswith(f"{folder}/")
