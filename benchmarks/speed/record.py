"""What was measured, in the form in which `results.json` keeps it."""

from __future__ import annotations

from pathlib import Path
from statistics import median

import msgspec


class Usage(msgspec.Struct, array_like=True, frozen=True):
    """One run of a command."""

    wall: float
    """Seconds."""
    cpu: float
    """Seconds, user and system, of the process and of all that it waited for."""
    memory: float
    """Megabytes of the largest process."""
    code: int


class Pair(msgspec.Struct, array_like=True, frozen=True):
    """archlint and a peer, one right after the other on the same tree."""

    archlint: Usage
    peer: Usage


class Timed(msgspec.Struct):
    """One tool on one tree, in turn with archlint."""

    cold: list[Pair] = []
    warm: list[Pair] = []
    changed: list[Pair] = []
    kept: list[Pair] = []
    """As `changed`, where archlint has a process that stays."""
    beyond: list[Pair] = []
    """As `kept`, where a module came to import, define or demand another thing."""
    together: float = 0
    """Megabytes of all processes of a cold run, at the highest; 0 where nobody looked."""
    failure: str = ""
    """Why its runs do not count."""


class Service(msgspec.Struct):
    """A tree on which tools were measured."""

    files: int
    lines: int
    tools: dict[str, Timed] = {}
    together: float = 0
    """As for the tools, of archlint."""
    same_bytes: bool = False
    """Whether archlint's warm run printed what its cold one did."""
    findings: int = 0
    """Lines that archlint printed."""
    where: dict[str, dict[str, float]] = {}
    """Seconds by room, for each kind of run of archlint."""


class Size(msgspec.Struct):
    """One tool on a generated service of some size: medians, and the number of runs behind each."""

    files: int
    lines: int
    cold: dict[str, Usage] = {}
    warm: dict[str, Usage] = {}
    changed: dict[str, Usage] = {}
    together: float = 0
    where: dict[str, dict[str, float]] = {}


class Sameness(msgspec.Struct):
    """What came of comparing runs that must say the same."""

    edits: int = 0
    edits_differing: list[str] = []
    runs: int = 0
    runs_differing: list[str] = []
    asked: int = 0
    """Edits of files after which a daemon was asked."""
    answered: int = 0
    """Those that it answered; the others were left to a run of one's own."""
    answers_differing: list[str] = []


class Results(msgspec.Struct):
    """All of it."""

    machine: str = ""
    python: str = ""
    versions: dict[str, str] = {}
    absent: dict[str, str] = {}
    """Tools that could not be had, and why."""
    start: dict[str, Usage] = {}
    """A service of one small file, nothing kept."""
    services: dict[str, Service] = {}
    growth: list[Size] = []
    scale: list[Size] = []
    sameness: Sameness | None = None


def load(path: Path) -> Results:
    """What was measured before; nothing where there is no such file."""
    return msgspec.json.decode(path.read_bytes(), type=Results) if path.exists() else Results()


def save(path: Path, results: Results) -> None:
    """Keep what was measured."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(msgspec.json.format(msgspec.json.encode(_rounded(msgspec.to_builtins(results))), indent=1) + b"\n")


def middle(usages: list[Usage]) -> Usage:
    """The median of each number."""
    return Usage(
        median(each.wall for each in usages),
        median(each.cpu for each in usages),
        max(each.memory for each in usages),
        usages[-1].code,
    )


def _rounded(value: object) -> object:
    if isinstance(value, float):
        return round(value, 4)
    if isinstance(value, dict):
        return {key: _rounded(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_rounded(each) for each in value]
    return value
