"""Sinks: the calls that block, as data.

Beside this file stands one table a kind (`http.txt`; a kind may have several: `sdk.txt`, `sdk-cloud.txt`). A row is
`owner: name name !name = twin`: the module or class, what blocks on it, what does not though a pattern says so, and
what to await instead, where `@` stands for the name. `*` stands for one name, `**` for one or more; the result of
calling `f` is written `f()`, which a wildcard at the end does not stand for. A row goes on in indented lines.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TypeAlias, cast, get_args

from msgspec import Struct, field

from archlint.config import SinkKind, SinkSettings
from archlint.project.memory import memory
from archlint.records import Record

KINDS: tuple[SinkKind, ...] = get_args(SinkKind)


class Sink(Record, frozen=True):
    """A call that blocks; `twin` is what to await instead, where there is such a thing."""

    name: str
    kind: SinkKind
    twin: str | None = None

    @property
    def instead(self) -> str:
        """What to do instead, as words of a message."""
        if self.twin is None:
            return "hand it to a thread"
        alike = self.twin.rpartition(".")[2] == self.name.rpartition(".")[2]
        return f"{'await' if alike else 'use'} `{self.twin}` instead"


class Row(Record, frozen=True):
    """One row of a table; `names` block, `silent` do not."""

    owner: str
    names: tuple[str, ...]
    silent: tuple[str, ...]
    twin: str | None


Entry: TypeAlias = tuple[SinkKind, str | None] | None
"""What a pattern says: the kind and the twin, or None for a name that does not block."""


class _Node(Struct):
    """The patterns that go on alike; `says` holds what the one that ends here says."""

    below: dict[str, _Node] = field(default_factory=dict)
    says: tuple[Entry] | None = None


class Sinks:
    """The sinks by name: those of the tables, and the user's own, which win."""

    def __init__(self, own: Iterable[SinkSettings] = ()) -> None:
        self._own = _Node()
        for each in own:
            _add(self._own, each.name, (each.kind, each.twin))
        self._tables = _Node()
        for kind, row in tables():
            for name in row.names:
                _add(self._tables, f"{row.owner}.{name}", (kind, row.twin.replace("@", name) if row.twin else None))
            for name in row.silent:
                _add(self._tables, f"{row.owner}.{name}", None)

        self._known: dict[tuple[str, bool], Sink | None] = memory()

    def of(self, name: str, *, own_only: bool = False) -> Sink | None:
        """The sink that a dotted name is, the closest pattern deciding; `own_only` asks for the user's alone."""
        key = (name, own_only)
        if key not in self._known:
            self._known[key] = self._found(name, own_only)
        return self._known[key]

    def _found(self, name: str, own_only: bool) -> Sink | None:
        words = name.split(".")
        said = _find(self._own, words, 0)
        awaited = any(word.endswith(("_async", "_async()")) for word in words)  # so SDKs call the twin of a method
        if said is None and not own_only and not awaited:
            said = _find(self._tables, words, 0)
        return Sink(name, *said[0]) if said and said[0] else None


def _add(root: _Node, pattern: str, entry: Entry) -> None:
    node = root
    for word in pattern.split("."):
        node = node.below.setdefault(word, _Node())
    node.says = (entry,)


def tables() -> Iterator[tuple[SinkKind, Row]]:
    """Every row of every table, with its kind."""
    for table in sorted(Path(__file__).parent.glob("*.txt")):
        for row in read(table):
            yield cast("SinkKind", table.stem.partition("-")[0]), row


def read(table: Path) -> Iterator[Row]:
    """The rows of one table, in order."""
    for line in table.read_text(encoding="utf-8").replace("\n    ", " ").splitlines():
        if line and not line.startswith("#"):
            yield _row(line)


def _row(line: str) -> Row:
    owner, _, rest = line.partition(": ")
    names, _, twin = rest.partition(" = ")
    words = names.split()
    silent = tuple(word[1:] for word in words if word.startswith("!"))
    return Row(owner, tuple(word for word in words if not word.startswith("!")), silent, twin.strip() or None)


def _find(node: _Node, words: list[str], at: int) -> tuple[Entry] | None:
    """What the closest pattern says of the words from `at` on: plain words before `*` before `**`."""
    if at == len(words):
        return node.says
    steps = [words[at]] if words[at].endswith(")") else [words[at], "*"]
    for word in steps:
        if word in node.below and (said := _find(node.below[word], words, at + 1)) is not None:
            return said
    if (rest := node.below.get("**")) is None:
        return None
    for end in range(at + 1, len(words)):
        if (said := _find(rest, words, end)) is not None:
            return said
    return None if any(word.endswith(")") for word in words[at:]) else rest.says
