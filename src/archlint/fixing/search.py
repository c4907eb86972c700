"""The most fixes that break nothing: tried together on copies of the files, and taken apart where something breaks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from archlint.findings import Finding, Problem
from archlint.fixing.choice import Candidate, candidates, compatible, edits_by_path
from archlint.fixing.source import UnfitError, edited

_PASSES = 60
"""How often the findings that are left are gone through; each pass repairs something, or is the last."""

Contents: TypeAlias = Mapping[str, bytes]
"""The files that differ from the disk, by path."""


@dataclass(frozen=True, slots=True)
class Judged:
    """All that is found in a project, whatever is wanted of it."""

    findings: tuple[Finding, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Refusal:
    """A fix that was taken back, and why."""

    candidate: Candidate
    reason: str


@dataclass(slots=True)
class Repair:
    """What came of a search."""

    files: dict[str, bytes] = field(default_factory=dict)
    fixed: list[Finding] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)


class Search:
    """One project: `read` gives the bytes of a file as they are on the disk, `judge` what is found once some are
    others, `wanted` which findings are to be repaired.
    """

    def __init__(
        self,
        read: Callable[[str], bytes],
        judge: Callable[[Contents], Judged],
        wanted: Callable[[Finding], bool],
    ) -> None:
        self._read = read
        self._judge = judge
        self._wanted = wanted
        self._judged = judge({})
        self._repair = Repair()

    def run(self) -> Repair:
        """Repair until nothing more can be."""
        for _ in range(_PASSES):
            self._repair.refused = []
            batch = compatible(candidates(each for each in self._judged.findings if self._wanted(each)))
            if not batch or not self._try(batch):
                break
        return self._repair

    def _try(self, batch: Sequence[Candidate]) -> bool:
        """Make as many of some fixes as can be; whether any was made."""
        reason = self._make(batch)
        if not reason:
            return True
        if len(batch) == 1:
            self._repair.refused.append(Refusal(batch[0], reason))
            return False
        files = sorted({path for each in batch for path in each.paths})
        if len(files) == 1:
            middle = len(batch) // 2
            return self._try(batch[:middle]) or self._try(batch[middle:])  # after the first, offsets are others
        these = set(files[: len(files) // 2])
        halves = [each for each in batch if each.paths & these], [each for each in batch if not each.paths & these]
        if not halves[1]:
            return self._try(halves[0][:1]) or self._try(halves[0][1:])
        tried = [self._try(half) for half in halves]
        return any(tried)

    def _make(self, batch: Sequence[Candidate]) -> str:
        """Make all of some fixes, or none; then why."""
        trial = dict(self._repair.files)
        try:
            for path, edits in edits_by_path(batch).items():
                trial[path] = edited(trial[path] if path in trial else self._read(path), edits)
        except UnfitError as error:
            return str(error)
        judged = self._judge(trial)
        fixed = [finding for candidate in batch for finding in candidate.findings]
        reason = _worse(self._judged, judged, fixed)
        if not reason:
            self._judged = judged
            self._repair.files = trial
            self._repair.fixed += fixed
        return reason


def _worse(before: Judged, after: Judged, fixed: Iterable[Finding]) -> str:
    """What an edit broke or did not repair; "" where all is as it should be."""
    for problem in after.problems:
        if problem not in before.problems:
            return f"{problem.path} could not be read: {problem.message}"
    expected = Counter(_known_by(each) for each in before.findings)
    repaired = Counter(_known_by(each) for each in fixed)
    expected.subtract(repaired)
    found = Counter(_known_by(each) for each in after.findings)
    for finding in after.findings:
        key = _known_by(finding)
        if found[key] > expected[key]:
            place = f"{finding.place.path}:{finding.place.line}"
            how = "still finds something" if key in repaired else "finds something new"
            return f"`{finding.rule}` {how} at {place}"
    return ""


def _known_by(finding: Finding) -> tuple[str, str, str, str]:
    """What a finding keeps when lines move."""
    return finding.rule, finding.place.path, finding.symbol or "", finding.target
