"""The contracts of import-linter as settings, as far as they say the same."""

from __future__ import annotations

import configparser
import os
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from archlint import trail
from archlint.project import Project
from archlint.proposals.patterns import escaped, single
from archlint.proposals.settings import Proposal, ProposedLayer

FILES = (".importlinter", "setup.cfg", "pyproject.toml")
"""Where import-linter looks for its contracts, in its order."""
_SECTION = "importlinter:contract:"


class NoContractsError(LookupError):
    """There is nothing to read; says what was looked for."""


@dataclass(frozen=True, slots=True)
class Contract:
    """One contract as written: its values are texts or lists of texts."""

    name: str
    kind: str
    values: Mapping[str, object]

    def words(self, key: str) -> list[str]:
        """The texts under a key, one a line where that is how they are written."""
        value = self.values.get(key, ())
        lines = value.splitlines() if isinstance(value, str) else value if isinstance(value, list) else []
        return [word for word in (str(each).strip() for each in lines) if word]


def contracts(root: Path) -> tuple[Contract, ...]:
    """The contracts of a project; raises NoContractsError, ValueError for a file that cannot be read."""
    for name in FILES:
        try:
            text = trail.read(str(root / name)).decode("utf-8")
        except FileNotFoundError:
            continue
        found = tuple(_from_toml(text) if name.endswith(".toml") else _from_ini(text))
        if found:
            return found
    raise NoContractsError(f"no contracts of import-linter in {', '.join(FILES)}")


def converted(project: Project, found: Sequence[Contract]) -> Proposal:
    """The first contract on layers as layers; what archlint has no word for is told in remarks."""
    remarks: list[str] = []
    layers: tuple[ProposedLayer, ...] = ()
    for each in found:
        if each.kind != "layers":
            remarks.append(f"the contract `{each.name}` ({each.kind}) stays with import-linter")
        elif layers:
            remarks.append(f"the contract `{each.name}` is a second order of layers, and archlint has one")
        else:
            layers = tuple(_layers(each, project, remarks))
            if each.words("ignore_imports"):
                remarks.append(
                    f"`ignore_imports` of `{each.name}` is not taken over; archlint baseline keeps what is found today"
                )
    return Proposal(layers, remarks=tuple(remarks))


def _from_toml(text: str) -> Iterator[Contract]:
    tool = tomllib.loads(text).get("tool", {})
    said = tool.get("importlinter", {}).get("contracts", []) if isinstance(tool, dict) else []
    for each in said if isinstance(said, list) else []:
        if isinstance(each, dict):
            yield Contract(str(each.get("name", "")), str(each.get("type", "")), each)


def _from_ini(text: str) -> Iterator[Contract]:
    parser = configparser.ConfigParser(interpolation=None)
    try:
        parser.read_string(text)
    except configparser.Error as error:
        raise ValueError(str(error).partition("\n")[0]) from None
    for section in parser.sections():
        if section.startswith(_SECTION):
            values = dict(parser[section])
            yield Contract(values.get("name", section), values.get("type", ""), values)


def _layers(contract: Contract, project: Project, remarks: list[str]) -> Iterator[ProposedLayer]:
    containers = contract.words("containers") or [""]
    names: set[str] = set()
    for line in contract.words("layers"):
        members = [word.strip() for word in re.split(r"[|:]", line)]
        optional = all(word.startswith("(") for word in members)
        members = [word.strip("()") for word in members]
        dotted = [f"{container}.{word}" if container else word for word in members for container in containers]
        found = {each: paths for each in dotted if (paths := _files(each, project))}
        if not found:
            if not optional:
                remarks.append(f"`{line}` of `{contract.name}` names no module of the project")
            continue
        name = _name(members, names)
        names.add(name)
        match = tuple(_pattern(each, paths) for each, paths in found.items())
        told = {f"`{line}` is a layer of the contract `{contract.name}`": len(set().union(*found.values()))}
        yield ProposedLayer(name, match, sum(map(len, found.values())), evidence=told)


def _name(members: list[str], taken: set[str]) -> str:
    """The name of a layer: the last word of its first module, or as much of it as it takes to be no other's."""
    parts = members[0].split(".")
    for length in range(1, len(parts) + 1):
        name = ".".join(parts[-length:])
        if name not in taken:
            return name
    return f"{members[0]}-{len(taken)}"


def _files(dotted: str, project: Project) -> frozenset[str]:
    """The modules that have a dotted name, or are below it, counted from the folder nearest to the root that is no
    package itself.
    """
    own = dotted.split(".")
    by_root: dict[str, set[str]] = {}
    for path in project.modules:
        parts = path.removesuffix(".py").removesuffix("/__init__").split("/")
        for at in range(len(parts) - len(own) + 1):
            root = "/".join(parts[:at])
            if parts[at : at + len(own)] == own and f"{root}/__init__.py".lstrip("/") not in project.modules:
                by_root.setdefault(root, set()).add(path)
    if not by_root:
        return frozenset()
    return frozenset(by_root[min(by_root, key=lambda each: (each.count("/"), each))])


def _pattern(dotted: str, paths: frozenset[str]) -> str:
    """What meets a module, or a package with all that is in it."""
    own = f"{dotted.rpartition('.')[2]}.py"
    if len(paths) == 1 and (only := next(iter(paths))).rpartition("/")[2] == own:
        return single(only)
    folder = os.path.commonpath([path.rpartition("/")[0] or "." for path in paths]) if paths else ""
    return f"{escaped(folder)}/**" if folder not in ("", ".") else "**"
