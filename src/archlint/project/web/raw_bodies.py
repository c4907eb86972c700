"""Bodies of requests that nothing validates: read by hand, or taken as dictionaries."""

from __future__ import annotations

import re
from collections.abc import Iterator

from archlint import facts
from archlint.project.code.expressions import children, walk
from archlint.project.code.modules import Class, Function
from archlint.project.code.statements import evaluated, statements
from archlint.project.inference.inference import Inference
from archlint.project.inference.origins import Origins
from archlint.project.inference.values import UNKNOWN, Awaitable, ClassRef, External, Instance, Value
from archlint.project.web.injection import Injection
from archlint.project.web.routes import Route, Routes

_SIGNED = re.compile(r"(signature|signing|hmac|webhook|svix|digest|construct_event)", re.IGNORECASE)
"""Words of code that compares what came in with a signature, for which it needs the bytes."""
_VALIDATES = re.compile(r"(valid|pars|schema|deserial|load|structure|convert|from_(dict|json))", re.IGNORECASE)
"""Words of functions that may make of a dictionary what it should be."""
_LOADS = frozenset({"json.loads", "orjson.loads", "rapidjson.loads", "simplejson.loads", "ujson.loads"})
_DICTS = frozenset({"builtins.dict", "collections.abc.Mapping", "collections.abc.MutableMapping", "typing.Mapping"})
_DICTS |= {"typing.MutableMapping"}
_LISTS = frozenset({"builtins.list", "collections.abc.Sequence", "typing.Sequence"})
_BODY_METHODS = frozenset({"DELETE", "PATCH", "POST", "PUT"})


class RawBodies:
    """Finds what clients send and nothing checks."""

    def __init__(self, inference: Inference, origins: Origins, injection: Injection, routes: Routes) -> None:
        self._inference = inference
        self._origins = origins
        self._injection = injection
        self._routes = routes

    # parameters

    def parameters(self, handler: Function) -> Iterator[facts.Parameter]:
        """The parameters of a handler that are a body without a shape: a dictionary, or a list of them."""
        routes = [each for each in self._routes.of(handler) if not _BODY_METHODS.isdisjoint(each.methods)]
        if not routes or any(each.is_plain for each in routes) or _is_about_signatures(handler, routes):
            return
        for parameter in handler.facts.parameters:
            if parameter.annotation is None or parameter.kind in ("args", "kwargs"):
                continue
            if not self._is_shapeless(self._inference.lookups.parameter(parameter, handler)):
                continue
            trail = _Trail(self._inference, handler, parameter.name, None)
            if self._is_body(parameter, handler, routes) and not trail.may_be_validated():
                yield parameter

    def _is_shapeless(self, value: Value) -> bool:
        match value:
            case Instance(of=str() as name, args=args) if name in _DICTS:
                return len(args) < 2 or args[1] == UNKNOWN or self._is_shapeless(args[1])
            case Instance(of=str() as name, args=(item,)) if name in _LISTS:
                return isinstance(item, Instance) and self._is_shapeless(item)
            case _:
                return False

    def _is_body(self, parameter: facts.Parameter, handler: Function, routes: list[Route]) -> bool:
        if self._injection.is_injected(parameter, handler):
            return False
        if any(f"{{{parameter.name}" in (each.path or each.own_path or "") for each in routes):
            return False
        around = self._inference.around(handler)
        said = [] if parameter.annotation is None else list(walk(parameter.annotation))
        markers = [each for each in said if isinstance(each, facts.Call)]
        if parameter.default is not None:
            for origin in self._origins.of(parameter.default, around):
                if isinstance(origin.what, facts.Call):
                    markers.append(origin.what)
                elif not isinstance(origin.what, (facts.Constant, facts.Dict)):
                    return False
        names = {self._inference.name_of(each.func, around).rpartition(".")[2] for each in markers}
        return names <= {"Body"}

    # what is read by hand

    def readings(self, function: Function) -> Iterator[facts.Expr]:
        """Where a function of the web side takes JSON out of a request, and works with what it got."""
        if not function.mentions("json") and not function.mentions("body"):
            return
        if _is_about_signatures(function, list(self._routes.of(function))):
            return
        for event in self._inference.flow(function).calls():
            read = self._read(event.expr, function)
            if read is not None:
                trail = _Trail(self._inference, function, "", read)
                if trail.is_worked_with() and not trail.may_be_validated():
                    yield read

    def _read(self, call: facts.Call, function: Function) -> facts.Call | None:
        """A call that gives JSON as it came in: `request.json()`, `json.loads(await request.body())`."""
        callee = self._inference.name_of(call.func, function)
        if callee == "fastapi.Request.json":
            return call
        if callee in _LOADS and call.args and self._is_bytes(call.args[0], function):
            return call
        return None

    def _is_bytes(self, expr: facts.Expr, function: Function) -> bool:
        """Whether an expression is the body of the request, decoded or not."""
        for part in walk(expr):
            if isinstance(part, facts.Attribute) and self._inference.name_of(part, function) == "fastapi.Request.body":
                return True
            if isinstance(part, facts.Name):
                made = (each.what for each in self._origins.of(part, function))
                if any(isinstance(each, facts.Call) and self._is_body_of(each, function) for each in made):
                    return True
        return False

    def _is_body_of(self, call: facts.Call, function: Function) -> bool:
        return self._inference.name_of(call.func, function) == "fastapi.Request.body"


