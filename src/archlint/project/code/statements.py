"""Questions that a block of statements answers by itself."""

from __future__ import annotations

from collections.abc import Iterator

from archlint import facts
from archlint.project.code.expressions import walk


def nested(stmt: facts.Stmt) -> tuple[facts.Block, ...]:
    """The blocks inside a statement; those of definitions are not among them."""
    match stmt:
        case facts.Assign() | facts.Evaluate() | facts.Return():  # most are these
            return ()
        case facts.If(branches=branches, orelse=orelse):
            return (*(branch.body for branch in branches), orelse)
        case facts.Loop(body=body, orelse=orelse):
            return (body, orelse)
        case facts.With(body=body):
            return (body,)
        case facts.Try(body=body, handlers=handlers, orelse=orelse, final=final):
            return (body, *(handler.body for handler in handlers), orelse, final)
        case facts.Match(cases=cases):
            return tuple(case.body for case in cases)
        case _:
            return ()


def statements(block: facts.Block) -> Iterator[facts.Stmt]:
    """Every statement of a block in source order, those of inner blocks included."""
    pending = list(reversed(block))
    while pending:
        stmt = pending.pop()
        yield stmt
        if blocks := nested(stmt):
            inner = [each for block in blocks for each in block]
            pending.extend(reversed(inner))


def evaluated(stmt: facts.Stmt) -> tuple[facts.Expr, ...]:
    """The expressions that a statement itself reads; what it assigns to or deletes, and annotations, are left out."""
    match stmt:
        case facts.Assign(value=value) | facts.Return(value=value):
            return () if value is None else (value,)
        case facts.Evaluate(value=value):
            return (value,)
        case facts.Raise(exc=exc, cause=cause):
            return tuple(each for each in (exc, cause) if each is not None)
        case facts.If(branches=branches):
            return tuple(branch.test for branch in branches)
        case facts.Loop(iter=drawn):
            return (drawn,)
        case facts.With(items=items):
            return tuple(item.context for item in items)
        case facts.Match(subject=subject, cases=cases):
            return (subject, *(case.guard for case in cases if case.guard is not None))
        case facts.Assert(test=test, message=message):
            return (test,) if message is None else (test, message)
        case _:
            return ()


def read_in(block: facts.Block) -> Iterator[facts.Expr]:
    """Every expression that the statements of a block read, each before those inside it."""
    return (each for stmt in statements(block) for expr in evaluated(stmt) for each in walk(expr))
