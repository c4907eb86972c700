"""A project with everything that every rule finds in it, for questions beyond the report."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from archlint.catalogue import rules
from archlint.config import Workspace
from archlint.engine.audit import audit
from archlint.engine.gathering import Gathering
from archlint.engine.judging import Judge, by_place
from archlint.engine.linking import Linked, link
from archlint.engine.request import Request
from archlint.engine.running import deepen
from archlint.engine.selection import Selection, select
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


class Study:
    """One project of a request; what takes its time is done when first asked."""

    def __init__(self, linked: Linked, selection: Selection) -> None:
        self._linked = linked
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
        return tuple(sorted(found, key=lambda each: by_place(each.finding)))

    def _everything(self) -> Judge:
        severities = {address: rule.severity for address, rule in rules().items()} | dict(self.selection.severities)
        return Judge(self.project, replace(self.selection, severities=severities))

    def _verdict(self, finding: Finding, silenced: Place | None) -> Verdict:
        is_selected = finding.rule in self.selection.severities
        return Verdict(finding, silenced, is_selected, self.selection.ignored(finding.rule, finding.place.path))


def studies(request: Request) -> Iterator[Study]:
    """The projects of a request, one after the other; raises ConfigError."""
    deepen()
    selections = [select(each, rules()) for each in request.workspaces]
    for workspace in request.workspaces:
        audit(workspace)
    gathering = Gathering(request)
    for workspace, selection in zip(request.workspaces, selections, strict=True):
        yield Study(link(workspace, selection, gathering), selection)
    gathering.tidy()
