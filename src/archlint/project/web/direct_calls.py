"""Providers that are called by hand, where no override of a dependency reaches them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from archlint import facts
from archlint.project.code.expressions import arguments_of, uncalled
from archlint.project.code.modules import Class, Function
from archlint.project.inference.values import NONE, Instance, Value
from archlint.project.memory import remembered

if TYPE_CHECKING:
    from archlint.project.execution.calls import Call
    from archlint.project.project import Project

_DATA = ("pydantic.", "pydantic_settings.", "sqlmodel.SQLModel", "sqlalchemy.orm.", "enum.", "typing.NamedTuple")
"""Libraries whose classes are data or settings, by the beginnings of their names."""
_PLAIN = frozenset(
    {"builtins", "collections", "datetime", "decimal", "fastapi", "pathlib", "starlette", "typing", "uuid"}
)
"""Modules whose objects nobody swaps in a test."""
_SETTINGS = re.compile(r"settings?|config(uration)?", re.IGNORECASE)
_STEPS = 4
"""Through how many calls a handler is looked for that comes to a service."""


class DirectCalls:
    """Finds calls of functions that FastAPI injects elsewhere."""

    def __init__(self, project: Project) -> None:
        self._project = project

    @remembered
    def _resources(self) -> dict[Function, bool]:
        """The functions that stand in a `Depends`, each with whether tests would swap what it provides."""
        found = (each for each in self._project.web.providers.all if isinstance(each, Function))
        return {each: each.owner is None and not each.facts.scope and self._is_resource(each) for each in found}

    @remembered
    def _names(self) -> frozenset[str]:
        return frozenset(each.name for each, is_resource in self._resources.items() if is_resource)

    def within(self, function: Function) -> list[Call]:
        """The calls by which a handler, or a service on behalf of one, takes what it could be handed."""
        if not function.mentions_any(self._names) or function in self._project.web.providers.functions:
            return []
        found = [each for each in self._project.calls_in(function) if self._is_one(each, function)]
        return found if found and self._is_judged(function) else []

    def _is_one(self, call: Call, function: Function) -> bool:
        if not isinstance(call.target, Function) or not self._resources.get(call.target) or call.context.deferred:
            return False
        return all(self._could_be_injected(each, function) for each in arguments_of(call.expr))

    def _could_be_injected(self, given: facts.Expr, function: Function) -> bool:
        """Whether an argument is known before the handler runs: a constant, or what the handler is handed itself."""
        if isinstance(given, facts.Name):
            is_handler = bool(self._project.routes_of(function))
            return is_handler and function.parameter(given.id) is not None
        return isinstance(given, (facts.Constant, facts.String))

    def _is_judged(self, function: Function) -> bool:
        if self._project.web_side(function) is not None:
            return bool(self._project.routes_of(function))
        return (
            function.enclosing is None
            and self._project.layers.of_function(function) == "service"
            and self._serves_requests(function)
        )

    def _serves_requests(self, function: Function) -> bool:
        """Whether handlers, and nobody else, come to a function: for workers and commands nobody injects."""
        seen, level, is_found = {function}, [function], False
        for _ in range(_STEPS):
            above: set[Function] = set()
            for each in level:
                scopes = {frame.scope for frame in self._project.web.callers.of(each)}
                if not scopes or not all(isinstance(scope, Function) for scope in scopes):
                    return False
                above.update(scope for scope in scopes if isinstance(scope, Function))
            is_found = is_found or any(self._project.routes_of(each) for each in above)
            level = [each for each in above - seen if not self._project.routes_of(each)]
            seen |= above
        return is_found and not level

    def _is_resource(self, provider: Function) -> bool:
        if _SETTINGS.search(provider.name):
            return False
        value = self._project.inference.results.provided(provider)
        if value != NONE and self._project.web.principals.is_principal(provider):
            return True
        return self._project.sessions.kind(value) is not None or self._is_swapped(value)

    def _is_swapped(self, value: Value) -> bool:
        match value:
            case Instance(of=Class() as cls):
                bases = [each for each in self._project.mro(cls) if isinstance(each, str)]
                is_data = any(each.startswith(_DATA) for each in bases) or self._is_dataclass(cls)
                return not is_data and not _SETTINGS.search(cls.name) and bool(cls.methods())
            case Instance(of=str() as name):
                return name.partition(".")[0] not in _PLAIN and not name.startswith(_DATA) and not name.endswith("()")
            case _:
                return False

    def _is_dataclass(self, cls: Class) -> bool:
        around = self._project.inference.around(cls)
        said = (uncalled(each) for each in cls.facts.decorators)
        return any(
            self._project.name_of(each, around).startswith(("dataclasses.", "attr", "msgspec.")) for each in said
        )
