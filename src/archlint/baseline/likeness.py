"""Files that are another file under a new name, told by their content as git does."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping

ENOUGH = 0.5
"""The part of the larger file that must stand in the other too: git's own measure of a rename."""


def alike(gone: Mapping[str, bytes], fresh: Mapping[str, bytes]) -> dict[str, str]:
    """For the paths that are gone, the new path of the content; each new path for one old path at most."""
    pairs = sorted((-score, *_distance(old, new), old, new) for old, new, score in _scores(gone, fresh))
    found: dict[str, str] = {}
    taken: set[str] = set()
    for *_, old, new in pairs:
        if old not in found and new not in taken:
            found[old] = new
            taken.add(new)
    return found | _along(found, gone, fresh)


def _scores(gone: Mapping[str, bytes], fresh: Mapping[str, bytes]) -> Iterator[tuple[str, str, float]]:
    """The pairs that share enough, with how much; a file without content is like none."""
    olds = {path: _lines(data) for path, data in gone.items()}
    holders: dict[bytes, list[tuple[str, int]]] = defaultdict(list)
    for path, lines in olds.items():
        for line, count in lines.items():
            holders[line].append((path, count))
    sizes = {path: _size(lines) for path, lines in olds.items()}
    for new, data in fresh.items():
        lines = _lines(data)
        shared: Counter[str] = Counter()
        for line, count in lines.items():
            for old, there in holders.get(line, ()):
                shared[old] += len(line) * min(count, there)
        size = _size(lines)
        yield from ((old, new, part / max(size, sizes[old])) for old, part in shared.items()
                    if part >= ENOUGH * max(size, sizes[old]))  # fmt: skip


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


def _lines(data: bytes) -> Counter[bytes]:
    """The lines with what is in them; blank space does not count."""
    return Counter(line for line in (each.strip() for each in data.splitlines()) if line)


def _size(lines: Counter[bytes]) -> int:
    return sum(len(line) * count for line, count in lines.items())


def _distance(old: str, new: str) -> tuple[bool, int]:
    """How far apart two paths are: another name, and how many folders they do not share."""
    apart = set(old.split("/")[:-1]) ^ set(new.split("/")[:-1])
    return _name(old) != _name(new), len(apart)


def _name(path: str) -> str:
    return path.rpartition("/")[2]


def _folder(path: str) -> str:
    return path.rpartition("/")[0]
