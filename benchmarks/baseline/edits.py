"""Random edits of a service that is a git repository."""

from __future__ import annotations

import ast
import os
import random
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

from archlint.findings import Finding

KINDS = ("moved lines", "reformatted", "renamed file", "new", "removed")


class NothingToDoError(Exception):
    """The file that was drawn does not lend itself to the edit; draw again."""


class Names:
    """The dotted names of modules, told from the symbols of findings: all files have the same root."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        self._package, self._above = next(each for each in map(_root, findings) if each is not None)

    def module(self, path: str) -> str:
        return self._package + ".".join(_parts(path)[self._above :])

    def local(self, symbol: str, path: str) -> str:
        """A symbol without its module."""
        module = self.module(path)
        return "" if symbol == module else symbol.removeprefix(f"{module}.")


class Service:
    """The files, and what can be done to them."""

    def __init__(self, root: Path, dice: random.Random) -> None:
        self.root = root
        self.dice = dice
        self.number = 0

    def edit(self, kind: str, findings: Sequence[Finding], names: Names) -> list[tuple[str, str]]:
        """Make an edit; the old and the new path of a renamed file. Raises NothingToDoError."""
        self.number += 1
        match kind:
            case "moved lines":
                self.move_lines(self.drawn(findings))
            case "reformatted":
                self.reformat(self.drawn(findings))
            case "renamed file":
                return [self.rename(self.drawn(findings), names)]
            case "new":
                self.violate(self.drawn(findings))
            case "removed":
                self.repair(self.dice.choice(findings))
        return []

    def drawn(self, findings: Sequence[Finding]) -> str:
        """The path of a file, more often than not of one with findings."""
        paths = sorted({each.place.path for each in findings if each.place.path.endswith(".py")})
        if self.dice.random() < 0.3:
            everything = (each.relative_to(self.root).as_posix() for each in self.root.rglob("*.py"))
            paths = sorted(each for each in everything if "test" not in each and "/." not in each)
        return self.dice.choice(paths)

    def move_lines(self, path: str) -> None:
        """Let a top-level function trade places with the next, or put lines between two statements."""
        text = self.read(path)
        lines = text.splitlines(keepends=True)
        body = _parsed(text).body
        pairs = [
            (one, two)
            for one, two in pairwise(body)
            if isinstance(one, _FUNCTIONS) and isinstance(two, _FUNCTIONS) and one.name != two.name
        ]
        if pairs and self.dice.random() < 0.5:
            one, two = self.dice.choice(pairs)
            first, second, end = _first(one), _first(two), two.end_lineno or 0
            gap = lines[one.end_lineno or 0 : second - 1]
            moved = [*lines[second - 1 : end], *gap, *lines[first - 1 : one.end_lineno]]
            if any(not each.endswith("\n") for each in moved):
                raise NothingToDoError
            lines[first - 1 : end] = moved
        else:
            later = [each for each in body if not _is_first(each)]
            if not later:
                raise NothingToDoError
            at = _first(self.dice.choice(later)) - 1
            lines[at:at] = [f"# moved {self.number}\n", "\n"] * self.dice.randint(1, 20)
        self.write(path, "".join(lines))

    def reformat(self, path: str) -> None:
        """Lay a file out anew: other lines, other quotes, everything broken that can be."""
        command = [shutil.which("ruff", path=_search_path()) or "ruff", "format", "--isolated", "--quiet"]
        command += ["--line-length", str(self.dice.choice((20, 50, 80, 120, 300)))]
        command += ["--config", f"format.quote-style='{self.dice.choice(('single', 'double'))}'"]
        command += ["--config", f"format.skip-magic-trailing-comma={self.dice.choice(('true', 'false'))}"]
        before = self.read(path)
        if subprocess.run([*command, path], cwd=self.root, check=False).returncode or self.read(path) == before:
            raise NothingToDoError

    def rename(self, path: str, names: Names) -> tuple[str, str]:
        """Rename a file with what imports it; git is told at once, later or never."""
        folder, _, name = path.rpartition("/")
        if name == "__init__.py":
            raise NothingToDoError
        stem = name.removesuffix(".py")
        new = f"{folder}/{stem}_{self.number}.py".removeprefix("/")
        if self.dice.random() < 0.5:
            self.git("add", "--all")
            self.git("mv", path, new)
        else:
            (self.root / path).rename(self.root / new)
        self.follow(names.module(path), names.module(new))
        return path, new

    def follow(self, old: str, new: str) -> None:
        """Let imports name a module as it is called now."""
        package, _, last = old.rpartition(".")
        later = new.rpartition(".")[2]
        start = rf"^(\s*from\s+(?:{re.escape(package)}|\.+[\w.]*)\s+import\s+(?:[\w, ]*,\s*)?)"
        for pattern, put in (
            (rf"(?<![\w.]){re.escape(old)}(?!\w)", new),
            (rf"^(\s*from\s+\.+(?:[\w.]*\.)?){re.escape(last)}(?=\s+import\b)", rf"\g<1>{later}"),
            (rf"{start}{re.escape(last)}(?=\s*(?:,|$))", rf"\g<1>{later} as {last}"),
        ):
            for file in self.root.rglob("*.py"):
                path = file.relative_to(self.root).as_posix()
                text = self.read(path) if file.is_file() else ""
                if (changed := re.sub(pattern, put, text, flags=re.MULTILINE)) != text:
                    self.write(path, changed)

    def violate(self, path: str) -> None:
        """Add a function that blocks, once or twice; or let one that does block once more."""
        text = self.read(path)
        _parsed(text)
        probes = re.findall(r"^    _probe_time_\d+\.sleep\(\d+\)\n", text, re.MULTILINE)
        if probes and self.dice.random() < 0.5:
            probe = self.dice.choice(probes)
            self.write(path, text.replace(probe, probe + probe.replace("sleep(", f"sleep({self.number}"), 1))
            return
        sleeps = f"    _probe_time_{self.number}.sleep(1)\n" * self.dice.randint(1, 2)
        start = "" if text.endswith("\n") or not text else "\n"
        probe = f"\n\nimport time as _probe_time_{self.number}\n\n\nasync def probe_{self.number}() -> None:\n{sleeps}"
        self.write(path, text + start + probe)

    def repair(self, finding: Finding) -> None:
        """Empty the innermost function around a finding."""
        path, line = finding.place.path, finding.place.line
        text = self.read(path)
        around = [
            each
            for each in ast.walk(_parsed(text))
            if isinstance(each, _FUNCTIONS) and _first(each) <= line <= (each.end_lineno or 0)
        ]
        if not around:
            raise NothingToDoError
        function = max(around, key=lambda each: each.lineno)
        start = function.body[0].lineno
        if start == function.lineno or line < start or isinstance(function.body[0], _FUNCTIONS):
            raise NothingToDoError
        lines = text.splitlines(keepends=True)
        indent = " " * function.body[0].col_offset
        lines[start - 1 : function.end_lineno] = [f"{indent}raise NotImplementedError\n"]
        self.write(path, "".join(lines))

    def commit(self, message: str) -> None:
        self.git("add", "--all", "--force")
        self.git("commit", "--quiet", "--allow-empty", "--message", message)

    def git(self, *arguments: str) -> None:
        who = {
            f"GIT_{role}_{what}": "bench@example.org" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")
        }
        apart = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
        subprocess.run(("git", *arguments), cwd=self.root, env={**os.environ, **who, **apart}, check=True)

    def read(self, path: str) -> str:
        try:
            return (self.root / path).read_bytes().decode("utf-8")
        except UnicodeDecodeError:
            raise NothingToDoError from None

    def write(self, path: str, text: str) -> None:
        (self.root / path).write_bytes(text.encode("utf-8"))


_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def _parsed(text: str) -> ast.Module:
    """The syntax of a file that this Python can read."""
    try:
        return ast.parse(text)
    except (SyntaxError, ValueError):
        raise NothingToDoError from None


def _first(node: ast.stmt) -> int:
    """The line of a statement or of its first decorator."""
    decorators = node.decorator_list if isinstance(node, (*_FUNCTIONS, ast.ClassDef)) else []
    return min([node.lineno, *(each.lineno for each in decorators)])


def _is_first(node: ast.stmt) -> bool:
    """Whether nothing may stand before a statement."""
    return isinstance(node, ast.Expr) or (isinstance(node, ast.ImportFrom) and node.module == "__future__")


def _root(finding: Finding) -> tuple[str, int] | None:
    """What stands before the names of modules, and how many folders of their paths are no part of their names."""
    parts, symbol = _parts(finding.place.path), f".{finding.symbol}."
    for at in range(len(parts)):
        before, found, _ = symbol.partition("." + ".".join(parts[at:]) + ".")
        if found:
            return f"{before}.".removeprefix("."), at
    return None


def _parts(path: str) -> list[str]:
    return path.removesuffix(".py").removesuffix("/__init__").split("/")


def _search_path() -> str:
    return os.pathsep.join((str(Path(sys.executable).parent), os.environ.get("PATH", "")))
