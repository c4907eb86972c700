"""Which names are taken in a file."""

from __future__ import annotations

from collections.abc import Iterable

from archlint import facts
from archlint.project.code.expressions import walk
from archlint.project.code.modules import Function, Module
from archlint.project.code.statements import evaluated, statements
from archlint.project.inference.inference import Inference


def taken(module: Module, inference: Inference) -> frozenset[str]:
    """Every identifier that a file binds at its top or mentions anywhere."""
    found = set(inference.flow(module).bound)
    for function in module.all_functions:
        found.add(function.name)
        found.update(function.words)
    blocks = [module.facts.top, *(each.body for each in module.facts.classes)]
    for expr in (expr for block in blocks for stmt in statements(block) for expr in evaluated(stmt)):
        found.update(each.id for each in walk(expr) if isinstance(each, facts.Name))
    return frozenset(found)


def free(wanted: Iterable[str], words: frozenset[str]) -> str | None:
    """The first of some names that is not taken."""
    return next((each for each in wanted if each not in words), None)


def is_hidden(name: str, scope: Function | Module, inference: Inference) -> bool:
    """Whether a function, or one around it, has a local name of its own in place of the module's."""
    within = scope if isinstance(scope, Function) else None
    while within is not None:
        flow = inference.flow(within)
        if name in flow.bound and name not in flow.outer:
            return True
        within = within.enclosing
    return False
