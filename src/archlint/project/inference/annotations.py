"""What an annotation stands for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archlint import facts
from archlint.project.code.expressions import argument
from archlint.project.code.modules import Class, Function
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

if TYPE_CHECKING:
    from archlint.project.inference.inference import Inference, Scope

_WRAPPERS = frozenset({"ClassVar", "Final", "NotRequired", "Optional", "ReadOnly", "Required", "Annotated", "InitVar"})
_NEW_TYPES = ("typing.NewType", "typing_extensions.NewType")
_DEPENDS = ("fastapi.Depends", "fastapi.Security")


class Annotations:
    """Annotations of a project, aliases followed."""

    def __init__(self, inference: Inference) -> None:
        self._inference = inference

    def value(self, expr: facts.Expr, scope: Scope) -> Value:
        """The value that something annotated so has; unknown for Any, type variables and unions of two types."""
        if (alias := self.alias(expr, scope)) is not None:
            return self.value(*alias)
        match expr:
            case facts.Constant(kind="None"):
                return NONE
            case facts.Name() | facts.Attribute():
                return self._plain(expr, scope)
            case facts.Operator(ops=ops, operands=operands) if set(ops) == {"|"}:
                return join([self.value(each, scope) for each in operands])
            case facts.Subscript():
                return self._generic(expr, scope)
            case facts.Call():  # `Base = declarative_base()`
                return UNKNOWN
            case _:
                return UNKNOWN

    def alias(self, expr: facts.Expr, scope: Scope) -> tuple[facts.Expr, Scope] | None:
        """What a name stands for as a type, and where that is said: `DB = Annotated[…]`, `Id = NewType("Id", int)`."""
        if not isinstance(expr, (facts.Name, facts.Attribute)):
            return None
        found = self._inference.members.definition(expr, scope)
        if found is None:
            return None
        value, where = found
        if isinstance(value, (facts.Subscript, facts.Operator)):
            return value, where
        if isinstance(value, facts.Call) and self._inference.name_of(value.func, where) in _NEW_TYPES:
            return (value.args[1], where) if len(value.args) == 2 else None
        return None

    def _plain(self, expr: facts.Expr, scope: Scope) -> Value:
        match self._inference.infer(expr, scope):
            case ClassRef(cls=cls):
                return Instance(cls)
            case External(name=name):
                return self._external(name, scope)
            case _:
                return UNKNOWN

    def _external(self, name: str, scope: Scope) -> Value:
        last = name.rpartition(".")[2]
        if last == "Self" and name.startswith("typing"):
            owner = scope if isinstance(scope, Class) else scope.owner if isinstance(scope, Function) else None
            return UNKNOWN if owner is None else Instance(owner)
        if name in ("typing.Any", "typing_extensions.Any", "builtins.object"):
            return UNKNOWN
        if name.startswith("builtins.") or library.is_class(name) or last.islower():
            return Instance(name)
        return UNKNOWN

    def _generic(self, expr: facts.Subscript, scope: Scope) -> Value:
        base = self._inference.infer(expr.value, scope)
        if isinstance(base, ClassRef):
            return Instance(base.cls, tuple(self.value(each, scope) for each in expr.items))
        if not isinstance(base, External):
            return UNKNOWN
        last = base.name.rpartition(".")[2]
        if last in _WRAPPERS:
            return self._wrapped(expr, scope)
        if last == "Union":
            return join([self.value(each, scope) for each in expr.items])
        if last in ("type", "Type"):
            return self._class(self.value(expr.items[0], scope))
        if last == "Literal":
            return UNKNOWN
        if last in ("Awaitable", "Coroutine"):
            return Awaitable(self.value(expr.items[-1], scope))
        if last == "Callable":
            return Instance("typing.Callable", (self.value(expr.items[-1], scope),))
        name = f"builtins.{last.lower()}" if last in ("List", "Dict", "Set", "Tuple", "FrozenSet") else base.name
        return Instance(name, tuple(self.value(each, scope) for each in expr.items))

    def _wrapped(self, expr: facts.Subscript, scope: Scope) -> Value:
        declared = self.value(expr.items[0], scope)
        if declared != UNKNOWN:
            return declared
        for extra in expr.items[1:]:
            if (injected := self.injected(extra, scope)) != UNKNOWN:
                return injected
        return UNKNOWN

    def _class(self, value: Value) -> Value:
        if not isinstance(value, Instance):
            return UNKNOWN
        return External(value.of) if isinstance(value.of, str) else ClassRef(value.of)

    def injected(self, expr: facts.Expr, scope: Scope) -> Value:
        """What `Depends(provider)` hands in."""
        if not isinstance(expr, facts.Call) or self._inference.name_of(expr.func, scope) not in _DEPENDS:
            return UNKNOWN
        provider = argument(expr, "dependency", 0)
        if provider is None:
            return UNKNOWN
        match self._inference.infer(provider, scope):
            case ClassRef(cls=cls):
                return Instance(cls)
            case FunctionRef(function=function, receiver=receiver):
                return self._inference.results.provided(function, receiver)
            case Instance(of=Class() as cls) as called:
                method = self._inference.members.method(cls, "__call__")
                return UNKNOWN if method is None else self._inference.results.provided(method, called)
            case External(name=name):
                return Instance(library.result_of(name))
            case _:
                return UNKNOWN
