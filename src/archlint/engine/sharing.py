"""A project's rules judged by two processes at once, where it is worth a process."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import NamedTuple

from archlint.engine.judging import fingerprinted
from archlint.engine.linking import Linked
from archlint.findings import Finding, Problem
from archlint.suppressions import Use
from archlint.workers.beside import from_both_ends

FEWEST = 100
"""Modules: in fewer there is not enough to judge."""
MOST = 3_000
"""Modules: of more, what a second process comes to know may take more memory than there is."""
_FIRST = ("layers", "concurrency")
_LAST = ("typing", "schemas", "errors")
"""Families that ask for much the same stand together, and far from the others. Rules of one end alone are not worth
what is found out ahead for both.
"""


class _Told(NamedTuple):
    """What judging leaves behind, but for what is kept to be quick."""

    findings: list[Finding]
    problems: list[Problem]
    uses: list[Use]


def findings(linked: Linked, rules: Sequence[str]) -> list[Finding]:
    """Everything that rules find, as `Judge.findings` tells it."""
    judge, ledger = linked.judge, linked.ledger
    if not _is_worth_it(linked, rules):
        return judge.findings(rules)
    _prepare(linked, rules)
    found: set[Finding] = set()
    known = judge.problems
    told = from_both_ends(
        sorted(rules, key=_standing),
        lambda rule: found.update(judge.found([rule])),
        lambda: _Told(list(found), [each for each in judge.problems if each not in known], ledger.uses()),
    )
    if told:
        found.update(told.findings)
        judge.failed(told.problems)
        ledger.use(told.uses)
    return fingerprinted(found)


def _family(rule: str) -> str:
    return rule.partition("/")[0]


def _standing(rule: str) -> tuple[int, str]:
    """Where a rule stands in the row."""
    family = _family(rule)
    if family in _FIRST:
        return _FIRST.index(family) - len(_FIRST), rule
    return (_LAST.index(family) + 1 if family in _LAST else 0), rule


def _is_worth_it(linked: Linked, rules: Sequence[str]) -> bool:
    families = set(map(_family, rules))
    has_both_ends = not families.isdisjoint(_FIRST) and not families.isdisjoint(_LAST)
    return has_both_ends and linked.processes > 1 and FEWEST <= len(linked.project.modules) <= MOST


def _prepare(linked: Linked, rules: Sequence[str]) -> None:
    """Find out what both processes would, and read what there is to read: of that nobody would know in the second."""
    linked.judge.by_kind(rules)
    linked.project.requirements.settle()
    with suppress(Exception):  # archlint: ignore[swallowed-exception] reason="whichever check meets it again will tell"
        linked.project.foresee()
