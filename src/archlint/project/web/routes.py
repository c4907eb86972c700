"""The route table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from archlint import facts
from archlint.findings import Place
from archlint.project.code.expressions import argument
from archlint.project.code.modules import Function, Module
from archlint.project.inference.options import Option, Options, Said
from archlint.project.inference.texts import Texts
from archlint.project.memory import remembered, remembered_between_runs, remembered_of_each
from archlint.project.web.includes import Includes
from archlint.project.web.registrations import ADDERS, VERBS, Registration, Registrations
from archlint.project.web.routers import Kind, Reached, Routers
from archlint.project.web.sequence import Moment, Sequence

_WEBSOCKETS = frozenset({"websocket", "websocket_route", "add_api_websocket_route", "add_websocket_route"})
_PLAIN = frozenset({"route", "websocket_route", "add_route", "add_websocket_route"})


class Route:
    """A handler on a router, by one decorator or call; a handler has as many routes as it was put there."""

    def __init__(self, said: Registration, table: Routes, is_first_there: bool) -> None:
        self._said = said
        self._table = table
        self.handler: Function | None = said.handler
        """None where the source does not tell which function it is: a lambda, a library's."""
        self.is_first_there = is_first_there
        """Whether no other route before it has the same place: a helper's line may declare many."""
        self.is_websocket = said.verb in _WEBSOCKETS
        self.is_plain = said.verb in _PLAIN
        """Starlette's kind of route, which has no model, no status and no dependencies."""

    @remembered_of_each
    def place(self) -> Place:
        """The decorator, or the call that adds it."""
        return self._said.place

    def __repr__(self) -> str:
        return f"<route {'/'.join(self.methods)} {self.path} {self.handler}>"

    @property
    def module(self) -> Module:
        """The file that declares it."""
        return self.handler.module if self.handler is not None else self._table.module_of(self._said)

    @property
    def declaration(self) -> facts.Call:
        """The call of the router's method, or of the wrapper that the method was handed to."""
        return self._said.wrapper or self._said.call

    @property
    def is_told(self) -> bool:
        """Whether the source tells what handles it: a function, or a lambda on the spot."""
        return self.handler is not None or isinstance(self._said.endpoint, facts.Lambda)

    @property
    def router(self) -> facts.Expr:
        """The expression that the router's method is called on."""
        return self._said.router

    @property
    def is_decorated(self) -> bool:
        """Whether a decorator of the handler declares it."""
        return self._said.verb not in ADDERS and self.handler is not None and self._is_above(self.handler)

    def _is_above(self, handler: Function) -> bool:
        return any(handler.module.place(each) == self.place for each in handler.facts.decorators)

    @property
    def moment(self) -> Moment:
        """When it is put on its router."""
        return self._table.moment_of(self, self._said)

    @remembered_of_each
    def methods(self) -> tuple[str, ...]:
        """The HTTP methods in capitals; empty for a websocket or where they cannot be told."""
        return self._table.methods_of(self._said)

    @remembered_of_each
    def routers(self) -> tuple[Reached, ...]:
        """The routers it stands on; several where a factory or a parameter brings several."""
        return self._table.routers_of(self._said)

    @remembered_of_each
    def kind(self) -> Kind:
        return self._table.kind_of(self._said)

    @property
    def on_app(self) -> bool:
        """Whether it stands on the application itself."""
        return self.kind == "app"

    @remembered_of_each
    def own_path(self) -> str | None:
        """The path as declared, prefixes excluded; None when unknown."""
        return self._table.own_path(self._said)

    @remembered_of_each
    def paths(self) -> tuple[str, ...]:
        """Every full path by which it is served, as far as prefixes can be told."""
        return self._table.paths(self)

    @property
    def path(self) -> str | None:
        """The full path, the first where it is served by several; None when unknown."""
        return self.paths[0] if self.paths else None

    @remembered_of_each
    def _options(self) -> Said:
        return self._table.options_of(self._said)

    def option(self, name: str) -> Option | None:
        """What the declaration says under a keyword, e.g. `response_model`; None when it does not say."""
        return self._options.options.get(name)

    @property
    def is_open(self) -> bool:
        """Whether it takes options that cannot be read: `**options` from elsewhere."""
        return self._options.is_open

    @property
    def response_model(self) -> facts.Expr | None:
        """The `response_model` as written; a constant None is one too."""
        said = self.option("response_model")
        return None if said is None else said.value

    @remembered_of_each
    def status_code(self) -> int | None:
        """The declared status; None when it declares none, or one that cannot be told."""
        said = self.option("status_code")
        return None if said is None else self._table.texts.status(said.value, said.scope, said.frame)

    @property
    def response_class(self) -> facts.Expr | None:
        said = self.option("response_class")
        return None if said is None else said.value

    @property
    def include_in_schema(self) -> bool:
        """False only where the declaration itself says so."""
        said = self.option("include_in_schema")
        return said is None or not (isinstance(said.value, facts.Constant) and said.value.kind == "False")


