"""Conditions that depend on what the service has stored, not only on what a client sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archlint import facts
from archlint.project.code.expressions import arguments_of, dotted, walk
from archlint.project.code.modules import Class, Function
from archlint.project.flow.bindings import Assigned, Binding, Entered, Item, Parameter, Unpacked
from archlint.project.inference.values import Awaitable, FunctionRef, Instance, Value

if TYPE_CHECKING:
    from archlint.project.project import Project

_DEPTH = 5
_HANDLES = frozenset({"async_session", "conn", "connection", "db", "db_session", "session", "uow"})
"""How those call a session who hand one on: what takes it asks the database."""
_LAYERS = frozenset({"port", "repository", "service"})


class Stored:
    """Tells them by where the values in them come from; answers within a question are not repeated."""

    def __init__(self, project: Project) -> None:
        self._project = project

    def is_in(self, expr: facts.Expr, function: Function) -> bool:
        """Whether an expression is, or is made of, something that the service has stored."""
        return self._is_in(expr, function, _DEPTH, set())

    def _is_in(self, expr: facts.Expr, function: Function, depth: int, seen: set[facts.Expr]) -> bool:
        if depth == 0 or expr in seen:
            return False
        seen.add(expr)
        return any(self._is_stored(each, function, depth, seen) for each in walk(expr))

    def _is_stored(self, expr: facts.Expr, function: Function, depth: int, seen: set[facts.Expr]) -> bool:
        match expr:
            case facts.Name():
                bindings = self._project.flow(function).reaching(expr)
                return any(self._binds(each, expr, function, depth - 1, seen) for each in bindings)
            case facts.Call():
                return self._asks(expr, function)
            case facts.Attribute():
                return self._is_row(self._project.infer(expr, function))
            case _:
                return False

    def _binds(self, binding: Binding, name: facts.Name, function: Function, depth: int, seen: set[facts.Expr]) -> bool:
        match binding:
            case Assigned(value=value) if value is not None:
                return self._is_in(value, function, depth, seen)
            case Item(iterable=iterable):
                return self._is_in(iterable, function, depth, seen)
            case Entered(context=context):
                return self._is_in(context, function, depth, seen)
            case Unpacked(of=of):
                return self._binds(of, name, function, depth, seen)
            case Parameter():
                return self._is_row(self._project.infer(name, function))
            case _:
                return False

    def _asks(self, call: facts.Call, function: Function) -> bool:
        """Whether a call asks the database: a session, a repository, or a service that reaches one."""
        receiver = call.func.value if isinstance(call.func, facts.Attribute) else None
        if receiver is not None and self._project.sessions.kind_of(receiver, function) is not None:
            return True
        given = arguments_of(call)
        if any((dotted(each) or "").rpartition(".")[2] in _HANDLES for each in given):
            return True
        match self._project.infer(call.func, function):
            case FunctionRef(function=called):
                if self._project.layers.of_function(called) not in _LAYERS:
                    return self._is_row(self._project.infer(call, function))
                return self._project.persistence.asks(called) or called.is_async
            case _:
                return self._is_row(self._project.infer(call, function))

    def _is_row(self, value: Value) -> bool:
        if isinstance(value, Awaitable):
            value = value.value
        if isinstance(value, Instance) and isinstance(value.of, Class):
            return self._project.schemas.rows.is_table(value.of)
        return isinstance(value, Instance) and any(self._is_row(each) for each in value.args)
