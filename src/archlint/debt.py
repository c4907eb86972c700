"""What a baseline says: the findings that a project has agreed to live with for now.

The file has a line that names its form, then one JSON object a line, sorted, so that a finding that goes takes one
line with it. Lines that start with `#`, and empty ones, are notes of the user's.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TypeVar

from archlint.findings import Place

VERSION = 1
_HEADER = "archlint-baseline"
_TEXTS = ("path", "rule", "symbol", "target")
_KEYS = frozenset((*_TEXTS, "occurrence"))
_Kind = TypeVar("_Kind", str, int)


class BaselineError(ValueError):
    """A line of a baseline that cannot be read; says what to do."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(f"{message}; repair the line, or delete the file and write it with `archlint baseline`")
        self.line = line


@dataclass(frozen=True, slots=True, order=True)
class Entry:
    """A finding as it is known when lines move: in which file, which rule, where there and about what.

    `symbol` is a definition by its name in the module, "" for the module itself; `occurrence` is the number from 1
    among those that share all else.
    """

    path: str
    rule: str
    symbol: str = ""
    target: str = ""
    occurrence: int = 1
    line: int = field(default=0, compare=False)
    """Where it stands in the baseline's file, from 1; 0 for one that does not."""

    @property
    def family(self) -> str:
        return self.rule.partition("/")[0]


@dataclass(frozen=True, slots=True)
class StaleEntry:
    """An entry that no finding answers to: a subject of checks."""

    place: Place
    entry: Entry


@dataclass(frozen=True, slots=True)
class Baseline:
    """The entries of one project's file; `path` is relative to its root, `data` None where no file is there."""

    path: str
    entries: tuple[Entry, ...] = ()
    data: bytes | None = None


def parse(path: str, data: bytes) -> Baseline:
    """What a file says; raises BaselineError."""
    lines = data.split(b"\n")
    said = [(number, line) for number, line in enumerate(lines, 1) if line.strip() and not line.startswith(b"#")]
    if not said:
        raise BaselineError(1, "the file is empty")
    (first, header), *rest = said
    version = _value(_object(first, header), _HEADER, int, first)
    if version != VERSION:
        raise BaselineError(first, f"the form is number {version}, and only {VERSION} is known")
    return Baseline(path, tuple(dict.fromkeys(_entry(number, line) for number, line in rest)), data)


def render(entries: Iterable[Entry]) -> bytes:
    """The file, in ASCII."""
    rows = [json.dumps({_HEADER: VERSION}), *(json.dumps(_row(each)) for each in sorted(entries))]
    return "".join(f"{row}\n" for row in rows).encode("ascii")


def _row(entry: Entry) -> dict[str, str | int]:
    """What is written of an entry: nothing that goes without saying."""
    row: dict[str, str | int] = {"path": entry.path, "rule": entry.rule}
    for key in ("symbol", "target"):
        if text := getattr(entry, key):
            row[key] = text
    if entry.occurrence > 1:
        row["occurrence"] = entry.occurrence
    return row


def _entry(number: int, line: bytes) -> Entry:
    said = _object(number, line)
    if unknown := said.keys() - _KEYS:
        raise BaselineError(number, f"the entry has the unknown key `{min(unknown)}`")
    path, rule = _value(said, "path", str, number), _value(said, "rule", str, number)
    symbol, target = (_value({key: "", **said}, key, str, number) for key in ("symbol", "target"))
    return Entry(path, rule, symbol, target, _value({"occurrence": 1, **said}, "occurrence", int, number), number)


def _object(number: int, line: bytes) -> dict[str, object]:
    try:
        said: object = json.loads(line)
    except (ValueError, RecursionError):
        said = None
    if not isinstance(said, dict):
        raise BaselineError(
            number, "the line is no JSON object; after a conflict keep the lines of both sides and prune"
        )
    return said


def _value(said: dict[str, object], key: str, kind: type[_Kind], number: int) -> _Kind:
    value = said.get(key)
    if not isinstance(value, kind) or isinstance(value, bool):
        raise BaselineError(number, f"`{key}` is missing, or no {'text' if kind is str else 'number'}")
    return value
