"""What is new and what is gone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from archlint.baseline.identity import identified
from archlint.baseline.moves import Moves
from archlint.changes.state import State
from archlint.debt import Entry
from archlint.findings import Finding, Note

Subject = TypeVar("Subject")


@dataclass(frozen=True, slots=True)
class Difference:
    """Two states of a project, side by side."""

    new: tuple[Finding, ...]
    gone: tuple[Finding, ...]
    comments: tuple[Note, ...]
    """The comments that silence rules and are new, each with its words."""
    changed: frozenset[str]
    """The files of the head that are new or have other bytes."""


def difference(base: State, head: State, moved: Moves) -> Difference:
    """What one state has and the other has not. A finding is known by what a baseline knows it by, wherever its file
    was moved to.
    """
    before = [moved.renamed(each) for each in _entries(base)]
    after = _entries(head)
    told = [(moved.paths.get(each.place.path, each.place.path), each.message) for each in base.comments]
    telling = [(each.place.path, each.message) for each in head.comments]
    digests = {moved.paths.get(path, path): digest for path, digest in base.digests.items()}
    return Difference(
        _beyond(head.findings, after, before),
        _beyond(base.findings, before, after),
        _beyond(head.comments, telling, told),
        frozenset(path for path, digest in head.digests.items() if digests.get(path) != digest),
    )


def _entries(side: State) -> list[Entry]:
    """What each finding is known by, its number among its like aside."""
    told = identified(side.findings, lambda path: side.modules.get(path, ""))
    return [replace(each.entry, occurrence=0) for each in told]


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
