"""Source to facts, and facts to words, for tests."""

from __future__ import annotations

from textwrap import dedent

import msgspec

from archlint import facts
from archlint.extract import extract
from archlint.facts import Block, Expr, Function, Module, Name, Stmt

LIMIT = 100_000_000


def read(source: str) -> Module:
    """The facts of indented source."""
    return extract(dedent(source).encode(), max_size=LIMIT)


def statement(source: str) -> Stmt:
    """The only statement of some source."""
    (found,) = read(source).top
    return found


def expression(source: str) -> Expr:
    """The only expression of some source."""
    found = statement(source)
    assert isinstance(found, facts.Evaluate)
    return found.value


def function(source: str) -> Function:
    """The first function of some source."""
    return read(source).functions[0]


def body(source: str) -> Block:
    """What the first function of some source does."""
    return facts.block(function(source))


def shape(fact: object) -> str:
    """A fact without its places: `Call(f, [a], [Keyword(k, b)])`."""
    if isinstance(fact, Name):
        return fact.id
    if isinstance(fact, tuple):
        return f"[{', '.join(shape(entry) for entry in fact)}]"
    if isinstance(fact, msgspec.Struct):
        fields = [shape(getattr(fact, name)) for name in fact.__struct_fields__ if name not in ("start", "length")]
        return f"{type(fact).__name__}({', '.join(fields)})"
    return "-" if fact is None else str(fact)
