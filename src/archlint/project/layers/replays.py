"""Scripts that run the SQL of a file: the work is in the file, not in the script."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, TypeAlias

from archlint import facts
from archlint.project.code.modules import Function, Module
from archlint.project.execution.calls import Call
from archlint.project.flow.bindings import Assigned, Binding, Entered, Item, Parameter, Unpacked
from archlint.project.flow.events import YieldEvent
from archlint.project.inference.values import FunctionRef

if TYPE_CHECKING:
    from archlint.project.project import Project

Step: TypeAlias = "tuple[facts.Expr, Function | Module]"
"""An expression, and where it stands."""

_READERS = frozenset(
    {"get_data", "open", "open_file", "open_text", "read", "read_bytes", "read_text", "readline", "readlines"}
)
"""Methods and functions that open a file or give what it holds, whatever the library."""
_RUNNERS = frozenset({"exec_driver_sql", "execute", "executescript"})
_GROWING = frozenset({"append", "extend"})
_STEPS = 400
"""How many expressions a text is followed through to where it is read."""


class Replays:
    """Tells where SQL comes from: a file, or the code."""

    def __init__(self, project: Project) -> None:
        self._project = project

    def runs_file(self, call: Call) -> bool:
        """Whether the SQL that a call runs is read from a file, in one piece or statement by statement.

        SQL that the code spells out, and SQL of unknown origin, is not.
        """
        match call.expr:
            case facts.Call(func=facts.Attribute(attr=method), args=(text, *_)) if method in _RUNNERS:
                return self._is_read(text, call.scope)
            case _:
                return False

    def _is_read(self, expr: facts.Expr, scope: Function | Module) -> bool:
        pending: list[Step] = [(expr, scope)]
        seen: set[facts.Expr] = set()
        while pending and len(seen) < _STEPS:
            step = pending.pop()
            if step[0] in seen:
                continue
            seen.add(step[0])
            if self._reads(*step):
                return True
            pending.extend(self._behind(*step))
        return False

    def _reads(self, expr: facts.Expr, scope: Function | Module) -> bool:
        """Whether it is a call that opens or reads a file."""
        if not isinstance(expr, facts.Call) or isinstance(self._project.infer(expr.func, scope), FunctionRef):
            return False
        if isinstance(expr.func, facts.Attribute):
            return expr.func.attr in _READERS
        return self._project.name_of(expr.func, scope).rpartition(".")[2] in _READERS

    def _behind(self, expr: facts.Expr, scope: Function | Module) -> Iterator[Step]:
        """The expressions that the text of one is taken from."""
        match expr:
            case facts.Name():
                for each in self._bindings(expr, scope):
                    yield from self._bound(each, expr, scope)
            case facts.Call():
                yield from self._given(expr, scope)
            case facts.Await(value=inner) | facts.Subscript(value=inner) | facts.Star(value=inner):
                yield inner, scope
            case facts.Walrus(value=inner):
                yield inner, scope
            case facts.Conditional(body=body, orelse=orelse):
                yield from ((body, scope), (orelse, scope))
            case facts.Operator(operands=operands):
                yield from ((each, scope) for each in operands)
            case facts.Comprehension(clauses=clauses):
                yield from ((each.iter, scope) for each in clauses)
            case _:
                return

    def _given(self, call: facts.Call, scope: Function | Module) -> Iterator[Step]:
        """What a function of the project gives back, or what another one makes its text of."""
        value = self._project.infer(call.func, scope)
        if isinstance(value, FunctionRef):
            yield from ((each, value.function) for each in self._results(value.function))
            return
        is_method = False
        if isinstance(call.func, facts.Attribute):
            yield call.func.value, scope
            name = self._project.name_of(call.func, scope)
            is_method = (not name or "()" in name) and call.func.attr != "join"
        if not is_method:  # `text.split(";")` is of the text, `sqlparse.split(text)` of the argument
            yield from ((each, scope) for each in call.args)

    def _results(self, function: Function) -> Iterator[facts.Expr]:
        yield from self._project.web.origins.returns(function)
        for event in self._project.flow(function).events:
            if isinstance(event, YieldEvent) and event.expr.value is not None:
                yield event.expr.value

    def _bindings(self, name: facts.Name, scope: Function | Module) -> tuple[Binding, ...]:
        found = self._project.flow(scope).reaching(name)
        if not found and isinstance(scope, Function):
            found = self._project.inference.bound(name.id, scope.module)
        return found

    def _bound(self, binding: Binding, name: facts.Name, scope: Function | Module) -> Iterator[Step]:
        match binding:
            case Assigned(value=facts.Collection()):
                yield from self._collected(name, scope)
            case Assigned(value=source) if source is not None:
                yield source, scope
            case Item(iterable=source) | Entered(context=source):
                yield source, scope
            case Unpacked(of=outer):
                yield from self._bound(outer, name, scope)
            case Parameter(parameter=parameter) if isinstance(scope, Function):
                for frame in self._project.web.callers.of(scope):
                    given = self._project.web.origins.given(frame, parameter)
                    if given is not None and isinstance(frame.scope, (Function, Module)):
                        yield given, frame.scope
            case _:
                return

    def _collected(self, name: facts.Name, scope: Function | Module) -> Iterator[Step]:
        """What is put into a list: `statements.append(line)`."""
        for event in self._project.flow(scope).calls():
            match event.expr:
                case facts.Call(func=facts.Attribute(value=facts.Name(id=id_), attr=attr), args=(given, *_)):
                    if id_ == name.id and attr in _GROWING:
                        yield given, scope
                case _:
                    pass
