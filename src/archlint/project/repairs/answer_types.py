"""The type of what a handler answers with, in the words of its module."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from archlint import facts
from archlint.project.code.endings import falls_through
from archlint.project.code.modules import Class, Function, Module
from archlint.project.flow.bindings import Defined, Imported
from archlint.project.flow.events import StmtEvent
from archlint.project.inference.values import ClassRef, Instance, Literal, Value

if TYPE_CHECKING:
    from archlint.project.project import Project

_MODEL = "pydantic.BaseModel"
_PLAIN = frozenset({"bool", "float", "int", "str"})


class AnswerTypes:
    """Annotations told from what functions return."""

    def __init__(self, project: Project) -> None:
        self._project = project

    def of(self, function: Function) -> str | None:
        """What to annotate a function's return with; None where its returns differ, or one cannot be told."""
        if function.facts.is_generator:
            return None
        returns = [
            event.stmt.value
            for event in self._project.flow(function).events
            if isinstance(event, StmtEvent) and isinstance(event.stmt, facts.Return)
        ]
        if not any(returns):
            return "None"
        if falls_through(function.body, lambda _: False):
            return None
        return _agreed("None" if each is None else self._of(each, function) for each in returns)

    def _of(self, expr: facts.Expr, function: Function) -> str | None:
        match expr:
            case facts.Collection(kind="list", items=items):
                inner = _agreed(self._of(each, function) for each in items)
                return None if inner is None else f"list[{inner}]"
            case facts.Dict(keys=keys, values=values):
                key = _agreed(None if each is None else self._of(each, function) for each in keys)
                value = _agreed(self._of(each, function) for each in values)
                return f"dict[str, {value}]" if key == "str" and value in _PLAIN else None
            case facts.Comprehension(kind="list", element=element):
                inner = self._of(element, function)
                return None if inner is None else f"list[{inner}]"
            case _:
                return self._named(self._project.infer(expr, function), function)

    def _named(self, value: Value, function: Function) -> str | None:
        match value:
            case Literal(value=plain):
                return "None" if plain is None else type(plain).__name__
            case Instance(of=Class() as cls) if self._project.derives(cls, _MODEL):
                return self._name_of(cls, function)
            case Instance(of="builtins.list", args=(item,)):
                inner = self._named(item, function)
                return None if inner is None else f"list[{inner}]"
            case Instance(of=str() as name) if name.removeprefix("builtins.") in _PLAIN:
                return name.removeprefix("builtins.")
            case _:
                return None

    def _name_of(self, cls: Class, function: Function) -> str | None:
        """The name that a class has in the module of a function, above it."""
        module, inference = function.module, self._project.inference
        for name, bindings in inference.flow(module).bound.items():
            is_above = len(bindings) == 1 and _start(bindings[0], module) < function.facts.header_start
            if is_above and inference.lookups.global_of(module, name) == ClassRef(cls):
                return name
        return None


def _agreed(types: Iterable[str | None]) -> str | None:
    """The one type that all are of."""
    found = set(types)
    return found.pop() if len(found) == 1 else None


def _start(binding: object, module: Module) -> int:
    """Where an import or a class stands; behind everything for what is neither, or not always there."""
    match binding:
        case Imported(index=index) if not module.facts.imports[index].guard:
            return module.facts.imports[index].start
        case Defined(kind="class", index=index):
            return module.facts.classes[index].header_start
        case _:
            return module.facts.length
