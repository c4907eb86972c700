"""Files that are another file under a new name, told by their content: as git does, but by words, so that a file which
was laid out anew on the way is known again.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping
from typing import TypeAlias

Run: TypeAlias = tuple[bytes, bytes, bytes]
_WORD = re.compile(rb"[\w\x80-\xff]+")
ENOUGH = 0.5
"""The part of the longer file that must stand in the other too: git's own measure of a rename."""
LITTLE = 0.2


def alike(
    gone: Mapping[str, bytes], fresh: Mapping[str, bytes], likely: Collection[tuple[str, str]] = ()
) -> dict[str, str]:
    """For the paths that are gone, the new path of the content; each new path for one old path at most. For the pairs
    that are `likely` for other reasons, less is enough.
    """
    pairs = sorted(
        (-score, *_distance(old, new), old, new)
        for old, new, score in _scores(gone, fresh)
        if score >= (LITTLE if (old, new) in likely else ENOUGH)
    )
    found: dict[str, str] = {}
    taken: set[str] = set()
    for *_, old, new in pairs:
        if old not in found and new not in taken:
            found[old] = new
            taken.add(new)
    return found | _along(found, gone, fresh)


def _scores(gone: Mapping[str, bytes], fresh: Mapping[str, bytes]) -> Iterator[tuple[str, str, float]]:
    """The pairs that share something, with how much; a file without content is like none."""
    olds = {path: _runs(data) for path, data in gone.items()}
    holders: dict[Run, list[tuple[str, int]]] = defaultdict(list)
    for path, runs in olds.items():
        for run, count in runs.items():
            holders[run].append((path, count))
    for new, data in fresh.items():
        runs = _runs(data)
        shared: Counter[str] = Counter()
        for run, count in runs.items():
            for old, there in holders.get(run, ()):
                shared[old] += min(count, there)
        for old, common in shared.items():
            yield old, new, common / max(runs.total(), olds[old].total())


def _along(found: Mapping[str, str], gone: Mapping[str, bytes], fresh: Mapping[str, bytes]) -> dict[str, str]:
    """The files without content, where the files beside or below them went: a package takes its `__init__.py` along."""
    went: dict[str, Counter[str]] = defaultdict(Counter)
    for old, new in found.items():
        if _name(old) == _name(new):
            went[_folder(old)][_folder(new)] += 1
    more = {}
    for old, data in gone.items():
        folders = went.get(_folder(old))
        if data.strip() or not folders:
            continue
        new = f"{folders.most_common(1)[0][0]}/{_name(old)}".removeprefix("/")
        if new in fresh and not fresh[new].strip():
            more[old] = new
    return more


def _runs(data: bytes) -> Counter[Run]:
    """The words of a file, each with the two that follow."""
    words = _WORD.findall(data)
    return Counter(zip(words, [*words[1:], b""], [*words[2:], b"", b""], strict=False))


def _distance(old: str, new: str) -> tuple[bool, int]:
    """How far apart two paths are: another name, and how many folders they do not share."""
    apart = set(old.split("/")[:-1]) ^ set(new.split("/")[:-1])
    return _name(old) != _name(new), len(apart)


def _name(path: str) -> str:
    return path.rpartition("/")[2]


def _folder(path: str) -> str:
    return path.rpartition("/")[0]
