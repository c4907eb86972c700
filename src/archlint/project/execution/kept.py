"""Functions that compute their answer once and keep it."""

from __future__ import annotations

from typing import Literal, TypeAlias

from archlint import facts
from archlint.project.code.expressions import uncalled, walk
from archlint.project.code.modules import Function
from archlint.project.code.statements import read_in, statements
from archlint.project.flow.flow import Flow
from archlint.project.inference.inference import Inference

_CACHES = frozenset({"functools.cache", "functools.cached_property", "functools.lru_cache"})
_LOGGERS = frozenset({"handlers", "hasHandlers"})
"""What a function asks of a logger before it sets that up."""

Kept: TypeAlias = Literal["never", "an argument", "once"]


def kept(function: Function, inference: Inference) -> Kept:
    """How often a function runs in full: as often as it is called, once for each argument, or once."""
    around = inference.around(function)
    decorators = (uncalled(each) for each in function.facts.decorators)
    if any(inference.name_of(each, around) in _CACHES for each in decorators):
        return "an argument" if len(function.facts.parameters) > bool(function.owner) else "once"
    tests = [
        inner
        for stmt in statements(function.body)
        if isinstance(stmt, facts.If)
        for branch in stmt.branches
        for inner in walk(branch.test)
    ]
    if any(isinstance(each, facts.Attribute) and each.attr in _LOGGERS for each in tests):
        return "once"
    flow = inference.flow(function)
    tested = {each.id for each in tests if isinstance(each, facts.Name)}
    if any(name in tested and name in flow.bound for name in flow.outer):
        return "once"
    return "an argument" if _fills_a_table(function, flow) else "never"


def _fills_a_table(function: Function, flow: Flow) -> bool:
    """Whether a function looks its answer up in a global collection, and puts it there."""
    filled = {
        target.value.id
        for stmt in statements(function.body)
        if isinstance(stmt, facts.Assign)
        for target in stmt.targets
        if isinstance(target, facts.Subscript) and isinstance(target.value, facts.Name)
    }
    filled -= flow.bound.keys() - flow.outer
    return bool(filled) and any(
        (
            isinstance(inner, facts.Operator)
            and set(inner.ops) <= {"in", "not in"}
            and _names(inner.operands[-1]) & filled
        )
        or (
            isinstance(inner, facts.Call)
            and isinstance(inner.func, facts.Attribute)
            and inner.func.attr == "get"
            and _names(inner.func.value) & filled
        )
        for inner in read_in(function.body)
    )


def _names(expr: facts.Expr) -> set[str]:
    return {expr.id} if isinstance(expr, facts.Name) else set()
