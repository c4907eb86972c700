"""What is new and what is gone."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import TypeAlias, TypeVar

from archlint.baseline.identity import identified
from archlint.baseline.moves import Moves
from archlint.changes.state import State
from archlint.debt import Entry
from archlint.findings import Finding, Note

Subject = TypeVar("Subject")
Written: TypeAlias = Callable[[Finding], str]
"""The line that a finding stands on; "" where it cannot be read."""
_MOST = 250_000
"""Pairs of lines that are compared, at most."""


@dataclass(frozen=True, slots=True)
class Difference:
    """Two states of a project, side by side."""

    new: tuple[Finding, ...]
    gone: tuple[Finding, ...]
    comments: tuple[Note, ...]
    """The comments that silence rules and are new, each with its words."""
    changed: frozenset[str]
    """The files of the head that are new or have other bytes."""


def difference(base: State, head: State, moved: Moves, was: Written, now: Written) -> Difference:
    """What one state has and the other has not. A finding is known by what a baseline knows it by, wherever its file
    was moved to; of several that are known by the same, by its line.
    """
    before = [moved.renamed(each) for each in _entries(base)]
    after = _entries(head)
    told = [(moved.paths.get(each.place.path, each.place.path), each.message) for each in base.comments]
    telling = [(each.place.path, each.message) for each in head.comments]
    digests = {moved.paths.get(path, path): digest for path, digest in base.digests.items()}
    gone, new = _unmatched(_Side(base.findings, before, was), _Side(head.findings, after, now))
    return Difference(
        new,
        gone,
        _beyond(head.comments, telling, told),
        frozenset(path for path, digest in head.digests.items() if digests.get(path) != digest),
    )


def _entries(side: State) -> list[Entry]:
    """What each finding is known by, its number among its like aside."""
    told = identified(side.findings, lambda path: side.modules.get(path, ""))
    return [replace(each.entry, occurrence=0) for each in told]


@dataclass(frozen=True, slots=True)
class _Side:
    """Findings in the order of places, what each is known by, and how its line is read."""

    findings: Sequence[Finding]
    entries: Sequence[Entry]
    written: Written

    def by_entry(self) -> dict[Entry, list[Finding]]:
        found: dict[Entry, list[Finding]] = defaultdict(list)
        for finding, entry in zip(self.findings, self.entries, strict=True):
            found[entry].append(finding)
        return found


def _unmatched(before: _Side, after: _Side) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    """The findings of each side that the other has not, or not as often."""
    olds, news = before.by_entry(), after.by_entry()
    gone, new = [], []
    for entry in olds.keys() | news.keys():
        one, other = olds.get(entry, []), news.get(entry, [])
        if one and other and len(one) != len(other):
            one, other = _apart([(each, before.written(each)) for each in one],
                                [(each, after.written(each)) for each in other])  # fmt: skip
        elif one and other:
            continue
        gone += one
        new += other
    return _in_order(before.findings, gone), _in_order(after.findings, new)


def _apart(
    one: Sequence[tuple[Finding, str]], other: Sequence[tuple[Finding, str]]
) -> tuple[list[Finding], list[Finding]]:
    """What is left of either side when equal lines are paired, then what stands between the same lines, then the rest
    in turn: the longer side alone has some left. Of very many, the first ones count as old.
    """
    if len(one) * len(other) > _MOST:
        return [each for each, _ in one[len(other) :]], [each for each, _ in other[len(one) :]]
    left: tuple[list[Finding], list[Finding]] = [], []
    lines = SequenceMatcher(None, [text for _, text in one], [text for _, text in other], autojunk=False)
    for how, start, end, begin, stop in lines.get_opcodes():
        if how != "equal":
            paired = min(end - start, stop - begin)
            left[0].extend(each for each, _ in one[start + paired : end])
            left[1].extend(each for each, _ in other[begin + paired : stop])
    paired = min(len(left[0]), len(left[1]))
    return left[0][paired:], left[1][paired:]


def _in_order(findings: Sequence[Finding], some: Iterable[Finding]) -> tuple[Finding, ...]:
    wanted = set(map(id, some))
    return tuple(each for each in findings if id(each) in wanted)


def _beyond(subjects: Sequence[Subject], keys: Iterable[Hashable], others: Iterable[Hashable]) -> tuple[Subject, ...]:
    """The subjects whose keys the others do not have, or not as often: then the first ones count as theirs."""
    left = Counter(others)
    found = []
    for subject, key in zip(subjects, keys, strict=True):
        if left[key]:
            left[key] -= 1
        else:
            found.append(subject)
    return tuple(found)
