"""Functions that compute their answer once and keep it."""

from __future__ import annotations

from archlint import facts
from archlint.project.expressions import walk
from archlint.project.inference import Inference
from archlint.project.modules import Function
from archlint.project.statements import statements

_CACHES = frozenset({"functools.cache", "functools.cached_property", "functools.lru_cache"})


def is_kept(function: Function, inference: Inference) -> bool:
    """Whether a function runs in full only once: it is cached, or it fills a global that it looks at first."""
    around = inference.around(function)
    decorators = (each.func if isinstance(each, facts.Call) else each for each in function.facts.decorators)
    if any(inference.name_of(each, around) in _CACHES for each in decorators):
        return True
    flow = inference.flow(function)
    filled = {name for name in flow.outer if name in flow.bound}
    return bool(filled) and any(
        isinstance(inner, facts.Name) and inner.id in filled
        for stmt in statements(function.body)
        if isinstance(stmt, facts.If)
        for branch in stmt.branches
        for inner in walk(branch.test)
    )
