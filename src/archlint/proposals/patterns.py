"""Few patterns that meet some files and none of the others."""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet

from archlint.project.code.roots import ancestors

_SPECIAL = re.compile(r"([\\*?\[\]!#])|( +)$")


def patterns(wanted: AbstractSet[str], others: AbstractSet[str]) -> tuple[str, ...]:
    """Patterns in the syntax of .gitignore for the wanted files of a project: whole folders where nothing else is in
    them, then names that they share wherever they stand, then single files. `others` are what must not be met.
    """
    found: list[str] = []
    left = set(wanted)
    foreign = {folder for path in others for folder in ancestors(path)}
    own = {folder for path in wanted for folder in ancestors(path) if folder}
    for folder in sorted(own - foreign, key=lambda each: (each.count("/"), each)):
        inside = {path for path in left if path.startswith(f"{folder}/")}
        if inside:
            found.append(f"{escaped(folder)}/**")
            left -= inside
    by_name: dict[str, set[str]] = {}
    for path in left:
        by_name.setdefault(path.rpartition("/")[2], set()).add(path)
    names = {path.rpartition("/")[2] for path in others}
    for name, paths in sorted(by_name.items()):
        if len(paths) > 1 and name not in names:
            found.append(f"**/{escaped(name)}")
        else:
            found += [single(path) for path in sorted(paths)]
    return tuple(found)


def single(path: str) -> str:
    """The pattern of one file."""
    return escaped(path) if "/" in path else f"/{escaped(path)}"


def escaped(path: str) -> str:
    """A path in which nothing means more than itself."""
    return _SPECIAL.sub(lambda found: f"\\{found[1]}" if found[1] else "\\ " * len(found[2]), path)