class _Trail:
    """Where a value goes in a function: the name it has, or the call that gives it, and all that is made of these."""

    def __init__(self, inference: Inference, function: Function, name: str, call: facts.Call | None) -> None:
        self._inference = inference
        self._function = function
        self._call = call
        self._names = {name} if name else set()
        self._wholes: list[facts.Expr] = []
        for stmt in statements(function.body):
            found = [each for each in evaluated(stmt) if self._is_in(each)]
            self._wholes += found
            if isinstance(stmt, facts.Assign) and stmt.value is not None and self._leads_on(stmt.value):
                self._names |= {each.id for each in stmt.targets if isinstance(each, facts.Name)}

    def is_worked_with(self) -> bool:
        """Whether parts of it are taken, or it is put into something: not only handed back."""
        parts = ((outer, inner) for whole in self._wholes for outer in walk(whole) for inner in children(outer))
        return any(self._is_it(inner) and _takes(outer, inner) for outer, inner in parts)

    def may_be_validated(self) -> bool:
        """Whether a call that is given some of it makes an object of what it gets, or looks through it."""
        calls = (each for whole in self._wholes for each in walk(whole) if isinstance(each, facts.Call))
        return any(self._validates(each) for each in calls if any(self._is_in(given) for given in children(each)[1:]))

    def _leads_on(self, value: facts.Expr) -> bool:
        """Whether a value is it, a part of it, or made of the whole of it and still of no known class."""
        if self._is_it(value):
            return True
        if isinstance(value, facts.Call):
            handed = any(self._is_it(each) for each in children(value)[1:]) or self._is_in(value.func)
            return handed and self._made(value) is None
        return any(self._leads_on(each) for each in children(value))

    def _made(self, expr: facts.Expr) -> Class | None:
        value = self._inference.infer(expr, self._function)
        value = value.value if isinstance(value, Awaitable) else value
        return value.of if isinstance(value, Instance) and isinstance(value.of, Class) else None

    def _is_it(self, expr: facts.Expr) -> bool:
        if isinstance(expr, facts.Await):
            expr = expr.value
        return expr is self._call or (isinstance(expr, facts.Name) and expr.id in self._names)

    def _is_in(self, expr: facts.Expr) -> bool:
        return any(self._is_it(each) for each in walk(expr))

    def _validates(self, call: facts.Call) -> bool:
        match call.func:
            case facts.Attribute(attr=word) | facts.Name(id=word) if _VALIDATES.search(word):
                return call is not self._call and self._inference.name_of(call.func, self._function) not in _LOADS
            case _:
                pass
        match self._inference.infer(call.func, self._function):
            case ClassRef():
                return True
            case External(name=name):
                last = name.rpartition(".")[2]
                return last[:1].isupper() and not last.endswith(("Error", "Exception", "Response"))
            case _:
                pass
        made = self._made(call)
        return made is not None and self._inference.members.derives(made, "pydantic.BaseModel")


def _takes(outer: facts.Expr, inner: facts.Expr) -> bool:
    match outer:
        case facts.Subscript(value=value):
            return value is inner
        case facts.Attribute(value=value, attr=attr):
            return value is inner and attr in ("get", "items", "keys", "pop", "values")
        case facts.Dict() | facts.Call() | facts.Star():
            return True
        case _:
            return False


def _is_about_signatures(function: Function, routes: list[Route]) -> bool:
    words = [function.name, function.module.path, *function.words]
    words += [path for each in routes if (path := each.path or each.own_path)]
    return any(_SIGNED.search(each) for each in words)
