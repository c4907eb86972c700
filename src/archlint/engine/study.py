"""A project with everything that every rule finds in it, for questions beyond the report."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from archlint.catalogue import rules
from archlint.config import Workspace
from archlint.debt import Baseline, Entry
from archlint.engine.judging import Judge, by_place
from archlint.engine.linking import Linked
from archlint.engine.reckoning import reckon, stale_entries
from archlint.engine.selection import Selection
from archlint.findings import Finding, Place, Problem
from archlint.project import Project


@dataclass(frozen=True, slots=True)
class Verdict:
    """A finding, and what keeps it out of a report, if anything does."""

    finding: Finding
    silenced: Place | None
    """The comment that speaks for it."""
    is_selected: bool
    is_ignored: bool
    """Whether per-file-ignores keep its rule out of the file."""
    known: Entry | None = None
    """The entry of the baseline that it answers to."""

    @property
    def is_open(self) -> bool:
        """Whether nothing but the baseline keeps it out."""
        return self.is_selected and not self.is_ignored and self.silenced is None


class Study:
    """One project of a request; what takes its time is done when first asked."""

    def __init__(self, linked: Linked, selection: Selection, baseline: Baseline) -> None:
        self._linked = linked
        self._baseline = baseline
        self.selection = selection
        """What the settings select; the findings are those of all rules."""

    @property
    def workspace(self) -> Workspace:
        return self._linked.workspace

    @property
    def root(self) -> Path:
        return self.workspace.root

    @property
    def project(self) -> Project:
        return self._linked.project

    @property
    def problems(self) -> list[Problem]:
        """What could not be read."""
        return self._linked.gathered.problems

    @cached_property
    def verdicts(self) -> tuple[Verdict, ...]:
        """What all rules find, in the order of places."""
        judge, ledger = self._everything(), self._linked.ledger
        found = [self._verdict(each, ledger.comment(each)) for each in judge.findings(judge.selection.severities)]
        comments = judge.suppressions(ledger.suppressions(judge.selection.severities.__contains__))
        found += [self._verdict(each, None) for each in comments]
        found.sort(key=lambda each: by_place(each.finding))
        debt = reckon(self._linked, self._baseline, [each.finding for each in found if each.is_open])
        known = {id(told.finding): entry for told, entry in debt.match.known}
        stale = judge.stale_entries(stale_entries(debt, self.workspace))
        answered = [replace(each, known=known.get(id(each.finding))) for each in found]
        return (*answered, *(self._verdict(each, None) for each in stale))

    def _everything(self) -> Judge:
        severities = {address: rule.severity for address, rule in rules().items()} | dict(self.selection.severities)
        return Judge(self.project, replace(self.selection, severities=severities))

    def _verdict(self, finding: Finding, silenced: Place | None) -> Verdict:
        is_selected = finding.rule in self.selection.severities
        return Verdict(finding, silenced, is_selected, self.selection.ignored(finding.rule, finding.place.path))
