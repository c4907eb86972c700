"""Findings against the entries of a baseline."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from archlint.baseline.identity import Identified
from archlint.baseline.moves import Moves
from archlint.debt import Entry


@dataclass(slots=True)
class Match:
    """What became of the findings and of the entries; `known` pairs each finding with the entry that names it."""

    known: list[tuple[Identified, Entry]] = field(default_factory=list)
    new: list[Identified] = field(default_factory=list)
    stale: list[Entry] = field(default_factory=list)


FindMoves: TypeAlias = Callable[[Sequence[Entry], Sequence[Identified]], Moves]
"""Which files were renamed, told for the entries and findings that do not answer to each other as they are."""


def match(entries: Iterable[Entry], findings: Iterable[Identified], moves: FindMoves) -> Match:
    """Each entry answers to one finding of its key, the first in the file first; where that leaves entries and
    findings, they are compared once more under the names that renamed files have now.
    """
    found = Match()
    found.new, found.stale = _pair(entries, findings, found, lambda entry: entry)
    if found.new and found.stale:
        moved = moves(found.stale, found.new)
        if moved:
            found.new, found.stale = _pair(found.stale, found.new, found, moved.renamed)
    found.stale.sort()
    return found


def _pair(
    entries: Iterable[Entry], findings: Iterable[Identified], found: Match, now: Callable[[Entry], Entry]
) -> tuple[list[Identified], list[Entry]]:
    """The findings and entries that are left when those that share a key went into `found`."""
    waiting: dict[Entry, list[Entry]] = defaultdict(list)
    for entry in sorted(entries, reverse=True):
        waiting[replace(now(entry), occurrence=0)].append(entry)
    left = []
    for each in findings:
        alike = waiting.get(replace(each.entry, occurrence=0))
        if alike:
            found.known.append((each, alike.pop()))
        else:
            left.append(each)
    return left, [entry for alike in waiting.values() for entry in alike]
