"""The sources that tools are run on: what is read of a folder, copies of it, and changes to a copy."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath
from random import Random

_LAYERS = {
    "router", "routers", "routes", "views", "endpoints", "api", "service", "services", "repository", "repositories",
    "model", "models",
}  # fmt: skip
_IMPORT = re.compile(rb"^(?:import|from (?!__future__))\b", re.MULTILINE)
_HEADER = re.compile(rb"^( *(?:async )?def \w+\(\w[^()*/\n]*\w\]?)\)", re.MULTILINE)
_RETURN = re.compile(rb"^( +)return\b.*\n", re.MULTILINE)


@dataclass(frozen=True)
class Tree:
    """The Python files of a service, by their paths as seen from where it is run."""

    name: str
    files: dict[str, Path]

    @cached_property
    def lines(self) -> int:
        """How many lines all files have."""
        return sum(path.read_bytes().count(b"\n") for path in self.files.values())

    @cached_property
    def packages(self) -> list[str]:
        """The importable packages at the top, the largest first, tests last."""
        tops = [path.split("/")[0] for path in self.files]
        found = {top for top in tops if f"{top}/__init__.py" in self.files and top.isidentifier()}
        return sorted(found, key=lambda top: (top == "tests", -tops.count(top), top))

    @cached_property
    def containers(self) -> list[str]:
        """The packages that hold two layers or more, by their dotted names."""
        layers: dict[str, set[str]] = {}
        for path in self.files:
            parts = path.removesuffix(".py").split("/")
            for depth, part in enumerate(parts):
                if f"{'/'.join(parts[:depth])}/__init__.py" not in self.files:
                    continue
                if part in _LAYERS and parts[0] in self.packages:
                    layers.setdefault(".".join(parts[:depth]), set()).add(part)
        return sorted(name for name, held in layers.items() if len(held) > 1) or self.packages

    def copy(self, target: Path) -> None:
        """Write the files into an empty folder, as a project of its own."""
        for folder in {PurePosixPath(path).parent for path in self.files}:
            (target / folder).mkdir(parents=True, exist_ok=True)
        for path, source in self.files.items():
            (target / path).write_bytes(source.read_bytes())
        name = self.packages[0] if self.packages else "service"
        (target / "pyproject.toml").write_text(f'[project]\nname = "{name}"\nversion = "0"\n', encoding="utf-8")


def tree(folder: Path, name: str = "") -> Tree:
    """The Python files of a folder; where it is a package itself, its name belongs to their paths."""
    folder = folder.resolve()
    prefix = f"{folder.name}/" if (folder / "__init__.py").exists() else ""
    found = {
        prefix + path.relative_to(folder).as_posix(): path
        for path in sorted(folder.rglob("*.py"))
        if path.is_file() and not path.is_symlink()
    }
    return Tree(name or folder.name, found)


class Edits:
    """Changes of one file, one after the other; the same in every copy of a tree."""

    def __init__(self, folder: Path, paths: list[str], seed: int = 4) -> None:
        self._folder = folder
        self._paths = sorted(paths)
        self._random = Random(seed)
        self._number = 0

    def make(self, beyond: bool = False) -> str:
        """Change the body of one function, or what is beyond bodies in one file; its path."""
        self._number += 1
        change = changed_beyond if beyond else changed
        while True:
            path = self._random.choice(self._paths)
            file = self._folder / path
            before = file.read_bytes()
            after = change(before, self._number)
            if after is not None:
                file.write_bytes(after)
                return path


def changed(source: bytes, number: int) -> bytes | None:
    """The source with one statement more in the body of a function; None where none is found that is safe to add."""
    found = _RETURN.search(source)
    if found is None:
        return None
    statement = found[1] + f"_edit_{number} = {number}\n".encode()
    after = source[: found.start()] + statement + source[found.start() :]
    try:
        return after if _assignments(after) == _assignments(source) + 1 else None
    except (SyntaxError, ValueError):
        return None


def changed_beyond(source: bytes, number: int) -> bytes | None:
    """The source with an import, a constant, a function or a parameter more, by turns; None as above."""
    sort = number % 4
    name = b"_edit_%d" % number
    if sort == 0:
        return _put(source, _IMPORT, lambda found: b"import os as %b\n" % name + found[0])
    if sort == 1:
        return _valid(b"%b\n%b = %d\n" % (source, name, number))
    if sort == 2:
        return _valid(b"%b\n\ndef %b() -> int:\n    return %d\n" % (source, name, number))
    return _put(source, _HEADER, lambda found: b"%b, %b: int = %d)" % (found[1], name, number))


def _put(source: bytes, where: re.Pattern[bytes], what: Callable[[re.Match[bytes]], bytes]) -> bytes | None:
    found = where.search(source)
    return _valid(source[: found.start()] + what(found) + source[found.end() :]) if found else None


def _valid(source: bytes) -> bytes | None:
    try:
        ast.parse(source)
    except (SyntaxError, ValueError):
        return None
    return source


def _assignments(source: bytes) -> int:
    return sum(isinstance(node, ast.Assign) for node in ast.walk(ast.parse(source)))
