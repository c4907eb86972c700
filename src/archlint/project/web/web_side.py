"""Which functions FastAPI itself runs while it answers a request."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal, TypeAlias

from archlint import facts
from archlint.project.code.expressions import argument
from archlint.project.code.modules import Class, Function, Module
from archlint.project.inference.inference import Inference, Scope
from archlint.project.inference.origins import Origins
from archlint.project.memory import remembered, remembered_between_runs
from archlint.project.web.providers import Providers
from archlint.project.web.routers import Routers
from archlint.project.web.routes import Routes

Part: TypeAlias = Literal["handler", "websocket handler", "dependency", "exception handler", "middleware"]
_MIDDLEWARE = "starlette.middleware.base.BaseHTTPMiddleware"
_WORDS = frozenset({"add_exception_handler", "add_middleware", "FastAPI"})


class WebSide:
    """The parts that functions play on the web side."""

    def __init__(
        self,
        inference: Inference,
        modules: dict[str, Module],
        origins: Origins,
        routers: Routers,
        routes: Routes,
        providers: Providers,
    ) -> None:
        self._inference = inference
        self._modules = [each for each in modules.values() if not each.is_test]
        self._origins = origins
        self._routers = routers
        self._routes = routes
        self._providers = providers

    def part(self, function: Function) -> Part | None:
        """What a function is to FastAPI; None when it does not run it."""
        routes = self._routes.of(function)
        if routes:
            return "websocket handler" if all(route.is_websocket for route in routes) else "handler"
        if function in self._providers.functions:
            return "dependency"
        return self._others.get(function)

    @remembered
    def _others(self) -> dict[Function, Part]:
        return dict(each for module in self._modules for each in self._within(module))

    @remembered_between_runs
    def _within(self, module: Module) -> Iterable[tuple[Function, Part]]:
        for cls in module.all_classes:
            if (dispatch := cls.method("dispatch")) and self._inference.members.derives(cls, _MIDDLEWARE):
                yield dispatch, "middleware"
        for function in module.all_functions:
            for decorator in function.facts.decorators:
                if (part := self._decorated(decorator, self._inference.around(function))) is not None:
                    yield function, part
        scopes: list[Function | Module] = [module, *module.mentioning(_WORDS)]
        for scope in scopes:
            for event in self._inference.flow(scope).calls():
                yield from self._registered(event.expr, scope)

    def _decorated(self, decorator: facts.Expr, around: Scope) -> Part | None:
        """`@app.exception_handler(Error)`, `@app.middleware("http")`."""
        match decorator:
            case facts.Call(func=facts.Attribute(value=app, attr="exception_handler" | "middleware" as method)):
                if self._routers.kind(app, around) is not None:
                    return "middleware" if method == "middleware" else "exception handler"
        return None

    def _registered(self, call: facts.Call, scope: Scope) -> Iterator[tuple[Function, Part]]:
        match call.func:
            case facts.Attribute(value=app, attr="add_exception_handler"):
                if self._routers.kind(app, scope) is not None and (given := argument(call, "handler", 1)) is not None:
                    yield from ((each, "exception handler") for each in self._functions(given, scope))
            case facts.Attribute(value=app, attr="add_middleware"):
                if self._routers.kind(app, scope) is not None and (given := argument(call, "middleware_class", 0)):
                    yield from ((each, "middleware") for each in self._entries(given, scope))
            case facts.Name() | facts.Attribute():
                if (handlers := argument(call, "exception_handlers")) is not None and self._makes_app(call, scope):
                    for origin in self._origins.of(handlers, scope):
                        if isinstance(origin.what, facts.Dict):
                            for value in origin.what.values:
                                yield from (
                                    (each, "exception handler") for each in self._functions(value, origin.scope)
                                )
            case _:
                pass

    def _makes_app(self, call: facts.Call, scope: Scope) -> bool:
        return self._routers.kind_of(self._inference.infer(call, scope)) == "app"

    def _functions(self, expr: facts.Expr, scope: Scope) -> list[Function]:
        return [origin.what for origin in self._origins.of(expr, scope) if isinstance(origin.what, Function)]

    def _entries(self, expr: facts.Expr, scope: Scope) -> list[Function]:
        """The methods by which a middleware class is run."""
        classes = [origin.what for origin in self._origins.of(expr, scope) if isinstance(origin.what, Class)]
        found = (self._inference.members.method(cls, name) for cls in classes for name in ("__call__", "dispatch"))
        return [each for each in found if each is not None]
