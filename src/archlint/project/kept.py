"""Functions that compute their answer once and keep it."""

from __future__ import annotations

from typing import Literal, TypeAlias

from archlint import facts
from archlint.project.expressions import walk
from archlint.project.inference import Inference
from archlint.project.modules import Function
from archlint.project.statements import statements

_CACHES = frozenset({"functools.cache", "functools.cached_property", "functools.lru_cache"})

Kept: TypeAlias = Literal["never", "an argument", "once"]


def kept(function: Function, inference: Inference) -> Kept:
    """How often a function runs in full: as often as it is called, once for each argument, or once."""
    around = inference.around(function)
    decorators = (each.func if isinstance(each, facts.Call) else each for each in function.facts.decorators)
    if any(inference.name_of(each, around) in _CACHES for each in decorators):
        return "an argument" if len(function.facts.parameters) > bool(function.owner) else "once"
    return "once" if _fills_a_global(function, inference) else "never"


def _fills_a_global(function: Function, inference: Inference) -> bool:
    """Whether a function looks at a global that it fills itself."""
    flow = inference.flow(function)
    filled = {name for name in flow.outer if name in flow.bound}
    return bool(filled) and any(
        isinstance(inner, facts.Name) and inner.id in filled
        for stmt in statements(function.body)
        if isinstance(stmt, facts.If)
        for branch in stmt.branches
        for inner in walk(branch.test)
    )
