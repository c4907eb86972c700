"""What findings are known by when lines move."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from archlint.debt import Entry
from archlint.findings import Finding


@dataclass(frozen=True, slots=True)
class Identified:
    """A finding, and the entry that would stand for it."""

    finding: Finding
    entry: Entry


def identified(findings: Iterable[Finding], module_name: Callable[[str], str]) -> list[Identified]:
    """The findings in their order, each with its entry; `module_name` tells the dotted name of the module at a path."""
    seen: Counter[Entry] = Counter()
    told = []
    for finding in findings:
        symbol = _local(finding.symbol or "", module_name(finding.place.path))
        entry = Entry(finding.place.path, finding.rule, symbol, finding.target)
        seen[entry] += 1
        told.append(Identified(finding, replace(entry, occurrence=seen[entry])))
    return told


def _local(symbol: str, module: str) -> str:
    """A symbol without the name of its module, which may change with the file's."""
    return "" if symbol == module else symbol.removeprefix(f"{module}.")
