"""The files that tell versions, nearest first, locks before declarations."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path

from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name

from archlint import trail
from archlint.requirements.versions import Versions, exactly, ranged

_LOCKS = ("uv.lock", "poetry.lock", "pdm.lock", "pylock.toml")
_PACKAGE = re.compile(r"^\[\[packages?\]\]$", re.MULTILINE)
_SAID = re.compile(r'^(name|version) = "([^"\n]+)"$', re.MULTILINE)
_LISTS = (
    "requirements.txt",
    "requirements.lock",
    "requirements-prod.txt",
    "requirements/base.txt",
    "requirements/common.txt",
    "requirements/main.txt",
    "requirements/prod.txt",
    "requirements/production.txt",
)


class Requirements:
    """What the files in a project's folder say of libraries, and the lock files of the repository around it.

    Nothing is read before it is asked for.
    """

    def __init__(self, root: Path | None = None) -> None:
        self._root = root

    def settle(self) -> None:
        """Read all of them now."""
        _ = self._locks, self._declared

    def of(self, library: str) -> Versions:
        """The versions that a library may have; any where no file tells."""
        name = canonicalize_name(library)
        for said in (*self._locks, self._declared):
            if (known := said.get(name)) is not None:
                return known
        return Versions()

    def at_least(self, library: str, version: str) -> bool | None:
        """Whether a library has this version or a later one; None where no file tells."""
        return self.of(library).at_least(version)

    @cached_property
    def _locks(self) -> tuple[dict[str, Versions], ...]:
        """What each file says that pins versions; nearest first."""
        root = self._root
        if root is None:
            return ()
        pinned = {name: said for name, said in self._listed.items() if said.locked}
        found = [*self._locked_in(root), pinned]
        while not trail.exists(root / ".git") and root != root.parent:
            root = root.parent
            found += self._locked_in(root)
        return tuple(found)

    def _locked_in(self, folder: Path) -> Iterator[dict[str, Versions]]:
        for name in _LOCKS:
            if text := _text(folder / name):
                yield _packages(text)
        if text := _text(folder / "Pipfile.lock"):
            yield _pipfile(text)

    @cached_property
    def _listed(self) -> dict[str, Versions]:
        """What the requirements files of the project's own folder say."""
        found: dict[str, Versions] = {}
        for name in _LISTS if self._root is not None else ():
            text = _text(self._root / name) if self._root is not None else ""
            lines = (re.split(r"\s(?:#|\\|--)", line.strip(), maxsplit=1)[0] for line in text.splitlines())
            found = {**_required(line for line in lines if line[:1].isalnum()), **found}
        return found

    @cached_property
    def _declared(self) -> dict[str, Versions]:
        """What the project's own files ask for."""
        if self._root is None:
            return {}
        try:
            said = tomllib.loads(_text(self._root / "pyproject.toml"))
        except tomllib.TOMLDecodeError:
            said = {}
        return {
            **_grouped(said),
            **_poetry(said),
            **_required(_texts(_at(said, "project", "dependencies"))),
            **self._listed,
        }


def _text(path: Path) -> str:
    """What a file says; "" where it cannot be read."""
    try:
        return trail.read(str(path)).decode(errors="replace").replace("\r\n", "\n")
    except OSError:
        return ""


def _packages(text: str) -> dict[str, Versions]:
    """The packages of a lock file, without a parser: they are machine-written, and may be megabytes."""
    found: dict[str, Versions] = {}
    for block in _PACKAGE.split(text)[1:]:
        said = dict(_SAID.findall(block.partition("\n[")[0]))
        version = exactly(said.get("version", ""))
        if version is not None and "name" in said:
            name = canonicalize_name(said["name"])
            found[name] = Versions((*found.get(name, Versions()).locked, *version.locked))
    return found


def _pipfile(text: str) -> dict[str, Versions]:
    try:
        said = json.loads(text)
    except ValueError:
        return {}
    packages = _at(said, "default")
    found: dict[str, Versions] = {}
    for name, package in packages.items() if isinstance(packages, Mapping) else ():
        version = _at(package, "version")
        if isinstance(version, str) and (known := exactly(version)) is not None:
            found[canonicalize_name(str(name))] = known
    return found


def _required(lines: Iterable[str]) -> dict[str, Versions]:
    """What lines such as `fastapi[standard]>=0.115; python_version > "3"` ask for."""
    found: dict[str, Versions] = {}
    for line in lines:
        try:
            said = Requirement(line)
        except InvalidRequirement:
            continue
        if (known := ranged(str(said.specifier))) is not None:
            found[canonicalize_name(said.name)] = known
    return found


def _grouped(said: object) -> dict[str, Versions]:
    """What the optional dependencies and the groups of a pyproject.toml ask for."""
    found: dict[str, Versions] = {}
    for groups in (_at(said, "project", "optional-dependencies"), _at(said, "dependency-groups")):
        for group in groups.values() if isinstance(groups, Mapping) else ():
            found = {**_required(_texts(group)), **found}
    return found


def _poetry(said: object) -> dict[str, Versions]:
    found: dict[str, Versions] = {}
    packages = _at(said, "tool", "poetry", "dependencies")
    for name, asked in packages.items() if isinstance(packages, Mapping) else ():
        text = asked if isinstance(asked, str) else _at(asked, "version")
        if isinstance(text, str) and (known := ranged(text)) is not None:
            found[canonicalize_name(str(name))] = known
    return found


def _at(said: object, *keys: str) -> object:
    """The value under keys, one inside the other; None where there is none."""
    for key in keys:
        said = said.get(key) if isinstance(said, Mapping) else None
    return said


def _texts(said: object) -> list[str]:
    return [each for each in said if isinstance(each, str)] if isinstance(said, list) else []
