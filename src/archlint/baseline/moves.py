"""Entries under the names that renamed files have now."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from archlint.debt import Entry

_DOTTED = re.compile(r"\w+(?:\.\w+)*")


@dataclass(frozen=True, slots=True)
class Moves:
    """Renamed files: their paths and their modules' dotted names, the old by the new's side."""

    paths: Mapping[str, str] = field(default_factory=dict)
    modules: Mapping[str, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.paths)

    def renamed(self, entry: Entry) -> Entry:
        """The entry as it would be written now; a target may name a module too."""
        deepest = max((name.count(".") + 1 for name in self.modules), default=0)
        target = _DOTTED.sub(lambda match: self._module(match.group(), deepest), entry.target)
        return replace(entry, path=self.paths.get(entry.path, entry.path), target=target)

    def _module(self, dotted: str, deepest: int) -> str:
        """A dotted name with its longest part that names a module replaced; none has more parts than `deepest`."""
        parts = dotted.split(".")
        for length in range(min(len(parts), deepest), 0, -1):
            new = self.modules.get(".".join(parts[:length]))
            if new is not None:
                return ".".join((new, *parts[length:]))
        return dotted


def moved(paths: Mapping[str, str], names: Mapping[str, str]) -> Moves:
    """The renamed files with their modules; `names` has the dotted name of the module at each path of today."""
    modules = {}
    for old, new in paths.items():
        before = _name_like(old, new, names.get(new, ""))
        if before:
            modules[before] = names[new]
    return Moves(dict(paths), modules)


def _name_like(old: str, new: str, name: str) -> str:
    """The dotted name that a file had, told from the one it has now: the same folder is the root of both."""
    dotted, now = _dotted(old), _dotted(new)
    if not name:
        return ""
    if now.endswith(name):
        above = now[: len(now) - len(name)]
        return dotted.removeprefix(above) if dotted.startswith(above) else ""
    package = name.removesuffix(now)  # the root folder is a package itself
    return package + dotted if package != name else ""


def _dotted(path: str) -> str:
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
