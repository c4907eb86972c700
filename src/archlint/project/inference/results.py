"""What calls give, and what `with` binds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archlint import facts
from archlint.project.code.expressions import argument
from archlint.project.code.modules import Class, Function
from archlint.project.flow.events import StmtEvent, YieldEvent
from archlint.project.inference import library
from archlint.project.inference.values import (
    NONE,
    UNKNOWN,
    Awaitable,
    ClassRef,
    External,
    FunctionRef,
    Instance,
    Value,
    join,
)
from archlint.project.memory import Recursion

if TYPE_CHECKING:
    from archlint.project.inference.inference import Inference, Scope

_MANAGERS = {
    "contextlib.contextmanager": "contextlib.AbstractContextManager",
    "contextlib.asynccontextmanager": "contextlib.AbstractAsyncContextManager",
}
_PASSED_THROUGH = frozenset({"contextlib.aclosing", "contextlib.closing", "functools.partial", "copy.copy"})
_SESSIONMAKER = "sqlalchemy.orm.sessionmaker"


class Results:
    """What the functions of a project and of its libraries return."""

    def __init__(self, inference: Inference) -> None:
        self._inference = inference
        self._returned: Recursion[Function, Value] = Recursion()

    def of(self, call: facts.Call, scope: Scope) -> Value:
        """What a call gives."""
        callee = self._inference.infer(call.func, scope)
        match callee:
            case ClassRef(cls=cls):
                return Instance(cls)
            case FunctionRef(function=function, receiver=receiver):
                return self.called(function, receiver)
            case External(name=name):
                return self._external(name, call, scope)
            case Instance(of=Class() as cls):
                method = self._inference.members.method(cls, "__call__")
                return UNKNOWN if method is None else self.called(method, callee)
            case Instance(of="typing.Callable", args=(result,)):
                return result
            case Instance(of=str() as name):
                return Instance(library.result_of(f"{name}.__call__"))
            case _:
                return UNKNOWN

    def called(self, function: Function, receiver: Value | None = None) -> Value:
        """What calling a function of the project gives, before any await."""
        manager = next((_MANAGERS[name] for name in self.decorators(function) if name in _MANAGERS), None)
        if manager is not None:
            return Instance(manager, (self.provided(function, receiver),))
        if function.facts.is_generator:
            name = "typing.AsyncIterator" if function.is_async else "typing.Iterator"
            return Instance(name, (self.provided(function, receiver),))
        value = self.returned(function, receiver)
        return Awaitable(value) if function.is_async else value

    def returned(self, function: Function, receiver: Value | None = None) -> Value:
        """What a function's return statements or its annotation say, coroutines taken as awaited."""
        declared = self._declared(function, receiver)
        if declared != UNKNOWN or function.facts.is_generator:
            return declared
        return self._returned.of(function, lambda: self._from_body(function), UNKNOWN)

    def provided(self, function: Function, receiver: Value | None = None) -> Value:
        """What a function hands to whoever depends on it: what it yields, else what it returns."""
        if not function.facts.is_generator:
            value = self.returned(function, receiver)
            return self._provided_by_manager(function, value)
        declared = self._declared(function, receiver)
        if isinstance(declared, Instance) and declared.of in library.FIRST_PARAMETER_TYPES and declared.args:
            if declared.args[0] != UNKNOWN:
                return declared.args[0]
        elif declared != UNKNOWN:
            return declared  # a generator annotated with what it yields: wrong, and common
        yielded = [
            self._inference.infer(event.expr.value, function)
            for event in self._inference.flow(function).events
            if isinstance(event, YieldEvent) and event.expr.value is not None and not event.expr.is_from
        ]
        return join(yielded) if yielded else UNKNOWN

    def _provided_by_manager(self, function: Function, value: Value) -> Value:
        if isinstance(value, Instance) and value.of in library.FIRST_PARAMETER_TYPES and value.args:
            return value if function.facts.returns is None else value.args[0]
        return value

    def entered(self, value: Value, *, is_async: bool) -> Value:
        """What `with value as name` binds."""
        match value:
            case Instance(of=Class() as cls):
                method = self._inference.members.method(cls, "__aenter__" if is_async else "__enter__")
                return value if method is None else self.returned(method, value)
            case Instance(of=str() as name, args=args) if name in library.FIRST_PARAMETER_TYPES and args:
                return args[0]
            case Instance():
                return value
            case _:
                return UNKNOWN

    def decorators(self, function: Function) -> list[str]:
        """The names of what a function is decorated with; "" for what is unknown, a call among them."""
        if not function.facts.decorators:
            return []
        around = self._inference.around(function)
        return [self._inference.name_of(each, around) for each in function.facts.decorators]

    def _declared(self, function: Function, receiver: Value | None) -> Value:
        returns = function.facts.returns
        if returns is None:
            return UNKNOWN
        if isinstance(receiver, (Instance, ClassRef)) and self._is_self(returns, function):
            return Instance(receiver.cls) if isinstance(receiver, ClassRef) else receiver
        return self._inference.annotations.value(returns, self._inference.around(function))

    def _is_self(self, returns: facts.Expr, function: Function) -> bool:
        return self._inference.name_of(returns, function.module) in ("typing.Self", "typing_extensions.Self")

    def _from_body(self, function: Function) -> Value:
        values = [
            NONE if event.stmt.value is None else self._inference.infer(event.stmt.value, function)
            for event in self._inference.flow(function).events
            if isinstance(event, StmtEvent) and isinstance(event.stmt, facts.Return)
        ]
        return join(values) if values else NONE

    def _external(self, name: str, call: facts.Call, scope: Scope) -> Value:
        if name in ("typing.cast", "typing_extensions.cast") and call.args:
            return self._inference.annotations.value(call.args[0], scope)
        if name in _PASSED_THROUGH and call.args:
            return self._inference.infer(call.args[0], scope)
        if name == "builtins.super":
            return self._super(scope)
        if name == "builtins.type" and len(call.args) == 1:
            of = self._inference.infer(call.args[0], scope)
            return ClassRef(of.of) if isinstance(of, Instance) and isinstance(of.of, Class) else UNKNOWN
        if name == _SESSIONMAKER and self._makes_async_sessions(call, scope):
            return Instance("sqlalchemy.ext.asyncio.async_sessionmaker")
        owner, _, method = name.rpartition(".")
        result = library.result_of(name)
        if owner in library.FLUENT and result == f"{name}()" and method[:1].islower():
            return Instance(owner)
        return Instance(result)

    def _makes_async_sessions(self, call: facts.Call, scope: Scope) -> bool:
        made = argument(call, "class_", 1)
        return made is not None and self._inference.name_of(made, scope).endswith("AsyncSession")

    def _super(self, scope: Scope) -> Value:
        owner = scope.owner if isinstance(scope, Function) else None
        if owner is None:
            return UNKNOWN
        bases = self._inference.members.mro(owner)[1:]
        return Instance(bases[0]) if bases else UNKNOWN
