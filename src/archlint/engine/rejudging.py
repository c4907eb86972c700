"""Checks over a project that was judged before: only those are run again that could say another thing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import partial
from typing import NamedTuple

from archlint.checks import Check
from archlint.engine.judging import Judge
from archlint.engine.selection import Selection
from archlint.findings import Finding, Problem
from archlint.project import Module, Project
from archlint.project.memory import Trace, read_bodies, read_offsets


class _Said(NamedTuple):
    """What a check said of the subjects in one file, and what it was told from."""

    findings: list[Finding]
    problems: list[Problem]
    mask: int


class _File:
    """What checks of one kind said of one file, or of the project."""

    def __init__(self) -> None:
        self.said: dict[str, _Said] = {}
        self.mask = 0
        """Of all that was said."""
        self.findings: set[Finding] = set()
        self.problems: list[Problem] = []

    def gather(self) -> None:
        """Put together what each check said."""
        self.mask, self.findings, self.problems = 0, set(), []
        for each in self.said.values():
            self.mask |= each.mask
            self.findings.update(each.findings)
            self.problems += each.problems


class Rejudge(Judge):
    """A judge that remembers; it is always asked for the same rules."""

    def __init__(self, project: Project, selection: Selection, trace: Trace) -> None:
        super().__init__(project, selection)
        self._trace = trace
        self._unloaded: list[Problem] = []
        """Of checks that could not be loaded."""
        self._files: dict[tuple[type[object], Module | None], _File] = defaultdict(_File)

    def begin(self) -> None:
        """Forget what failed in the run before."""
        self._problems = []

    def found(self, rules: Iterable[str]) -> set[Finding]:
        self._trace.settle_all()
        found: set[Finding] = set()
        kinds = self.by_kind(rules)
        self._unloaded += self._problems
        problems = [*self._unloaded]
        for kind, checks in kinds.items():
            for module in [None] if kind is Project else self.project.modules.values():
                file = self._files[kind, module]
                if not file.said or file.mask & self._trace.changed:
                    self._judge_again(file, checks, module)
                found |= file.findings
                problems += file.problems
        self._problems = problems
        return found

    def _judge_again(self, file: _File, checks: list[Check[object]], module: Module | None) -> None:
        for check in checks:
            said = file.said.get(check.name)
            if said is None or said.mask & self._trace.changed:
                before = len(self._problems)
                findings, mask = self._trace.told(partial(self._judged, check, module))
                file.said[check.name] = _Said(findings, self._problems[before:], mask)
        file.gather()

    def _judged(self, check: Check[object], module: Module | None) -> list[Finding]:
        subjects = [self.project] if module is None else self.project.subjects_in(module, check.on)
        found = list(self.judge(check, subjects))
        for edit in (edit for each in found if each.fix for edit in each.fix.edits):
            if repaired := self.project.modules.get(edit.path):
                read_bodies(repaired)
                read_offsets(repaired)
        return found
