"""All facts together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from collections.abc import Set as AbstractSet
from typing import TypeVar

from archlint import facts
from archlint.config import Config
from archlint.findings import Place
from archlint.project.code.modules import Class, Function, Module
from archlint.project.environment import Environment
from archlint.project.errors.errors import Errors
from archlint.project.execution.blocking import Blocking
from archlint.project.execution.calls import Call, Calls, Edge
from archlint.project.execution.http_calls import HttpCalls
from archlint.project.execution.loops import Loops
from archlint.project.execution.reach import Blessed, Reach
from archlint.project.execution.sinkcalls import SinkCalls
from archlint.project.execution.sinks import Sinks
from archlint.project.execution.steps import Steps
from archlint.project.flow.ahead import Ahead
from archlint.project.flow.flow import Flow
from archlint.project.inference.inference import Inference, Scope
from archlint.project.inference.names import Names
from archlint.project.inference.subclasses import Subclasses
from archlint.project.inference.type_shapes import TypeShapes
from archlint.project.inference.values import ClassRef, Instance, Value
from archlint.project.layers.clients import Clients
from archlint.project.layers.cycles import Cycles
from archlint.project.layers.data_access import DataAccess
from archlint.project.layers.entrypoints import EntryPoints
from archlint.project.layers.imports import Imports
from archlint.project.layers.insertions import Insertions
from archlint.project.layers.layers import Layers
from archlint.project.layers.order import Order
from archlint.project.layers.orm_uses import OrmUses
from archlint.project.layers.persistence import Persistence
from archlint.project.layers.repositories import Repositories
from archlint.project.layers.request_globals import RequestGlobals
from archlint.project.memory import read_comments, remembered
from archlint.project.repairs.repairs import Repairs
from archlint.project.schemas.schemas import Schemas
from archlint.project.settings import Settings
from archlint.project.storage.sessions import Sessions
from archlint.project.web.boundaries import Boundaries
from archlint.project.web.direct_calls import DirectCalls
from archlint.project.web.injection import Injection
from archlint.project.web.routes import Route, Routes
from archlint.project.web.web import Web
from archlint.project.web.web_side import Part
from archlint.requirements import Requirements

T = TypeVar("T")


def _nowhere(_rule: str, _place: Place) -> bool:
    return False


class Project:
    """The linked modules of a service; every question has a room of its own, made when first asked.

    `package` is the dotted name of the project's root folder where that is a package itself, `requirements` what is
    told of the libraries it runs with, `ahead` what was told of bodies already.
    """

    def __init__(
        self,
        sources: Iterable[facts.Source],
        config: Config,
        package: str = "",
        requirements: Requirements | None = None,
        ahead: Ahead | None = None,
    ) -> None:
        self.config = config
        self.requirements = requirements or Requirements()
        self.blessed: Blessed = _nowhere
        """Where a comment ends the chains of a rule: to be set before the first question."""
        ahead = ahead or Ahead()
        self.names = Names(sources, config.src, package, ahead.bodies)
        self.inference = Inference(self.names, ahead.flows)

    @property
    def modules(self) -> dict[str, Module]:
        """By path."""
        return self.names.modules

    @remembered
    def subclasses(self) -> Subclasses:
        return Subclasses(self.inference, self.modules)

    @remembered
    def calls(self) -> Calls:
        return Calls(self.inference, self.subclasses)

    @remembered
    def http_calls(self) -> HttpCalls:
        return HttpCalls(self.calls, self.inference, self.sessions.state.resolve)

    @remembered
    def blocking(self) -> Blocking:
        sink_calls = SinkCalls(self.inference, self.calls, Sinks(self.config.sinks))
        steps = Steps(self.inference, self.calls, sink_calls)
        return Blocking(steps, Reach(steps, lambda: self.loops.coroutines, self._is_blessed))

    def _is_blessed(self, rule: str, place: Place) -> bool:
        read_comments()
        return self.blessed(rule, place)

    @remembered
    def loops(self) -> Loops:
        return Loops(self)

    def runs_on_loop(self, function: Function) -> bool:
        """Whether a function is a coroutine on an event loop that serves requests."""
        return self.loops.run(function)

    @remembered
    def web(self) -> Web:
        return Web(self.inference, self.modules, self.subclasses)

    @remembered
    def imports(self) -> Imports:
        return Imports(self)

    @remembered
    def layers(self) -> Layers:
        return Layers(self)

    @remembered
    def order(self) -> Order:
        return Order(self)

    @remembered
    def cycles(self) -> Cycles:
        return Cycles(self)

    @remembered
    def entrypoints(self) -> EntryPoints:
        return EntryPoints(self)

    @remembered
    def data_access(self) -> DataAccess:
        return DataAccess(self)

    @remembered
    def direct_calls(self) -> DirectCalls:
        return DirectCalls(self)

    @remembered
    def insertions(self) -> Insertions:
        return Insertions(self)

    @remembered
    def repositories(self) -> Repositories:
        return Repositories(self)

    @remembered
    def persistence(self) -> Persistence:
        return Persistence(self)

    @remembered
    def clients(self) -> Clients:
        return Clients(self)

    @remembered
    def orm_uses(self) -> OrmUses:
        return OrmUses(self)

    @remembered
    def request_globals(self) -> RequestGlobals:
        return RequestGlobals(self)

    @remembered
    def sessions(self) -> Sessions:
        return Sessions(self)

    @property
    def routes(self) -> Routes:
        """Every route, tests excluded, in the order of paths and places."""
        return self.web.routes

    @property
    def injection(self) -> Injection:
        return self.web.injection

    def routes_of(self, function: Function) -> tuple[Route, ...]:
        """The routes that a function handles."""
        return self.web.routes.of(function)

    def is_dependency(self, function: Function) -> bool:
        """Whether a function stands in a `Depends` anywhere, or makes a class that does."""
        return function in self.web.providers.functions

    def web_side(self, function: Function) -> Part | None:
        """What a function is to FastAPI: a handler, a dependency, a middleware …; None when it does not run it."""
        return self.web.side.part(function)

    @remembered
    def boundaries(self) -> Boundaries:
        return Boundaries(self)

    @remembered
    def environment(self) -> Environment:
        return Environment(self)

    @remembered
    def errors(self) -> Errors:
        return Errors(self)

    @remembered
    def schemas(self) -> Schemas:
        return Schemas(self)

    @remembered
    def repairs(self) -> Repairs:
        return Repairs(self)

    @remembered
    def settings(self) -> Settings:
        return Settings(self)

    @remembered
    def type_shapes(self) -> TypeShapes:
        return TypeShapes(self.inference)

    def flow(self, scope: Function | Module) -> Flow:
        """The events of a body in order."""
        return self.inference.flow(scope)

    def infer(self, expr: facts.Expr, scope: Scope) -> Value:
        """What an expression that stands in a scope is."""
        return self.inference.infer(expr, scope)

    def name_of(self, expr: facts.Expr, scope: Scope) -> str:
        """The dotted name of what an expression refers to; "" when unknown."""
        return self.inference.name_of(expr, scope)

    def annotation(self, expr: facts.Expr, scope: Scope) -> Value:
        """The value that something annotated so has."""
        return self.inference.annotations.value(expr, scope)

    def mro(self, cls: Class) -> tuple[Class | str, ...]:
        """A class and its bases, nearest first; external ones by their dotted names."""
        return self.inference.members.mro(cls)

    def derives(self, value: Value | Class, *names: str) -> bool:
        """Whether a class, or an object's class, has one of the dotted names among its bases, or is it."""
        if isinstance(value, Instance):
            if isinstance(value.of, str):
                return value.of in names
            value = value.of
        elif isinstance(value, ClassRef):
            value = value.cls
        return isinstance(value, Class) and self.inference.members.derives(value, *names)

    def calls_in(self, scope: Function | Module) -> tuple[Call, ...]:
        """The calls of a body, resolved, in the order they happen."""
        return self.calls.within(scope)

    def edges(self, function: Function) -> tuple[Edge, ...]:
        """The functions of the project that a function runs."""
        return self.calls.edges(function)

    def foresee(self) -> None:
        """Answer now what rules of every family will ask: what is called where, each module's layer, the routes."""
        for _ in self.subjects(Call):
            pass  # each has been resolved
        for module in self.modules.values():
            if not module.is_test:
                self.layers.of(module)
        _ = self.routes

    def file_by_file(self, tell: Callable[[Module], Iterable[T]]) -> Iterator[T]:
        """All that is told of each file, tests excluded, in the order of paths."""
        return self.names.file_by_file(tell)

    def functions(self) -> Iterator[Function]:
        """Every function of the project, tests excluded, in the order of paths and places."""
        return self.file_by_file(lambda module: module.all_functions)

    def mentioning(self, words: AbstractSet[str]) -> Iterator[Function]:
        """Those that mention one of some identifiers."""
        return self.file_by_file(lambda module: module.mentioning(words))

    def subjects(self, kind: type[object]) -> Iterator[object]:
        """Every subject of one kind, tests excluded, in the order of paths and places."""
        if kind is Project:
            yield self
            return
        for module in self.modules.values():
            yield from self.subjects_in(module, kind)

    def subjects_in(self, module: Module, kind: type[object]) -> Iterator[object]:
        """Those of one file; a project is in none."""
        if module.is_test:
            return
        if kind is Module:
            yield module
        elif kind is Class:
            yield from module.all_classes
        elif kind is Function:
            yield from module.all_functions
        elif kind is Route:
            yield from self.routes.declared_in(module)
        elif kind is Call:
            yield from self.calls_in(module)
            for function in module.all_functions:
                yield from self.calls_in(function)
