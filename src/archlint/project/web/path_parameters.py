"""Who takes the parameters of a path: a handler, its dependencies, or whoever looks into the request."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from archlint import facts
from archlint.project.code.expressions import argument, arguments_of, uncalled, walk
from archlint.project.code.modules import Class, Function, Module
from archlint.project.code.statements import read_in
from archlint.project.inference.inference import Inference, Scope
from archlint.project.inference.texts import Texts
from archlint.project.inference.values import FunctionRef, Instance
from archlint.project.memory import memory, remembered
from archlint.project.web.demands import Demands
from archlint.project.web.routers import Router
from archlint.project.web.routes import Route
from archlint.project.web.served import Served, ServedRoutes

_Taker: TypeAlias = Function | Class | Router | str
_REQUESTS = frozenset({"Request", "WebSocket", "HTTPConnection"})
_TAKE_NONE = ("fastapi.security.", "fastapi.Request", "starlette.requests.", "fastapi_pagination.", "fastapi_limiter.")
"""Dependencies of libraries that take nothing of a path."""
_PLAIN = frozenset({"builtins.int", "builtins.str", "uuid.UUID"})
"""What FastAPI takes from the query where the path does not have it."""
_ELSEWHERE = frozenset(
    f"fastapi.{each}" for each in ("Body", "Cookie", "Depends", "File", "Form", "Header", "Query", "Security")
)
"""What says that a parameter comes from somewhere else."""
_SIGNATURES = frozenset({"Signature", "__signature__", "signature"})
_OWN_INIT = ("builtins.object", "abc.ABC", "typing.Generic", "typing.Protocol")
_BY_FIELDS = ("pydantic.", "typing.NamedTuple", "sqlmodel.")
"""Bases whose classes are made of their fields."""


class PathParameters:
    """The parameters of routes' paths, and their takers."""

    def __init__(
        self,
        inference: Inference,
        modules: dict[str, Module],
        served: ServedRoutes,
        demands: Demands,
        texts: Texts,
    ) -> None:
        self._inference = inference
        self._served = served
        self._modules = modules
        self._demands = demands
        self._texts = texts
        self._names: dict[Function | Class, frozenset[str] | None] = memory()

    def unbound(self, served: Served) -> tuple[str, ...]:
        """The parameters that certainly nobody takes, in the order of the path."""
        route, read = served.route, served.template
        if read is None or not read.names or len(read.segments) == len(read.parameters):  # what is left over
            return ()
        handler = route.handler
        if handler is None or route.is_plain or not self._demands.are_told(route) or self._is_rewritten(handler):
            return ()
        known = self._of(handler)
        if known is None:
            return ()
        found = known | self.taken_beside(served)
        return tuple(name for name, convertor in read.parameters if name not in found and convertor != "path")

    def taken_beside(self, served: Served) -> frozenset[str]:
        """The parameters that somebody may take beside the handler itself."""
        handler, read = served.route.handler, served.template
        everything = frozenset(read.names if read is not None else ())
        if handler is None or self._looked_up is None or not self._demands.are_told(served.route):
            return everything
        found = set(self._looked_up)
        if handler.owner is not None:  # what makes the object may take parameters too
            found |= everything if (names := self._of(handler.owner)) is None else names
        for taker in self._takers(served.route):
            names = self._of(taker)
            found |= self._shared.get(taker, frozenset()) if names is None else names
        return frozenset(found)

    def meant(self, served: Served, unbound: tuple[str, ...]) -> str | None:
        """The one parameter that a handler takes from the query though its path has one that nobody takes."""
        handler, read = served.route.handler, served.template
        if handler is None or read is None or len(unbound) != 1:
            return None
        around = self._inference.around(handler)
        asked = [
            each.name
            for each in handler.facts.parameters
            if each.default is None and each.name not in read.names and self._is_plain(each.annotation, around)
        ]
        return asked[0] if len(asked) == 1 else None

    def _is_plain(self, annotation: facts.Expr | None, around: Scope) -> bool:
        if annotation is None:
            return False
        said, scope = self._inference.annotations.alias(annotation, around) or (annotation, around)
        calls = (each.func for each in walk(said) if isinstance(each, facts.Call))
        if any(self._inference.name_of(each, scope) in _ELSEWHERE for each in calls):
            return False
        match self._inference.annotations.value(annotation, around):
            case Instance(of=str() as name):
                return name in _PLAIN
            case _:
                return False

    def _takers(self, route: Route) -> Iterator[_Taker]:
        """What may take parameters beside the handler; by a name what the source does not hold, and by a router what
        stands above it.
        """
        for dependency in self._demands.tree(route):
            yield from dependency.providers or (dependency.name,)
        if not self._demands.routers_are_told(route):
            yield from (each.router for each in route.routers)

    @remembered
    def _shared(self) -> dict[_Taker, frozenset[str]]:
        """For each taker, the parameters that all routes have which it serves: others it cannot rely on."""
        found: dict[_Taker, frozenset[str]] = {}
        for served in self._served.all:
            names = frozenset(served.template.names if served.template is not None else ())
            for taker in self._takers(served.route):
                found[taker] = names & found.get(taker, names)
        return found

    def _of(self, of: _Taker) -> frozenset[str] | None:
        """The names of the request that a definition takes; None where they cannot be told."""
        if isinstance(of, Router):
            return None
        if isinstance(of, str):
            return frozenset() if of.startswith(_TAKE_NONE) else None
        if of not in self._names:
            names = self._of_function(of) if isinstance(of, Function) else self._of_class(of)
            self._names[of] = None if names is None else frozenset(names)
        return self._names[of]

    def _of_function(self, function: Function) -> set[str] | None:
        parameters = function.facts.parameters
        if any(each.kind in ("args", "kwargs") for each in parameters) or self.hands_on_request(function):
            return None
        around = self._inference.around(function)
        return {name for each in parameters for name in (each.name, self._alias(each, around)) if name}

    def _of_class(self, cls: Class) -> set[str] | None:
        mro = self._inference.members.mro(cls)
        found = {field.name for each in mro if isinstance(each, Class) for field in each.facts.fields}
        constructor = self._inference.members.method(cls, "__init__")
        if constructor is not None:
            names = self._of_function(constructor)
            return None if names is None else found | names
        bases = [each for each in mro if isinstance(each, str)]
        return found if all(each.startswith((*_OWN_INIT, *_BY_FIELDS)) for each in bases) else None

    def _alias(self, parameter: facts.Parameter, around: Scope) -> str | None:
        """The name that `Path(alias="…")` gives a parameter."""
        said = [each for each in (parameter.default, parameter.annotation) if each is not None]
        for expr in said:
            followed = self._inference.annotations.alias(expr, around)
            for each in walk(followed[0] if followed is not None else expr):
                if isinstance(each, facts.Call) and (alias := argument(each, "alias")) is not None:
                    return self._texts.of(alias, followed[1] if followed is not None else around)
        return None

    def hands_on_request(self, function: Function) -> bool:
        """Whether the request may go to a library that finds its parameters, or its URL is read.

        What the project's own functions look up in it is told by `_looked_up`.
        """
        around = self._inference.around(function)
        for parameter in function.facts.parameters:
            if parameter.annotation is None or not self._is_request(parameter.annotation, around):
                continue
            inside = f"{function.qualname}."
            inner = (each for each in function.module.all_functions if each.qualname.startswith(inside))
            if any(each.mentions(parameter.name) for each in inner):
                return True
            harmless: set[facts.Expr] = set()
            for expr in read_in(function.body):
                match expr:
                    case facts.Attribute(value=value, attr=attr) if attr not in ("scope", "url"):
                        harmless.add(value)
                    case facts.Call(func=func) if isinstance(self._inference.infer(func, function), FunctionRef):
                        harmless.update(arguments_of(expr))
                    case facts.Name(id=name) if name == parameter.name and expr not in harmless:
                        return True
                    case _:
                        pass
        return False

    def _is_request(self, annotation: facts.Expr, around: Scope) -> bool:
        return self._inference.name_of(annotation, around).rpartition(".")[2] in _REQUESTS

    def _is_rewritten(self, handler: Function) -> bool:
        """Whether a decorator of the project gives a handler another signature."""
        around = self._inference.around(handler)
        for decorator in handler.facts.decorators:
            called = uncalled(decorator)
            match self._inference.infer(called, around):
                case FunctionRef(function=function):
                    inside = f"{function.qualname}."
                    inner = [each for each in function.module.all_functions if each.qualname.startswith(inside)]
                    if any(each.mentions_any(_SIGNATURES) for each in (function, *inner)):
                        return True
                case _:
                    pass
        return False

    @remembered
    def _looked_up(self) -> frozenset[str] | None:
        """The names that code looks up in `request.path_params`, wherever; None where it may be any."""
        found: set[str] = set()
        for module in self._modules.values():
            for function in () if module.is_test else module.mentioning({"path_params"}):
                exprs = list(read_in(function.body))
                if any(isinstance(each, facts.Attribute) and each.attr == "path_params" for each in exprs):
                    words = {each.value for each in exprs if isinstance(each, facts.String)}
                    if not words:
                        return None
                    found |= words
        return frozenset(found)
