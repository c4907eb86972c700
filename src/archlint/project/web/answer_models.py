"""Which answers have a model, which need none, and which models say nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator

from archlint import facts
from archlint.project.code.expressions import is_none, uncalled
from archlint.project.code.modules import Class, Function
from archlint.project.inference.inference import Inference, Scope
from archlint.project.inference.options import Option
from archlint.project.inference.origins import Frame
from archlint.project.inference.values import ClassRef, External, FunctionRef
from archlint.project.memory import memory
from archlint.project.web.includes import Include, Includes
from archlint.project.web.responses import Responses
from archlint.project.web.routers import Router, Routers
from archlint.project.web.routes import Route

_RENDERS = re.compile(r"template|render|htmx|html|jinja|chameleon|datastar|^hx$|\.hx$", re.IGNORECASE)
"""Decorators of such names make a page of what a handler returns."""
_ANY = frozenset({"typing.Any", "typing_extensions.Any"})
_MAPPINGS = frozenset({"dict", "Dict", "Mapping", "MutableMapping", "OrderedDict", "defaultdict", "DefaultDict"})
_LISTS = frozenset(
    {
        "AsyncIterable",
        "Collection",
        "FrozenSet",
        "Iterable",
        "List",
        "Sequence",
        "Set",
        "Tuple",
        "frozenset",
        "list",
        "set",
        "tuple",
    }
)
_MODULES = frozenset({"builtins", "typing", "typing_extensions", "collections", "collections.abc"})


class AnswerModels:
    """The models of routes."""

    def __init__(self, inference: Inference, routers: Routers, includes: Includes, responses: Responses) -> None:
        self._inference = inference
        self._routers = routers
        self._includes = includes
        self._responses = responses
        self._aliases: set[facts.Expr] = set()
        self._needing_none: dict[Route, bool] = memory()

    def needs_none(self, route: Route) -> bool:
        """Whether a route answers without a model: nothing, a redirect, a stream, a page, a Response of its own.

        Also where the source does not tell.
        """
        known = self._needing_none.get(route)
        if known is None:
            known = self._needing_none[route] = self._needs_none(route)
        return known

    def _needs_none(self, route: Route) -> bool:
        handler = route.handler
        if handler is None or route.is_websocket or route.is_plain or route.is_open or handler.facts.is_generator:
            return True
        return (
            _is_bodyless(route.status_code)
            or route.methods == ("HEAD",)
            or route.response_class is not None
            or self._has_other_default(route)
            or self._responses.of(handler) != "value"
            or self._promises_response(handler)
            or self._is_rendered(handler)
        )

    def declared(self, route: Route) -> Option | None:
        """The model that a route declares, in its decorator or else as the type of what its handler returns.

        None for a model that says nothing, and for Responses.
        """
        said, handler = route.option("response_model"), route.handler
        if handler is None or route.is_websocket or route.is_plain:
            return None
        if said is None and handler.facts.returns is not None:
            said = Option(handler.facts.returns, self._inference.around(handler), None)
        if said is None or is_none(said.value) or self.untyped(said.value, said.scope, any_counts=True):
            return None
        return said if self._responses.annotated(said.value, said.scope) == "value" else None

    def _promises_response(self, handler: Function) -> bool:
        returns = handler.facts.returns
        return returns is not None and self._responses.annotated(returns, self._inference.around(handler)) == "response"

    def _is_rendered(self, handler: Function) -> bool:
        around = self._inference.around(handler)
        return any(_RENDERS.search(self._decorator(each, around)) for each in handler.facts.decorators)

    def _decorator(self, decorator: facts.Expr, around: Scope) -> str:
        called = uncalled(decorator)
        match called:
            case facts.Name(id=name):
                return name
            case facts.Attribute(attr=attr):
                return f".{attr}"
            case _:
                return self._inference.name_of(called, around)

    def _has_other_default(self, route: Route) -> bool:
        """Whether its routers or application answer by default with something other than JSON."""
        said = (each for reached in route.routers for each in self._defaults(reached.router, reached.frame, ()))
        return any(not self._is_json(each.value, each.scope) for each in said)

    def _defaults(self, router: Router, frame: Frame | None, below: tuple[Include, ...]) -> Iterator[Option]:
        """The nearest `default_response_class` on every way to an application."""
        said = self._routers.setting(router, "default_response_class", frame)
        if said is not None:
            yield said
        else:
            for include in self._includes.parents(router, frame):
                if include in below:
                    continue
                given = self._routers.options.of(include.call, include.scope, include.frame).options
                if (nearer := given.get("default_response_class")) is not None:
                    yield nearer
                else:
                    yield from self._defaults(include.parent, include.parent_frame, (*below, include))

    def _is_json(self, expr: facts.Expr, scope: Scope) -> bool:
        match self._inference.infer(expr, scope):
            case External(name=name):
                return "JSON" in name
            case ClassRef(cls=cls):
                return any(
                    "JSON" in (each.name if isinstance(each, Class) else each)
                    for each in self._inference.members.mro(cls)
                )
            case _:
                return False

    def untyped(self, expr: facts.Expr, scope: Scope, *, any_counts: bool) -> bool:
        """Whether a model says nothing of what is in the answer.

        Where `any_counts` is not set, one with an `Any` in it is left to others.
        """
        if (alias := self._inference.annotations.alias(expr, scope)) is not None:
            return self._alias_untyped(*alias, any_counts=any_counts)
        match expr:
            case facts.Operator(ops=ops, operands=operands) if set(ops) == {"|"}:
                return self._all_untyped(operands, scope, any_counts=any_counts)
            case facts.Subscript(value=value, items=items):
                return self._generic_untyped(value, items, scope, any_counts=any_counts)
            case facts.Name() | facts.Attribute():
                if isinstance(self._inference.infer(expr, scope), FunctionRef):
                    return any_counts
                name = self._inference.name_of(expr, scope)
                module, _, last = name.rpartition(".")
                if name in _ANY:
                    return any_counts
                return module in _MODULES and (last == "object" or last in _MAPPINGS | _LISTS)
            case _:
                return False

    def _alias_untyped(self, expr: facts.Expr, scope: Scope, *, any_counts: bool) -> bool:
        """The same for what an alias stands for; one that stands in itself, such as JSON's, says something."""
        if expr in self._aliases:
            return False
        self._aliases.add(expr)
        try:
            return self.untyped(expr, scope, any_counts=any_counts)
        finally:
            self._aliases.discard(expr)

    def _all_untyped(self, members: tuple[facts.Expr, ...], scope: Scope, *, any_counts: bool) -> bool:
        """Whether no member of a union says anything; None and responses do not count."""
        said = [each for each in members if not is_none(each) and self._responses.annotated(each, scope) != "response"]
        return bool(said) and all(self.untyped(each, scope, any_counts=any_counts) for each in said)

    def _generic_untyped(
        self, generic: facts.Expr, items: tuple[facts.Expr, ...], scope: Scope, *, any_counts: bool
    ) -> bool:
        module, _, last = self._inference.name_of(generic, scope).rpartition(".")
        if module not in _MODULES:
            return False
        if last in ("Union", "Optional"):
            return self._all_untyped(items, scope, any_counts=any_counts)
        if last == "Annotated":
            return self.untyped(items[0], scope, any_counts=any_counts)
        if last in _MAPPINGS | _LISTS:
            return self.untyped(items[-1], scope, any_counts=any_counts)
        return False


def _is_bodyless(status: int | None) -> bool:
    """Whether an answer of this status has no body, or none that anyone reads: a redirect's."""
    return status is not None and (status < 200 or status in (204, 205) or 300 <= status < 400)
