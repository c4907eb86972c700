"""Routers and applications: which values are one, where each is made, and which way it is handed on."""

from __future__ import annotations

from typing import Literal, TypeAlias

from archlint import facts
from archlint.project.code.modules import Class, Function, Module
from archlint.project.execution.callers import Callers
from archlint.project.inference.inference import Inference, Scope
from archlint.project.inference.options import Option, Options
from archlint.project.inference.origins import Frame, Origin, Origins
from archlint.project.inference.values import ClassRef, External, Instance, Value
from archlint.project.memory import memory
from archlint.records import Record

Kind: TypeAlias = Literal["app", "router"]
_DEPTH = 4
"""Through how many calls a router is followed that a function takes as a parameter."""


class Router(Record, frozen=True, eq=False):
    """An APIRouter or FastAPI object: by the call that makes it or, where that is not known, the parameter it is."""

    kind: Kind
    made: facts.Call | facts.Parameter
    scope: Scope

    @property
    def module(self) -> Module:
        return self.scope if isinstance(self.scope, Module) else self.scope.module


class Reached(Record, frozen=True, eq=False):
    """A router with the calls on the way to where it is made."""

    router: Router
    frame: Frame | None


def calls_of(router: Router, frame: Frame | None) -> tuple[facts.Call, ...]:
    """The calls that tell a router from others of the same source: those of the functions that make it, innermost
    first, as far as a frame knows them and no decorator may keep what they return.
    """
    found: list[facts.Call] = []
    scope = router.scope
    while isinstance(scope, Function) and not scope.facts.decorators:
        while frame is not None and frame.function is not scope:
            frame = frame.outer
        if frame is None:
            break
        found.append(frame.call)
        scope, frame = frame.scope, frame.outer
    return tuple(found)


def may_be_one(one: tuple[facts.Call, ...], other: tuple[facts.Call, ...]) -> bool:
    """Whether two routers of the same source may be the same object, by the calls that made them."""
    return all(mine is its for mine, its in zip(one, other, strict=False))


class Routers:
    """The routers of a project."""

    def __init__(self, inference: Inference, origins: Origins, callers: Callers, options: Options) -> None:
        self._inference = inference
        self.origins = origins
        self.options = options
        self._callers = callers
        self._known: dict[facts.Call | facts.Parameter, Router] = memory()
        self._made: dict[tuple[Kind, facts.Call | facts.Parameter], Router] = {}
        """There is one object for a router, whoever asks for it and when."""

    def kind_of(self, value: Value) -> Kind | None:
        """Whether a value is an application or a router."""
        match value:
            case External(name="fastapi.FastAPI.router"):
                return "app"
            case Instance(of=str() as name):
                return _kind_of_class(name)
            case Instance(of=Class() as cls):
                kinds = [_kind_of_class(each) for each in self._inference.members.mro(cls) if isinstance(each, str)]
                return next((kind for kind in kinds if kind is not None), None)
            case _:
                return None

    def kind(self, expr: facts.Expr, scope: Scope, frame: Frame | None = None) -> Kind | None:
        """Whether an expression is an application or a router."""
        known = self.kind_of(self._inference.infer(expr, scope))
        if known is not None:
            return known
        kinds = {
            each.router.kind
            for context in self.contexts((expr,), scope, frame)
            for each in self.at(expr, scope, context)
        }
        return kinds.pop() if len(kinds) == 1 else None

    def at(self, expr: facts.Expr, scope: Scope, frame: Frame | None = None) -> list[Reached]:
        """The routers that an expression may be."""
        reached = []
        for origin in self.origins.of(expr, scope, frame):
            if (router := self._router(origin)) is not None:
                reached.append(Reached(router, origin.frame))
            elif isinstance(origin.what, facts.Attribute) and origin.what.attr == "router":  # `app.router`
                reached += self.at(origin.what.value, origin.scope, origin.frame)
        return reached

    def _router(self, origin: Origin) -> Router | None:
        what = origin.what
        if not isinstance(what, (facts.Call, facts.Parameter)):
            return None
        known = self._known.get(what)
        if known is None:
            if isinstance(what, facts.Call):
                kind = self.kind_of(self._inference.infer(what, origin.scope))
            elif isinstance(origin.scope, Function):
                kind = self.kind_of(self._inference.lookups.parameter(what, origin.scope))
            if kind is None:
                return None
            known = self._known[what] = self._made.setdefault((kind, what), Router(kind, what, origin.scope))
        return known

    def contexts(self, exprs: tuple[facts.Expr, ...], scope: Scope, frame: Frame | None = None) -> list[Frame | None]:
        """The calls under which expressions of a function's body mean something of their own.

        Just the frame given where none of them leads to a parameter, or nobody is known to call the function.
        """
        return self._contexts(exprs, scope, frame, _DEPTH)

    def _contexts(
        self, exprs: tuple[facts.Expr, ...], scope: Scope, frame: Frame | None, depth: int
    ) -> list[Frame | None]:
        origins = (origin for expr in exprs for origin in self.origins.of(expr, scope, frame))
        open_function = next((each.scope for each in origins if isinstance(each.what, facts.Parameter)), None)
        if depth <= 0 or not isinstance(open_function, Function):
            return [frame]
        found: list[Frame | None] = []
        for caller in self._callers.of(open_function):
            found += self._contexts(exprs, scope, _extended(frame, caller), depth - 1)
        return found or [frame]

    def setting(self, router: Router, name: str, frame: Frame | None = None) -> Option | None:
        """The argument under a name that a router is made with, given by its own class's constructor included."""
        if isinstance(router.made, facts.Parameter):
            return None
        match self._inference.infer(router.made.func, router.scope):
            case ClassRef(cls=cls):
                return self._passed_up(cls, router.made, router.scope, frame, name)
            case _:
                return self.options.of(router.made, router.scope, frame).options.get(name)

    def _passed_up(
        self, cls: Class, call: facts.Call, scope: Scope, frame: Frame | None, name: str, depth: int = _DEPTH
    ) -> Option | None:
        """What a library's router is handed under a name when an object of the class is made."""
        constructor = self._inference.members.method(cls, "__init__")
        if constructor is not None and depth:
            inner = Frame(constructor, call, scope, frame)
            for event in self._inference.flow(constructor).calls():
                match event.expr.func:
                    case facts.Attribute(value=base, attr="__init__"):
                        above = self._inference.infer(base, constructor)
                        if isinstance(above, Instance) and isinstance(above.of, Class):
                            return self._passed_up(above.of, event.expr, constructor, inner, name, depth - 1)
                        return self.options.of(event.expr, constructor, inner).options.get(name)
                    case _:
                        pass
        return self.options.of(call, scope, frame).options.get(name)


def _kind_of_class(name: str) -> Kind | None:
    last = name.rpartition(".")[2]
    if last == "FastAPI":
        return "app"
    is_for_fastapi = name.startswith("fastapi") or ".fastapi." in name
    return "router" if last == "APIRouter" or (last.endswith("Router") and is_for_fastapi) else None


def _extended(frame: Frame | None, caller: Frame) -> Frame:
    """A chain of frames with one more call at its outer end."""
    if frame is None:
        return caller
    return Frame(frame.function, frame.call, frame.scope, _extended(frame.outer, caller))
