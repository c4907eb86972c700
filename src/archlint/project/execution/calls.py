"""Calls resolved, and the functions of the project that a function runs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from sys import intern
from typing import Literal, TypeAlias

from msgspec import Struct

from archlint import facts
from archlint.findings import Place
from archlint.project.code.modules import Class, Function, Module
from archlint.project.flow.events import CallEvent, Context, EnterEvent, IterEvent, ReadEvent
from archlint.project.inference.inference import Inference, name_of_value
from archlint.project.inference.subclasses import Subclasses
from archlint.project.inference.values import ClassRef, FunctionRef, Instance, Value
from archlint.project.memory import is_watched, memory, remembered, remembered_between_runs, remembered_by_file
from archlint.records import Kind

How: TypeAlias = Literal["calls", "constructs", "reads", "enters", "iterates"]


class Call(Struct, metaclass=Kind, eq=False):
    """A call, with what it was resolved to. Nothing changes one, nor an edge."""

    within: Function | None
    """The function it stands in; None at the top of a module."""
    module: Module
    expr: facts.Call
    context: Context
    awaited: bool
    callee: str
    """The dotted name of what is called: an external one, or a symbol of the project; "" when unknown."""
    target: Function | Class | None
    """The definition in the project that is called."""
    receiver: Value | None
    """The object whose method it is, where the project defines that."""

    @property
    def place(self) -> Place:
        return self.module.place(self.expr)

    @property
    def scope(self) -> Function | Module:
        return self.within or self.module


class Edge(Struct, metaclass=Kind, eq=False):
    """A function of the project that another one runs."""

    target: Function
    module: Module
    at: facts.Located
    how: How
    expr: facts.Expr
    context: Context
    awaited: bool = False

    @property
    def place(self) -> Place:
        return self.module.place(self.at)


class Calls:
    """The calls of a project and the graph they make; both are kept once made."""

    def __init__(self, inference: Inference, subclasses: Subclasses) -> None:
        self._inference = inference
        self._subclasses = subclasses
        self._calls: dict[Function | Module, tuple[Call, ...]] = memory()

    @remembered
    def _methods(self) -> frozenset[str]:
        """The names of all methods."""
        return frozenset(each.name for each in self._every_method())

    @remembered
    def _decorated_methods(self) -> frozenset[str]:
        """The names of the methods that may be properties."""
        return frozenset(each.name for each in self._every_method() if each.facts.decorators)

    def _every_method(self) -> Iterator[Function]:
        functions = (each for module in self._inference.names.modules.values() for each in module.all_functions)
        return (each for each in functions if each.facts.owner)

    def within(self, scope: Function | Module) -> tuple[Call, ...]:
        """The calls of a function's body, or of a module's top level, in the order they happen."""
        known = self._calls.get(scope)
        if known is None:
            known = tuple(self._resolved(event, scope) for event in self._inference.flow(scope).calls())
            self._calls[scope] = known
        return known

    def _resolved(self, event: CallEvent, scope: Function | Module) -> Call:
        value = self._inference.infer(event.expr.func, scope)
        target: Function | Class | None = None
        receiver: Value | None = None
        if isinstance(value, FunctionRef):
            target, receiver = value.function, value.receiver
        elif isinstance(value, ClassRef):
            target = value.cls
        elif isinstance(value, Instance) and isinstance(value.of, Class):
            target, receiver = self._inference.members.method(value.of, "__call__"), value
        if not isinstance(value, Instance):
            callee = name_of_value(value)
        elif target is not None:
            callee = target.symbol
        else:
            callee = f"{value.of}.__call__" if isinstance(value.of, str) else ""
        within, module = (scope, scope.module) if isinstance(scope, Function) else (None, scope)
        return Call(within, module, event.expr, event.context, event.awaited, intern(callee), target, receiver)

    @remembered_by_file
    def edges(self, function: Function) -> tuple[Edge, ...]:
        """Every function of the project that a function's body runs, as far as can be told, in order."""
        return tuple(self._run_by(function))

    @remembered
    def callers(self) -> dict[Function, list[tuple[Function, Edge]]]:
        """Who runs each function, and where, tests excluded; in the order of paths and places."""
        found: dict[Function, list[tuple[Function, Edge]]] = {}
        for edges in self._edges_by_file if is_watched() else self._edges_file_by_file():
            for function, edge in edges:
                found.setdefault(edge.target, []).append((function, edge))
        return found

    @remembered
    def _edges_by_file(self) -> tuple[Iterable[tuple[Function, Edge]], ...]:
        """All at once: as long as they say the same, so does whoever was told from them."""
        return tuple(self._edges_file_by_file())

    def _edges_file_by_file(self) -> Iterator[Iterable[tuple[Function, Edge]]]:
        modules = self._inference.names.modules.values()
        return (self._edges_in(each) for each in modules if not each.is_test)

    @remembered_between_runs
    def _edges_in(self, module: Module) -> Iterable[tuple[Function, Edge]]:
        return ((function, edge) for function in module.all_functions for edge in self.edges(function))

    def near(self, function: Function, steps: int) -> Iterator[Function]:
        """A function and those that it runs, nearest first; itself is one step."""
        seen = {function}
        level = [function]
        for _ in range(steps):
            yield from level
            level = [edge.target for each in level for edge in self.edges(each)]
            level = [each for each in dict.fromkeys(level) if each not in seen]
            seen.update(level)

    def _run_by(self, function: Function) -> Iterator[Edge]:
        resolved = {call.expr: call for call in self.within(function)}
        module = function.module
        for event in self._inference.flow(function).events:
            match event:
                case CallEvent(expr=expr, context=context, awaited=awaited):
                    for target, how in self._targets(resolved[expr]):
                        yield Edge(target, module, expr, how, expr, context, awaited)
                case ReadEvent(expr=read, context=context):
                    if (getter := self._property(read, function)) is not None:
                        yield Edge(getter, module, read, "reads", read, context)
                case EnterEvent(item=item, is_async=is_async, context=context):
                    names = ("__aenter__", "__aexit__") if is_async else ("__enter__", "__exit__")
                    for target in self._special(item.context, names, function):
                        yield Edge(target, module, item, "enters", item.context, context, is_async)
                case IterEvent(iterable=iterable, is_async=False, context=context):
                    for target in self._special(iterable, ("__iter__", "__next__"), function):
                        yield Edge(target, module, iterable, "iterates", iterable, context)
                case _:
                    pass

    def _targets(self, call: Call) -> list[tuple[Function, How]]:
        if isinstance(call.target, Class):
            found = (self._inference.members.method(call.target, name) for name in ("__init__", "__post_init__"))
            return [(each, "constructs") for each in found if each is not None]
        if call.target is None:
            return []
        concrete = self._subclasses.concrete(call.target, call.receiver)
        return [] if concrete is None else [(concrete, "calls")]

    def _property(self, expr: facts.Attribute, function: Function) -> Function | None:
        if expr.attr not in self._decorated_methods:
            return None
        value = self._inference.infer(expr.value, function)
        if not isinstance(value, Instance) or not isinstance(value.of, Class):
            return None
        method = self._inference.members.method(value.of, expr.attr)
        if method is None or not self._inference.members.is_property(method):
            return None
        return self._subclasses.concrete(method, value)

    def _special(self, expr: facts.Expr, names: tuple[str, ...], function: Function) -> list[Function]:
        if self._methods.isdisjoint(names):
            return []
        value = self._inference.infer(expr, function)
        if not isinstance(value, Instance) or not isinstance(value.of, Class):
            return []
        found = (self._inference.members.method(value.of, name) for name in names)
        return [each for each in found if each is not None]
