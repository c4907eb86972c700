"""Checks over a project: subjects in, findings out."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from hashlib import sha256

from msgspec.structs import replace

from archlint.checks import Check, load
from archlint.debt import StaleEntry
from archlint.engine.selection import Selection
from archlint.findings import Finding, Problem
from archlint.pragmas import Suppression
from archlint.project import Module, Project

_TESTING = "testing"
"""The only family that speaks in test files."""


class Judge:
    """Runs checks; one that fails costs its own findings on one subject, and becomes a problem."""

    def __init__(self, project: Project, selection: Selection) -> None:
        self.project = project
        self.selection = selection
        self._loaded: dict[str, Check[object] | None] = {}
        self._problems: list[Problem] = []

    @property
    def problems(self) -> list[Problem]:
        """What failed so far, in the order of paths."""
        return sorted(self._problems, key=lambda each: (each.path, each.message))

    def failed(self, problems: Iterable[Problem]) -> None:
        """Count what failed in another process."""
        self._problems += problems

    def findings(self, rules: Iterable[str]) -> list[Finding]:
        """Everything that rules find, by place, with rule, severity and fingerprint."""
        return fingerprinted(self.found(rules))

    def found(self, rules: Iterable[str]) -> set[Finding]:
        """The same, without fingerprints."""
        found: set[Finding] = set()
        for kind, checks in self.by_kind(rules).items():
            subjects = self.subjects(kind, checks)
            for check in checks:
                found.update(self.judge(check, subjects))
        return found

    def suppressions(self, subjects: Iterable[Suppression]) -> list[Finding]:
        """What the selected rules find in comments that silence others; those are judged last."""
        return self._last(Suppression, subjects)

    def stale_entries(self, subjects: Iterable[StaleEntry]) -> list[Finding]:
        """What they find in entries of a baseline that nothing answers to."""
        return self._last(StaleEntry, subjects)

    def _last(self, kind: type[object], subjects: Iterable[object]) -> list[Finding]:
        checks = self.by_kind(self.selection.severities).get(kind, [])
        told = list(subjects)
        return fingerprinted(finding for check in checks for finding in self.judge(check, told))

    def by_kind(self, rules: Iterable[str]) -> dict[type[object], list[Check[object]]]:
        """The checks of rules, by what they are run on."""
        checks = defaultdict(list)
        for address in rules:
            check = self.loaded(address)
            if check:
                checks[check.on].append(check)
        return checks

    def subjects(self, kind: type[object], checks: list[Check[object]]) -> list[object]:
        try:
            return list(self.project.subjects(kind))
        except Exception as error:  # as below
            self._problems += [_failure(check.name, "", error) for check in checks]
            return []

    def loaded(self, address: str) -> Check[object] | None:
        """The check of a rule, loaded once; None, and one problem, where that fails."""
        if address not in self._loaded:
            self._loaded[address] = None
            try:
                self._loaded[address] = load(address)
            except Exception as error:  # whatever a broken installation may raise
                self._problems.append(_failure(address, "", error))
        return self._loaded[address]

    def judge(self, check: Check[object], subjects: Iterable[object]) -> Iterator[Finding]:
        """What one check says about its subjects, without what is no business of its family."""
        run, project = check.run, self.project
        for subject in subjects:
            try:
                found = list(run(subject, project))
            except Exception as error:  # a check that fails must not take the others with it
                self._problems.append(_failure(check.name, _path_of(subject), error))
                continue
            for finding in found:
                module = project.modules.get(finding.place.path)
                if module is None or not module.is_test or check.name.startswith(f"{_TESTING}/"):
                    yield replace(finding, rule=check.name, severity=self.selection.severity(check.name, finding))


def by_place(finding: Finding) -> tuple[object, ...]:
    """The order in which findings are told."""
    return finding.place, finding.rule, finding.message


def fingerprinted(findings: Iterable[Finding]) -> list[Finding]:
    """The findings by place, each with what it is known by when lines move: rule, path, symbol, target and its number
    among those that share them.
    """
    seen: Counter[str] = Counter()
    marked = []
    for finding in sorted(findings, key=by_place):
        key = "\0".join((finding.rule, finding.place.path, finding.symbol or "", finding.target))
        seen[key] += 1
        digest = sha256(f"{key}\0{seen[key]}".encode(errors="surrogatepass")).hexdigest()
        marked.append(replace(finding, fingerprint=digest[:16]))
    return marked


def _failure(rule: str, path: str, error: Exception) -> Problem:
    said = f"{type(error).__name__}: {error}".partition("\n")[0]
    return Problem("internal-error", path, f"the check of `{rule}` failed with {said}; please report it")


def _path_of(subject: object) -> str:
    """The file a subject stands in, as far as it tells."""
    module = subject if isinstance(subject, Module) else getattr(subject, "module", None)
    return module.path if isinstance(module, Module) else ""
