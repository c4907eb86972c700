"""Where routes are declared: decorators and calls that put a handler on a router."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from archlint import facts
from archlint.findings import Place
from archlint.project.code.expressions import argument, arguments_of
from archlint.project.code.modules import Class, Function, Module
from archlint.project.inference.inference import Inference, Scope
from archlint.project.inference.origins import Frame, Origin, Origins
from archlint.project.inference.values import FunctionRef, Instance
from archlint.project.memory import remembered_between_runs
from archlint.project.web.routers import Routers
from archlint.records import Record

VERBS = frozenset({"get", "post", "put", "patch", "delete", "head", "options", "trace"})
DECORATORS = VERBS | {"api_route", "websocket", "route", "websocket_route"}
_ROUTER_LIKE = re.compile(r"(?:^|_)(?:api|app|application)(?:$|_)|fastapi|router", re.IGNORECASE)
"""How those call a router or an application who put handlers on it by calls."""
ADDERS = frozenset({"add_api_route", "add_api_websocket_route", "add_route", "add_websocket_route"})


class Registration(Record, frozen=True, cache_hash=True):
    """One place that puts a handler on a router."""

    verb: str
    """The router's method: "get", "api_route", "add_api_route" …"""
    router: facts.Expr
    call: facts.Call
    """The call of that method."""
    scope: Scope
    frame: Frame | None
    handler: Function | None
    wrapper: facts.Call | None
    """The call that the method was handed to, where the source hides it: `@protected(router.get, "/x")`."""
    wrapper_scope: Scope | None
    module: Module
    at: facts.Expr
    """The decorator, or the call that adds it, in `module`."""
    endpoint: facts.Expr | None = None
    """What a call was handed as handler; None for a decorator."""

    @property
    def place(self) -> Place:
        return self.module.place(self.at)


