"""Expressions, as written."""

from __future__ import annotations

from typing import Literal, TypeAlias

from archlint.facts.record import Located, Word


class Name(Located, frozen=True, array_like=True, gc=False, tag="n"):
    id: Word


class Attribute(Located, frozen=True, array_like=True, gc=False, tag="a"):
    value: Expr
    attr: Word


class Keyword(Located, frozen=True, array_like=True, gc=False):
    """A keyword argument; `name` is None for `**value`."""

    name: Word | None
    value: Expr


class Call(Located, frozen=True, array_like=True, gc=False, tag="c"):
    """A call; a positional `*value` stands in `args` as a `Star`."""

    func: Expr
    args: tuple[Expr, ...]
    keywords: tuple[Keyword, ...]


class Constant(Located, frozen=True, array_like=True, gc=False, tag="k"):
    """A literal other than a string of text; `text` is its source, for bytes too."""

    kind: Literal["int", "float", "complex", "bytes", "True", "False", "None", "..."]
    text: Word


class String(Located, frozen=True, array_like=True, gc=False, tag="s"):
    """A string of text, adjacent ones joined; `value` is evaluated, escapes and all."""

    value: Word


class FString(Located, frozen=True, array_like=True, gc=False, tag="f"):
    """An f-string or t-string; what stands in braces, and the text between as `String`.

    Everything inside carries the start and end of the whole.
    """

    parts: tuple[Expr, ...]


class Await(Located, frozen=True, array_like=True, gc=False, tag="w"):
    value: Expr


class Yield(Located, frozen=True, array_like=True, gc=False, tag="y"):
    value: Expr | None
    is_from: bool


class Operator(Located, frozen=True, array_like=True, gc=False, tag="o"):
    """Operands joined by operators of one kind of source: `a + b + c`, `not a`, `a < b <= c`, `a and b`.

    `ops` has one entry fewer than `operands`, or one for a single operand (a unary operator).
    """

    ops: tuple[Word, ...]
    operands: tuple[Expr, ...]


class Collection(Located, frozen=True, array_like=True, gc=False, tag="l"):
    kind: Literal["list", "tuple", "set"]
    items: tuple[Expr, ...]


class Dict(Located, frozen=True, array_like=True, gc=False, tag="d"):
    """A dict display; a key of None is `**value`."""

    keys: tuple[Expr | None, ...]
    values: tuple[Expr, ...]


class Subscript(Located, frozen=True, array_like=True, gc=False, tag="b"):
    """`value[items]`; several items are several entries, a slice is a `Slice`."""

    value: Expr
    items: tuple[Expr, ...]


class Slice(Located, frozen=True, array_like=True, gc=False, tag="i"):
    lower: Expr | None
    upper: Expr | None
    step: Expr | None


class Conditional(Located, frozen=True, array_like=True, gc=False, tag="q"):
    test: Expr
    body: Expr
    orelse: Expr


class Lambda(Located, frozen=True, array_like=True, gc=False, tag="m"):
    parameters: tuple[Parameter, ...]
    body: Expr


class Clause(Located, frozen=True, array_like=True, gc=False):
    """One `for target in iter if test …` of a comprehension."""

    target: Expr
    iter: Expr
    tests: tuple[Expr, ...]
    is_async: bool


class Comprehension(Located, frozen=True, array_like=True, gc=False, tag="p"):
    """A comprehension or generator expression; `value` only for a dict, whose `element` is the key."""

    kind: Literal["list", "set", "dict", "generator"]
    element: Expr
    value: Expr | None
    clauses: tuple[Clause, ...]


class Walrus(Located, frozen=True, array_like=True, gc=False, tag=":="):
    target: Expr
    value: Expr


class Star(Located, frozen=True, array_like=True, gc=False, tag="*"):
    value: Expr


Expr: TypeAlias = (
    Name
    | Attribute
    | Call
    | Constant
    | String
    | FString
    | Await
    | Yield
    | Operator
    | Collection
    | Dict
    | Subscript
    | Slice
    | Conditional
    | Lambda
    | Comprehension
    | Walrus
    | Star
)


class Parameter(Located, frozen=True, array_like=True, gc=False):
    """A parameter; its place is its name (stars excluded)."""

    name: Word
    kind: Literal["positional", "normal", "keyword", "args", "kwargs"]
    annotation: Expr | None
    default: Expr | None