class Routes:
    """All routes of a project, tests excluded."""

    def __init__(
        self,
        modules: dict[str, Module],
        routers: Routers,
        registrations: Registrations,
        includes: Includes,
        texts: Texts,
        options: Options,
    ) -> None:
        self._options = options
        self.routers = routers
        self._includes = includes
        self.texts = texts
        self.sequence = Sequence()
        self._modules = [each for each in modules.values() if not each.is_test]
        self._registrations = registrations
        self._known: dict[Registration, Route] = {}
        """As they were told last: one that says the same stays the same object, under which much is known of it."""

    @remembered
    def all(self) -> tuple[Route, ...]:
        """In the order of paths and places."""
        found = [each for module in self._modules for each in self._declared(module)]
        self._known = dict(found)
        return tuple(route for _, route in found)

    @remembered_between_runs
    def _declared(self, module: Module) -> Iterable[tuple[Registration, Route]]:
        places: set[Place] = set()
        for said in self._registrations.within(module):
            is_first = said.place not in places
            places.add(said.place)
            known = self._known.get(said)
            if known is None or known.is_first_there != is_first:
                known = Route(said, self, is_first)
            yield said, known

    @remembered
    def _by_handler(self) -> dict[Function, list[Route]]:
        found: dict[Function, list[Route]] = {}
        for route in self.all:
            if route.handler is not None:
                found.setdefault(route.handler, []).append(route)
        return found

    @remembered
    def _by_module(self) -> dict[Module, list[Route]]:
        found: dict[Module, list[Route]] = {}
        for route in self.all:
            found.setdefault(route.module, []).append(route)
        return found

    def __iter__(self) -> Iterator[Route]:
        return iter(self.all)

    def __len__(self) -> int:
        return len(self.all)

    def of(self, function: Function) -> tuple[Route, ...]:
        """The routes that a function handles."""
        return tuple(self._by_handler.get(function, ()))

    def declared_in(self, module: Module) -> tuple[Route, ...]:
        """The routes that a file declares."""
        return tuple(self._by_module.get(module, ()))

    def options_of(self, said: Registration) -> Said:
        return self._options.of(said.call, said.scope, said.frame)

    def moment_of(self, route: Route, said: Registration) -> Moment:
        if route.handler is not None and route.is_decorated:
            around = said.wrapper_scope or said.scope
            return self.sequence.moment(around, route.handler.facts.start, None if said.wrapper else said.frame)
        return self.sequence.moment(said.scope, said.call.start, said.frame)

    def module_of(self, said: Registration) -> Module:
        scope = said.wrapper_scope or said.scope
        return scope if isinstance(scope, Module) else scope.module

    def kind_of(self, said: Registration) -> Kind:
        return (
            self.routers.kind(said.router, said.wrapper_scope or said.scope, None if said.wrapper else said.frame)
            or "router"
        )

    def routers_of(self, said: Registration) -> tuple[Reached, ...]:
        scope, frame = (said.wrapper_scope, None) if said.wrapper_scope is not None else (said.scope, said.frame)
        contexts = self.routers.contexts((said.router,), scope, frame)
        found = {
            (each.router, each.frame): each
            for context in contexts
            for each in self.routers.at(said.router, scope, context)
        }
        return tuple(found.values())

    def own_path(self, said: Registration) -> str | None:
        if said.wrapper is not None and said.wrapper is said.call:  # a wrapper that cannot be read
            texts = [self.texts.of(each, said.scope) for each in said.call.args]
            return next((text for text in texts if text is not None and text.startswith("/")), None)
        path = argument(said.call, "path", 0)
        if path is None:
            return None
        text = self.texts.of(path, said.scope, said.frame)
        if text is None:  # a parameter, which all callers may leave or give the same
            contexts = self.routers.contexts((path,), said.scope, said.frame)
            made = {self.texts.of(path, said.scope, each) for each in contexts}
            text = made.pop() if len(made) == 1 else None
        return text

    def methods_of(self, said: Registration) -> tuple[str, ...]:
        if said.verb in _WEBSOCKETS:
            return ()
        if said.verb in VERBS:
            return (said.verb.upper(),)
        options = self.options_of(said)
        option = options.options.get("methods")
        if option is None:
            return () if options.is_open else ("GET",)
        steps = self.routers.origins.elements(option.value, option.scope, option.frame)
        names = [self.texts.of(*step) for step in steps]
        return tuple(name.upper() for name in names if name) if None not in names else ()

    def paths(self, route: Route) -> tuple[str, ...]:
        own = route.own_path
        if own is None:
            return ()
        bases = (base for reached in route.routers for base in self._includes.bases(reached.router, reached.frame))
        return tuple(dict.fromkeys(base + own for base in bases if base is not None))
