"""What the body of a class says about the class, and a body's docstring."""

from __future__ import annotations

from collections.abc import Iterator

from archlint.facts import (
    Assign,
    Block,
    Collection,
    Define,
    Evaluate,
    Expr,
    Field,
    If,
    Loop,
    Name,
    Stmt,
    String,
    Try,
    With,
)


def class_fields(body: Block) -> tuple[Field, ...]:
    """Every plain name that the body assigns or annotates, branches included."""
    return tuple([field for statement in statements(body) for field in _fields(statement)])


def class_methods(body: Block) -> tuple[int, ...]:
    """The indices of the functions that the body defines, branches included."""
    return tuple([entry.index for entry in statements(body) if isinstance(entry, Define) and entry.kind == "function"])


def docstring(body: Block) -> str | None:
    """The text that stands first in a body."""
    if body and isinstance(body[0], Evaluate) and isinstance(body[0].value, String):
        return body[0].value.value
    return None


def statements(block: Block) -> Iterator[Stmt]:
    """The statements that run in the scope of a block, in order, those in branches included."""
    for statement in block:
        yield statement
        for inner in _blocks(statement):
            yield from statements(inner)


def _blocks(statement: Stmt) -> tuple[Block, ...]:
    match statement:
        case If():
            return (*(branch.body for branch in statement.branches), statement.orelse)
        case Try():
            return (
                statement.body,
                *(handler.body for handler in statement.handlers),
                statement.orelse,
                statement.final,
            )
        case With():
            return (statement.body,)
        case Loop():
            return (statement.body, statement.orelse)
        case _:
            return ()


def _fields(statement: Stmt) -> Iterator[Field]:
    if isinstance(statement, Assign) and statement.op in ("=", ":"):
        for target in statement.targets:
            yield from _named(target, statement.annotation, statement.value)


def _named(target: Expr, annotation: Expr | None, value: Expr | None) -> Iterator[Field]:
    """The fields of one target; those of `a, b = ...` have no value of their own."""
    if isinstance(target, Name):
        yield Field(target.start, target.length, target.id, annotation, value)
    elif isinstance(target, Collection):
        for item in target.items:
            yield from _named(item, None, None)
