"""Which fixes can be made at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from archlint.findings import Edit, Finding, Fix


@dataclass(frozen=True, slots=True)
class Candidate:
    """A fix with the findings that it is to repair."""

    fix: Fix
    findings: tuple[Finding, ...]

    @property
    def paths(self) -> frozenset[str]:
        """The files it edits."""
        return frozenset(each.path for each in self.fix.edits)


@dataclass(slots=True)
class _Taken:
    """The edits that one file gets."""

    edits: set[Edit] = field(default_factory=set)

    def fits(self, edit: Edit) -> bool:
        """Whether an edit is there already, or stays clear of all others."""
        return edit in self.edits or not any(_clash(edit, each) for each in self.edits)


def candidates(findings: Iterable[Finding]) -> list[Candidate]:
    """The fixes of some findings, each once, in the order of places."""
    by_fix: dict[Fix, list[Finding]] = {}
    for finding in findings:
        if finding.fix is not None:
            by_fix.setdefault(finding.fix, []).append(finding)
    return [Candidate(fix, tuple(found)) for fix, found in by_fix.items()]


def compatible(among: Iterable[Candidate]) -> list[Candidate]:
    """The candidates that can be made at once: the first of those whose edits clash. Equal edits are made once."""
    chosen: list[Candidate] = []
    taken: dict[str, _Taken] = {}
    for candidate in among:
        if all(taken.setdefault(each.path, _Taken()).fits(each) for each in candidate.fix.edits):
            chosen.append(candidate)
            for each in candidate.fix.edits:
                taken[each.path].edits.add(each)
    return chosen


def edits_by_path(chosen: Iterable[Candidate]) -> dict[str, list[Edit]]:
    """What each file gets, in a lasting order."""
    found: dict[str, dict[Edit, None]] = {}
    for candidate in chosen:
        for each in candidate.fix.edits:
            found.setdefault(each.path, {})[each] = None
    return {path: list(edits) for path, edits in found.items()}


def _clash(one: Edit, other: Edit) -> bool:
    """Whether two edits overlap, or start at one place so that their order would matter."""
    if one.span.start == other.span.start:
        return True
    first, second = sorted((one.span, other.span), key=lambda each: each.start)
    return first.end > second.start
