"""A project's rules judged by two processes at once, where it is worth a process."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import NamedTuple

from archlint.engine.judging import fingerprinted
from archlint.engine.linking import Linked
from archlint.findings import Finding, Problem
from archlint.suppressions import Use
from archlint.workers.beside import beside

FEWEST = 100
"""Modules: in fewer there is not enough to judge."""
MOST = 3_000
"""Modules: of more, what a second process comes to know may take more memory than there is."""
_BESIDE = frozenset({"errors", "routing", "schemas", "typing"})
"""The families judged in the second process: half of the work, and they ask much the same."""


class _Told(NamedTuple):
    """What judging leaves behind, but for what is kept to be quick."""

    findings: list[Finding]
    problems: list[Problem]
    uses: list[Use]


def findings(linked: Linked, rules: Sequence[str]) -> list[Finding]:
    """Everything that rules find, as `Judge.findings` tells it."""
    there = [rule for rule in rules if rule.partition("/")[0] in _BESIDE]
    here = [rule for rule in rules if rule not in there]
    judge = linked.judge
    if not (here and there and _is_worth_it(linked)):
        return judge.findings(rules)
    _prepare(linked, rules)
    found, told = beside(lambda: judge.found(here), lambda: _judged(linked, there))
    judge.failed(told.problems)
    linked.ledger.use(told.uses)
    return fingerprinted(found.union(told.findings))


def _is_worth_it(linked: Linked) -> bool:
    return linked.processes > 1 and FEWEST <= len(linked.project.modules) <= MOST


def _prepare(linked: Linked, rules: Sequence[str]) -> None:
    """Find out what both processes would, and read what there is to read: of that nobody would know in the second."""
    linked.judge.by_kind(rules)
    linked.project.requirements.settle()
    with suppress(Exception):  # archlint: ignore[swallowed-exception] reason="whichever check meets it again will tell"
        linked.project.foresee()


def _judged(linked: Linked, rules: list[str]) -> _Told:
    before = linked.judge.problems
    found = linked.judge.found(rules)
    problems = [each for each in linked.judge.problems if each not in before]
    return _Told(list(found), problems, linked.ledger.uses())
