"""Whether a block of statements can be left at its end."""

from __future__ import annotations

from collections.abc import Callable

from archlint import facts
from archlint.project.code.expressions import uncalled
from archlint.project.code.statements import nested


def falls_through(block: facts.Block, ends: Callable[[facts.Expr], bool]) -> bool:
    """Whether the end of a block may be reached; `ends` tells the expressions that never give a value back."""
    return all(_passes(stmt, ends) for stmt in block)


def _passes(stmt: facts.Stmt, ends: Callable[[facts.Expr], bool]) -> bool:
    match stmt:
        case facts.Return() | facts.Raise() | facts.Jump(kind="break" | "continue"):
            return False
        case facts.Evaluate(value=value):
            return not ends(value)
        case facts.If(branches=branches, orelse=orelse):
            return any(falls_through(each.body, ends) for each in branches) or falls_through(orelse, ends)
        case facts.Loop(target=None, iter=facts.Constant(kind="True" | "int"), body=body):
            return _breaks(body)
        case facts.With(body=body):
            return falls_through(body, ends) or any(_may_swallow(item.context) for item in stmt.items)
        case facts.Try(body=body, handlers=handlers, orelse=orelse, final=final):
            ways = (falls_through(body + orelse, ends), *(falls_through(each.body, ends) for each in handlers))
            return any(ways) and falls_through(final, ends)
        case facts.Match(cases=cases):
            return any(falls_through(case.body, ends) for case in cases) or not any(_is_total(each) for each in cases)
        case _:
            return True


def _breaks(block: facts.Block) -> bool:
    """Whether a `break` of the loop around stands in a block."""
    for stmt in block:
        if isinstance(stmt, facts.Jump) and stmt.kind == "break":
            return True
        if not isinstance(stmt, facts.Loop) and any(_breaks(inner) for inner in nested(stmt)):
            return True
    return False


def _may_swallow(context: facts.Expr) -> bool:
    """Whether a context manager ends exceptions: contextlib.suppress, by its name."""
    func = uncalled(context)
    match func:
        case facts.Name(id="suppress") | facts.Attribute(attr="suppress"):
            return True
        case _:
            return False


def _is_total(case: facts.Case) -> bool:
    """Whether a case takes whatever comes: it looks nothing up and has no guard."""
    return not case.lookups and case.guard is None
