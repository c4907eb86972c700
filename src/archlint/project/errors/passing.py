"""Whether an error gets past what surrounds the place where it comes up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archlint import facts
from archlint.project.code.expressions import awaited, uncalled
from archlint.project.code.modules import Class, Function
from archlint.project.code.statements import statements
from archlint.project.errors.clauses import Caught, Error
from archlint.project.errors.telling import is_handed_on
from archlint.project.flow.events import Context, StmtEvent, YieldEvent
from archlint.project.inference.inference import Scope
from archlint.project.inference.values import UNKNOWN, External, FunctionRef, Instance, Value
from archlint.project.memory import remembered_by_file
from archlint.records import Record

if TYPE_CHECKING:
    from archlint.project.project import Project

_TRANSPARENT = (
    "abc.",
    "builtins.",
    "contextlib.",
    "functools.",
    "pydantic.",
    "sqlalchemy.ext.hybrid.",
    "typing.",
    "typing_extensions.",
)
_HARMLESS = frozenset(
    {
        "cache",
        "cached",
        "inject",
        "instrument",
        "limit",
        "observe",
        "override",
        "span",
        "time",
        "timed",
        "trace",
        "traced",
    }
)
"""Last words of decorators of libraries that let errors through."""
_WEB = frozenset(
    {"api_route", "delete", "exception_handler", "get", "head", "middleware", "on_event", "options", "patch", "post"}
    | {"put", "route", "trace", "websocket", "websocket_route"}
)


class _Entered(Record, frozen=True, eq=False):
    """What a `with` statement enters: one of these."""

    suppressed: tuple[Caught, ...] = ()
    """The classes of `contextlib.suppress`."""
    generator: Function | None = None
    """The context manager of the project that is a function."""
    value: Value = UNKNOWN


class Passing:
    """Answers for errors and places; what cannot be told does not let them past."""

    def __init__(self, project: Project) -> None:
        self._project = project

    def lets_out(self, error: Error, context: Context, function: Function) -> bool:
        """Whether an error that comes up in a context of a function leaves the function."""
        for each in context.tries:
            if any(self._stops(handler, function) for handler in self._first(each, error, function)):
                return False
        return not any(self._is_stopped_by(item, error, function) for item in context.withs)

    def _first(self, stmt: facts.Try, error: Error, function: Function) -> list[facts.Handler]:
        """The clause that an error gets to; those before it that may catch it included."""
        found = []
        caught = self._caught_in(function)
        for handler in stmt.handlers:
            answer = self._project.errors.clauses.catches(caught[handler], error)
            if answer != "no":
                found.append(handler)
            if answer == "yes":
                break
        return found

    @remembered_by_file
    def _caught_in(self, function: Function) -> dict[facts.Handler, Caught]:
        """What each except clause of a function catches."""
        handlers = self._project.errors.situations.handlers(function)
        return {each: self._project.errors.clauses.caught(each.type, function) for each in handlers}

    def _stops(self, handler: facts.Handler, function: Function) -> bool:
        """Whether a clause does anything but pass an error on."""
        *before, last = handler.body
        if not isinstance(last, facts.Raise) or not _raises_again(last, handler):
            return True
        leaving = facts.Raise | facts.Return | facts.If | facts.Match
        return any(
            isinstance(each, leaving)
            or (isinstance(each, facts.Evaluate) and self._hands_on(each.value, handler, function))
            for each in statements(tuple(before))
        )

    def _hands_on(self, expr: facts.Expr, handler: facts.Handler, function: Function) -> bool:
        """Whether a call is given the error, and may raise another in its place."""
        call = awaited(expr)
        return isinstance(call, facts.Call) and is_handed_on(call, handler.name, function, self._project)

    def _is_stopped_by(self, item: facts.WithItem, error: Error, function: Function) -> bool:
        entered = self._entered_in(function)[item]
        if entered.suppressed:
            return any(self._project.errors.clauses.catches(each, error) != "no" for each in entered.suppressed)
        if entered.generator is not None:
            return self._catches_around_yield(entered.generator, error)
        return self._exits(entered.value)

    @remembered_by_file
    def _entered_in(self, function: Function) -> dict[facts.WithItem, _Entered]:
        """What the `with` statements of a function enter."""
        around = (each for each in self._project.flow(function).surrounding if isinstance(each, facts.With))
        return {item: self._entered(item.context, function) for each in around for item in each.items}

    def _entered(self, expr: facts.Expr, function: Function) -> _Entered:
        if isinstance(expr, facts.Call):
            match self._project.infer(expr.func, function):
                case External(name="contextlib.suppress"):
                    return _Entered(tuple(self._project.errors.clauses.caught(each, function) for each in expr.args))
                case FunctionRef(function=manager):
                    return _Entered(generator=manager)
        return _Entered(value=self._project.infer(expr, function))

    def _catches_around_yield(self, manager: Function, error: Error) -> bool:
        """Whether a context manager that is a generator catches what is raised where it yields."""
        context = self._yields_in(manager)
        if context is None:
            return bool(self._project.errors.situations.handlers(manager))
        return not self.lets_out(error, context, manager)

    @remembered_by_file
    def _yields_in(self, manager: Function) -> Context | None:
        """The context of its first `yield`."""
        events = self._project.flow(manager).events
        return next((each.context for each in events if isinstance(each, YieldEvent)), None)

    def _exits(self, value: Value) -> bool:
        """Whether an object of the project's may keep errors in when it is left."""
        if not isinstance(value, Instance) or not isinstance(value.of, Class):
            return False
        found = (self._project.inference.members.method(value.of, name) for name in ("__exit__", "__aexit__"))
        return any(self._may_keep_in(each) for each in found if each is not None)

    @remembered_by_file
    def _may_keep_in(self, method: Function) -> bool:
        """Whether leaving a context raises something else, or returns what may be true."""
        for event in self._project.flow(method).events:
            match event:
                case StmtEvent(stmt=facts.Raise()):
                    return True
                case StmtEvent(stmt=facts.Return(value=given)) if given is not None:
                    if not (isinstance(given, facts.Constant) and given.kind in ("None", "False")):
                        return True
                case _:
                    pass
        return False

    @remembered_by_file
    def is_opaque(self, function: Function) -> bool:
        """Whether a decorator may catch what a function raises."""
        around = self._project.inference.around(function)
        return any(not self._is_transparent(each, around) for each in function.facts.decorators)

    def _is_transparent(self, decorator: facts.Expr, scope: Scope) -> bool:
        made = uncalled(decorator)
        if isinstance(made, facts.Attribute) and made.attr in _WEB and isinstance(decorator, facts.Call):
            return True
        if isinstance(made, facts.Attribute) and made.attr in ("setter", "getter", "expression"):
            return True
        match self._project.infer(made, scope):
            case FunctionRef(function=own):
                inside = f"{own.qualname}."
                parts = [own, *(each for each in own.module.all_functions if each.qualname.startswith(inside))]
                return not any(self._project.errors.situations.handlers(each) for each in parts)
            case External(name=name):
                return name.startswith(_TRANSPARENT) or name.rpartition(".")[2] in _HARMLESS
            case _:
                return False


def _raises_again(stmt: facts.Raise, handler: facts.Handler) -> bool:
    return stmt.exc is None or (isinstance(stmt.exc, facts.Name) and stmt.exc.id == handler.name)
