"""Statements: `start` and `end` cover the header, up to and with the colon, or all of a simple statement."""

from __future__ import annotations

from typing import Literal, TypeAlias

from archlint.facts.expressions import Expr
from archlint.facts.record import Located, Word


class Assign(Located, frozen=True, array_like=True, gc=False, tag="="):
    """`targets = value`, `target: annotation [= value]` or `target op value`; `op` is "=", ":" or e.g. "+="."""

    targets: tuple[Expr, ...]
    value: Expr | None
    annotation: Expr | None
    op: Word


class Evaluate(Located, frozen=True, array_like=True, gc=False, tag="e"):
    """An expression as a statement. A docstring is one too."""

    value: Expr


class Return(Located, frozen=True, array_like=True, gc=False, tag="return"):
    value: Expr | None


class Raise(Located, frozen=True, array_like=True, gc=False, tag="raise"):
    exc: Expr | None
    cause: Expr | None


class If(Located, frozen=True, array_like=True, gc=False, tag="if"):
    """`branches` are the tests of if and every elif with their blocks: a chain is flat."""

    branches: tuple[Branch, ...]
    orelse: Block


class Branch(Located, frozen=True, array_like=True, gc=False):
    test: Expr
    body: Block


class Loop(Located, frozen=True, array_like=True, gc=False, tag="loop"):
    """`for target in iter` or, without a target, `while iter`."""

    target: Expr | None
    iter: Expr
    body: Block
    orelse: Block
    is_async: bool


class WithItem(Located, frozen=True, array_like=True, gc=False):
    context: Expr
    target: Expr | None


class With(Located, frozen=True, array_like=True, gc=False, tag="with"):
    items: tuple[WithItem, ...]
    body: Block
    is_async: bool


class Handler(Located, frozen=True, array_like=True, gc=False):
    """`except type as name`; both None for a bare except. `except A, B` has a tuple as type."""

    type: Expr | None
    name: str | None
    body: Block


class Try(Located, frozen=True, array_like=True, gc=False, tag="try"):
    body: Block
    handlers: tuple[Handler, ...]
    orelse: Block
    final: Block
    is_group: bool


class Case(Located, frozen=True, array_like=True, gc=False):
    """One case: what its pattern looks up (values, classes), the names it binds, its guard."""

    lookups: tuple[Expr, ...]
    binds: tuple[str, ...]
    guard: Expr | None
    body: Block


class Match(Located, frozen=True, array_like=True, gc=False, tag="match"):
    subject: Expr
    cases: tuple[Case, ...]


class Assert(Located, frozen=True, array_like=True, gc=False, tag="assert"):
    test: Expr
    message: Expr | None


class Delete(Located, frozen=True, array_like=True, gc=False, tag="del"):
    targets: tuple[Expr, ...]


class Global(Located, frozen=True, array_like=True, gc=False, tag="global"):
    names: tuple[str, ...]
    nonlocal_: bool


class ImportStmt(Located, frozen=True, array_like=True, gc=False, tag="import"):
    """Where an import binds; `indices` point into `Module.imports`."""

    indices: tuple[int, ...]


class Define(Located, frozen=True, array_like=True, gc=False, tag="def"):
    """Where a def or class binds its name; `index` points into `Module.functions` or `Module.classes`."""

    name: Word
    kind: Literal["function", "class"]
    index: int


class Alias(Located, frozen=True, array_like=True, gc=False, tag="type"):
    """`type name[type_params] = value`."""

    name: Word
    type_params: tuple[str, ...]
    value: Expr


class Jump(Located, frozen=True, array_like=True, gc=False, tag="jump"):
    kind: Literal["break", "continue", "pass"]


Stmt: TypeAlias = (
    Assign
    | Evaluate
    | Return
    | Raise
    | If
    | Loop
    | With
    | Try
    | Match
    | Assert
    | Delete
    | Global
    | ImportStmt
    | Define
    | Alias
    | Jump
)
Block: TypeAlias = tuple[Stmt, ...]