class Registrations:
    """Finds the registrations of a project."""

    def __init__(self, inference: Inference, origins: Origins, routers: Routers) -> None:
        self._inference = inference
        self._origins = origins
        self._routers = routers

    @remembered_between_runs
    def within(self, module: Module) -> Iterable[Registration]:
        """All registrations that a file's source declares, in source order."""
        found = [each for function in module.all_functions for each in self._decorating(function)]
        found += self._called(module, module)
        for function in module.all_functions:
            if _may_register(function):
                found += self._called(function, module)
        return sorted(found, key=lambda each: each.place)

    # decorators

    def _decorating(self, function: Function) -> Iterator[Registration]:
        around = self._inference.around(function)
        for decorator in function.facts.decorators:
            yield from self._decorator(decorator, function, around)

    def _decorator(self, decorator: facts.Expr, function: Function, around: Scope) -> Iterator[Registration]:
        module = function.module
        if isinstance(decorator, facts.Call):
            match decorator.func:
                case facts.Attribute(value=router, attr=verb) if verb in DECORATORS:
                    if self._routers.kind(router, around) is not None:
                        yield Registration(
                            verb, router, decorator, around, None, function, None, None, module, decorator
                        )
                    return
            if _hands_on_a_verb(decorator):
                yield from self._wrapped(decorator, function, around)
                return
        if self._made_by_router(decorator, around):
            for origin in self._origins.of(decorator, around):
                if (
                    isinstance(origin.what, facts.Call)
                    and (method := self._method(origin.what.func, origin)) is not None
                ):
                    router, verb, call = method.value, method.attr, origin.what
                    scope, frame = origin.scope, origin.frame
                    yield Registration(verb, router, call, scope, frame, function, None, None, module, decorator)

    def _method(self, callee: facts.Expr, at: Origin) -> facts.Attribute | None:
        """The `router.get` that a callee is, or is a name of."""
        for origin in self._origins.of(callee, at.scope, at.frame):
            if isinstance(origin.what, facts.Attribute) and origin.what.attr in DECORATORS and origin.scope is at.scope:
                return origin.what
        return None

    def _made_by_router(self, decorator: facts.Expr, around: Scope) -> bool:
        """Whether a decorator is what a router's method gave, by another name or from a function."""
        match self._inference.infer(decorator, around):
            case Instance(of=str() as name):
                return name.startswith(("fastapi.APIRouter.", "fastapi.FastAPI.")) and name.endswith("()")
            case _:
                return False

    def _wrapped(self, decorator: facts.Call, function: Function, around: Scope) -> Iterator[Registration]:
        """`@wrapper(router.get, "/x")`: the wrapper's own call of the method where it can be read."""
        handed = next((each for each in arguments_of(decorator) if _is_verb(each)), None)
        if not isinstance(handed, facts.Attribute) or self._routers.kind(handed.value, around) is None:
            return
        wrapper = self._origins.function_called(decorator, around)
        frame = None if wrapper is None else Frame(wrapper, decorator, around, None)
        inner = None if wrapper is None or frame is None else self._call_of_parameter(wrapper, frame, handed)
        call, scope = inner or (decorator, around)
        yield Registration(
            handed.attr,
            handed.value,
            call,
            scope,
            frame if inner else None,
            function,
            decorator,
            around,
            function.module,
            decorator,
        )

    def _call_of_parameter(
        self, wrapper: Function, frame: Frame, handed: facts.Attribute
    ) -> tuple[facts.Call, Function] | None:
        """Where a wrapper, or a function nested in it, calls the method it was handed."""
        inside = f"{wrapper.qualname}."
        for function in (wrapper, *wrapper.module.all_functions):
            if function is not wrapper and not function.qualname.startswith(inside):
                continue
            for event in self._inference.flow(function).calls():
                if not isinstance(event.expr.func, facts.Name):
                    continue
                if any(origin.what is handed for origin in self._origins.of(event.expr.func, function, frame)):
                    return event.expr, function
        return None

    # calls

    def _called(self, scope: Function | Module, module: Module) -> Iterator[Registration]:
        for event in self._inference.flow(scope).calls():
            match event.expr:
                case facts.Call(func=facts.Attribute(value=router, attr=adder)) if adder in ADDERS:
                    if not _is_super(router) and self._routers.kind(router, scope) is not None:
                        endpoint = argument(event.expr, "route" if adder == "add_route" else "endpoint", 1)
                        yield from self._applied(adder, router, event.expr, endpoint, scope, module)
                case facts.Call(
                    func=facts.Call(func=facts.Attribute(value=router, attr=verb)) as call, args=(endpoint,)
                ) if verb in DECORATORS:
                    if self._routers.kind(router, scope) is not None:
                        yield from self._applied(verb, router, call, endpoint, scope, module)
                case _:
                    pass

    def _applied(
        self,
        verb: str,
        router: facts.Expr,
        call: facts.Call,
        endpoint: facts.Expr | None,
        scope: Function | Module,
        module: Module,
    ) -> Iterator[Registration]:
        if endpoint is None:
            yield Registration(verb, router, call, scope, None, None, None, None, module, call)
            return
        for frame in self._routers.contexts((router, endpoint), scope):
            for handler in self.handlers(endpoint, scope, frame) or (None,):
                yield Registration(verb, router, call, scope, frame, handler, None, None, module, call, endpoint)

    def handlers(self, endpoint: facts.Expr, scope: Scope, frame: Frame | None = None) -> tuple[Function, ...]:
        """The functions that an endpoint runs, wrappers and callable objects taken off."""
        found: dict[Function, None] = {}
        for origin in self._origins.of(endpoint, scope, frame):
            if isinstance(origin.what, Function):
                found[origin.what] = None
            elif isinstance(origin.what, facts.Call):
                found.update(dict.fromkeys(self._inside(origin.what, origin.scope)))
        return tuple(found)

    def _inside(self, call: facts.Call, scope: Scope) -> tuple[Function, ...]:
        value = self._inference.infer(call, scope)
        if isinstance(value, Instance) and isinstance(value.of, Class):
            method = self._inference.members.method(value.of, "__call__")
            return () if method is None else (method,)
        if len(call.args) == 1 or self._inference.name_of(call.func, scope) == "functools.partial":
            inner = self._inference.infer(call.args[0], scope)
            return (inner.function,) if isinstance(inner, FunctionRef) else ()
        return ()


def _is_verb(expr: facts.Expr) -> bool:
    return isinstance(expr, facts.Attribute) and expr.attr in DECORATORS


def _is_super(expr: facts.Expr) -> bool:
    """Whether a router's own class passes something up."""
    return isinstance(expr, facts.Call) and isinstance(expr.func, facts.Name) and expr.func.id == "super"


def _hands_on_a_verb(call: facts.Call) -> bool:
    return any(_is_verb(each) for each in arguments_of(call))


def _may_register(function: Function) -> bool:
    """Whether a function's words allow a registration by a call in its body."""
    if function.mentions_any(ADDERS):
        return True
    return function.mentions_any(VERBS) and function.mentions_like(_ROUTER_LIKE)
