"""Under which dotted name a file is imported: which folders stand on the import path, told from the imports."""

from __future__ import annotations

import sys
from collections.abc import Iterable

from archlint.facts import Source


class Roots:
    """The import roots of a tree of files.

    A folder is a package when it holds an `__init__.py`, or when some import names it as one; a root is the nearest
    folder above a file that is no package. `package` is the dotted name of the tree's top folder where that is a
    package itself; "" where it is not.
    """

    def __init__(self, sources: Iterable[Source], configured: tuple[str, ...] = (), package: str = "") -> None:
        listed = list(sources)
        self._package = package
        self._files = {source.path for source in listed}
        self._folders = {folder for path in self._files for folder in ancestors(path)}
        self._configured = tuple("" if root in (".", "./") else root.strip("/") for root in configured)
        self._packages = {folder for folder in self._folders if folder and f"{folder}/__init__.py" in self._files}
        self._packages -= set(self._configured)
        if package:
            self._packages.add("")
        self._packages |= self._imported(listed)

    def would_name_alike(self, sources: Iterable[Source]) -> bool:
        """Whether the same files have the same names, whatever they import now."""
        return Roots(sources, self._configured, self._package)._packages == self._packages

    def root_of(self, path: str) -> str:
        """The folder that the dotted name of a file starts below."""
        folder = path.rpartition("/")[0]
        while folder and folder in self._packages:
            folder = folder.rpartition("/")[0]
        return folder

    def name_of(self, path: str) -> tuple[str, bool]:
        """The dotted import name of a file, and whether it is a package's `__init__.py`."""
        root = self.root_of(path)
        inner = path[len(root) + 1 :] if root else path
        parts = inner.removesuffix(".pyi").removesuffix(".py").split("/")
        is_package = parts[-1] == "__init__"
        if is_package:
            parts.pop()
        if not root and self._package:
            parts.insert(0, self._package)
        return ".".join(parts) or "__init__", is_package

    def find(self, dotted: str, importer: str) -> str | None:
        """The file or folder that an absolute import in the file `importer` names; None for what is not here."""
        if self._package and f"{dotted}.".startswith(f"{self._package}."):
            inner = dotted[len(self._package) + 1 :]
            return self._at("", tuple(inner.split(".")) if inner else ())
        parts = tuple(dotted.split("."))
        for root in self._search_path(importer):
            if (found := self._at(root, parts)) is not None:
                return found
        return self._unrooted(parts, importer)

    def holds(self, folder: str) -> bool:
        """Whether there are files below a folder."""
        return folder in self._folders

    def _search_path(self, importer: str) -> list[str]:
        path = [folder for folder in ancestors(importer) if folder not in self._packages]
        return [*path, *(root for root in self._configured if root not in path)]

    def _at(self, root: str, parts: tuple[str, ...]) -> str | None:
        base = "/".join((root, *parts)) if root else "/".join(parts)
        for candidate in (f"{base}/__init__.py" if base else "__init__.py", f"{base}.py", f"{base}.pyi"):
            if candidate in self._files:
                return candidate
        return base if base in self._folders else None

    def _unrooted(self, parts: tuple[str, ...], importer: str) -> str | None:
        """A module named by two words or more that is found from a package too: sys.path was changed."""
        if len(parts) < 2 or parts[0] in sys.stdlib_module_names:
            return None
        for folder in ancestors(importer):
            if folder in self._packages and (found := self._at(folder, parts)) is not None and found in self._files:
                return found
        return None

    def _imported(self, sources: list[Source]) -> set[str]:
        """The folders without `__init__.py` that some import goes through."""
        used: set[str] = set()
        for source in sources:
            above = ancestors(source.path)
            for said in source.facts.imports:
                if said.level or not said.module:
                    continue
                parts = said.module.split(".")
                root: str | None
                if self._package and f"{said.module}.".startswith(f"{self._package}."):
                    parts, root = said.module[len(self._package) + 1 :].split("."), ""
                else:
                    root = self._start(parts, above)
                if root is None:
                    continue
                for part in parts:
                    root = f"{root}/{part}" if root else part
                    if root not in self._folders:
                        break
                    used.add(root)
        return used - set(self._configured)

    def _start(self, parts: list[str], above: list[str]) -> str | None:
        """The outermost folder from which the whole of a dotted name is found."""
        for root in reversed(above):
            if root in self._packages:
                continue
            if self._at(root, tuple(parts)) is not None:
                return root
        return None


def ancestors(path: str) -> list[str]:
    """The folders above a path, nearest first; the last is "", the project's root."""
    folders = []
    while path:
        path = path.rpartition("/")[0]
        folders.append(path)
    return folders
