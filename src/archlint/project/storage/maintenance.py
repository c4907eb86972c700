"""SQL that asks for no data: probes, definitions, grants, settings of the session."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from archlint import facts
from archlint.project.code.modules import Function, Module
from archlint.project.flow.bindings import Assigned
from archlint.project.storage import databases

if TYPE_CHECKING:
    from archlint.project.project import Project

_PROBE = re.compile(r"\s*select\s+(1|version\(\)|now\(\))\s*(?:;\s*)?$", re.IGNORECASE)
_COMMAND = re.compile(
    r"\s*((alter|analyze|create|drop|grant|pragma|reset|revoke|set|show|vacuum)\s|select\s+(pg_\w+|set_config)\()",
    re.IGNORECASE,
)
_TEXTS = frozenset({"DDL", "SQL", "text"})
"""What libraries call the object that SQL, written out, is put into."""
_DEPTH = 4
"""Through how many names and calls a statement is followed to where it is written."""


def is_maintenance(expr: facts.Expr, scope: Function | Module, project: Project, depth: int = _DEPTH) -> bool:
    """Whether what a session is given to run asks for no data: written out, or an object that defines tables."""
    match expr:
        case facts.String(value=text):
            return _PROBE.match(text) is not None or _COMMAND.match(text) is not None
        case facts.FString(parts=(facts.String(value=text), *_)):
            return _COMMAND.match(text) is not None
        case facts.Call(func=facts.Attribute(value=facts.Call() as inner)) if depth:  # `text("…").bindparams(…)`
            return is_maintenance(inner, scope, project, depth - 1)
        case facts.Call(func=func, args=args) if depth:
            name = project.name_of(func, scope)
            if databases.is_definition(name):
                return True
            is_text = name.rpartition(".")[2] in _TEXTS and bool(args)
            return is_text and is_maintenance(args[0], scope, project, depth - 1)
        case facts.Name() if depth:
            values = _assigned(expr, scope, project)
            return bool(values) and all(is_maintenance(each, scope, project, depth - 1) for each in values)
        case _:
            return False


def _assigned(name: facts.Name, scope: Function | Module, project: Project) -> list[facts.Expr]:
    """The values that a name may have, its module's included; none where one of them is unknown."""
    bindings = project.flow(scope).reaching(name)
    if not bindings and isinstance(scope, Function):
        bindings = project.inference.bound(name.id, scope.module)
    values = [each.value if isinstance(each, Assigned) else None for each in bindings]
    return [] if None in values else [each for each in values if each is not None]
