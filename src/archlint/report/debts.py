"""How much a baseline holds, family by family."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Literal, TypeAlias

from archlint.debt import Entry
from archlint.report.escape import visible
from archlint.report.text import Line

if sys.version_info >= (3, 12):
    from typing import TypedDict
else:  # pydantic reads a TypedDict of the standard library from 3.12 on
    from typing_extensions import TypedDict

DoneWith: TypeAlias = Literal["written", "unchanged", "nothing-found", "would-grow", "incomplete"]
"""What became of a baseline's file; the last two leave it as it was."""


class FamilyShape(TypedDict):
    """The entries of one family; `change` is since the last commit, null where there is none."""

    entries: int
    change: int | None


class DebtShape(TypedDict):
    """One project's baseline and what was done with it. `path` is relative to the working directory."""

    path: str
    outcome: DoneWith
    taken_in: int
    taken_out: int
    renamed: int
    new: int
    families: dict[str, FamilyShape]


class DebtsShape(TypedDict):
    """What `archlint baseline --output-format json` prints."""

    version: Literal[1]
    baselines: list[DebtShape]


def schema() -> dict[str, object]:
    """The JSON Schema of what is printed."""
    from pydantic import TypeAdapter

    described = TypeAdapter(DebtsShape).json_schema()
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **described}


_HEAD = ("family", "findings", "since the last commit")


def table(entries: Iterable[Entry], committed: Iterable[Entry] | None) -> Iterator[Line]:
    """A row a family and one for all, with the change since the last commit where there is one."""
    now, before = _by_family(entries), _by_family(committed or ())
    families = sorted(now.keys() | before.keys())
    rows = [(visible(each), now[each], now[each] - before[each]) for each in families]
    rows.append(("total", now.total(), now.total() - before.total()))
    width = max(len(_HEAD[0]), *(len(name) for name, _, _ in rows))
    yield _row(width, _HEAD[0], _HEAD[1], _HEAD[2] if committed is not None else "", "label")
    for name, count, change in rows:
        yield _row(width, name, str(count), f"{change:+}" if committed is not None and change else "", "")


def families(entries: Iterable[Entry], committed: Iterable[Entry] | None) -> dict[str, FamilyShape]:
    """The same as data."""
    now, before = _by_family(entries), _by_family(committed or ())
    return {
        each: FamilyShape(entries=now[each], change=None if committed is None else now[each] - before[each])
        for each in sorted(now.keys() | before.keys())
    }


def _by_family(entries: Iterable[Entry]) -> Counter[str]:
    return Counter(each.family for each in entries)


def _row(width: int, name: str, count: str, change: str, kind: str) -> Line:
    return ((f"{name:<{width}}  {count:>{len(_HEAD[1])}}  {change:>{len(_HEAD[2])}}".rstrip(), kind),)
