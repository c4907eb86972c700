"""Modules, and what they import and define."""

from __future__ import annotations

from typing import Literal, TypeAlias

from archlint.facts.expressions import Expr, Keyword, Parameter
from archlint.facts.record import Fact, Located, Word
from archlint.facts.statements import Block
from archlint.records import Record

Guard: TypeAlias = Literal["", "type_checking", "try", "if"]


class Import(Located, frozen=True, array_like=True, gc=False):
    """One imported name: its place is the alias (`b as c` of `from a import b as c`).

    `import a.b` has module "a.b" and name None; `from ..a import b` has level 2, module "a", name "b";
    `name` is "*" for a star import. `scope` is the qualname of the function or class it stands in, or "".
    """

    module: Word
    level: int
    name: Word | None
    alias: Word | None
    scope: Word
    guard: Guard

    @property
    def bound(self) -> str:
        """The name by which the file knows it."""
        return self.alias or self.name or self.module.partition(".")[0]


class Field(Located, frozen=True, array_like=True, gc=False):
    """A name assigned in a class body; its place is the name."""

    name: Word
    annotation: Expr | None
    value: Expr | None


class Class(Located, frozen=True, array_like=True, gc=False):
    """A class statement; its place is its name. `scope` is the qualname around it, or ""."""

    name: Word
    qualname: Word
    scope: Word
    header_start: int
    header_end: int
    bases: tuple[Expr, ...]
    keywords: tuple[Keyword, ...]
    decorators: tuple[Expr, ...]
    type_params: tuple[str, ...]
    fields: tuple[Field, ...]
    methods: tuple[int, ...]
    """Indices into `Module.functions`."""
    body: Block
    """The statements of the class body, fields and definitions included."""
    doc: str | None


class Function(Located, frozen=True, array_like=True, gc=False):
    """A def statement; its place is its name.

    `owner` is the qualname of the class whose method it is, or ""; `scope` the qualname of whatever is around it.
    `mentions` are all identifiers in its decorators, signature and body, sorted, nested definitions excluded.
    """

    name: Word
    qualname: Word
    owner: Word
    scope: Word
    header_start: int
    header_end: int
    is_async: bool
    is_generator: bool
    decorators: tuple[Expr, ...]
    parameters: tuple[Parameter, ...]
    returns: Expr | None
    type_params: tuple[str, ...]
    mentions: tuple[Word, ...]
    doc: str | None
    body: bytes
    """The encoded `Block`; `block()` decodes it."""


class Pragma(Located, frozen=True, array_like=True, gc=False):
    """A comment that speaks to archlint; `text` starts after `archlint:`. `alone` when nothing else is on its line."""

    text: str
    alone: bool


class Module(Fact, frozen=True, array_like=True, gc=False):
    digest: str
    """SHA-256 of the file's bytes, as hex."""
    packed_line_starts: bytes
    """`line_starts` as an array of unsigned integers."""
    length: int
    imports: tuple[Import, ...]
    exports: tuple[str, ...] | None
    """The names in `__all__`, where it is a literal."""
    pragmas: tuple[Pragma, ...]
    classes: tuple[Class, ...]
    functions: tuple[Function, ...]
    top: Block
    doc: str | None

    @property
    def line_starts(self) -> memoryview[int]:
        """The offset at which each line starts; the first is 0."""
        return memoryview(self.packed_line_starts).cast("I")


class Source(Record, frozen=True):
    """One file of a project: its path relative to the project's root, with forward slashes, and its facts."""

    path: str
    facts: Module
