"""Errors of the project that come out of services and reach FastAPI without a handler."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from archlint import facts
from archlint.project.code.modules import Class, Function, Module
from archlint.project.code.statements import read_in
from archlint.project.errors.clauses import BROAD, Caught, Error
from archlint.project.errors.raises import Raised
from archlint.project.memory import remembered, remembered_between_runs
from archlint.records import Record

if TYPE_CHECKING:
    from archlint.project.project import Project

_OWN_FAULTS = re.compile(
    r"assert|bug|config|database|fatal|impossible|integrity|internal|invariant|manifest|misconfigur|programming|servererror|server_error"
    r"|setup|system|technical|unexpected|unreachable|unsupportedoperation|notimplemented",
    re.IGNORECASE,
)
"""Words of errors that a 500 is the right answer to."""
_WEB = frozenset({"composition", "dependency", "middleware", "router"})
_ROUTE = "fastapi.routing.APIRoute"


class Unhandled(Record, frozen=True, eq=False):
    """A way on which an error of the project leaves a route."""

    error: Class
    entry: Function
    raised: Raised
    entries: int
    """From how many handlers and dependencies it gets out."""


class Unmapped:
    """Finds them; where it cannot be told which errors are handled, there are none."""

    def __init__(self, project: Project) -> None:
        self._project = project

    def of(self, cls: Class) -> Unhandled | None:
        """The shortest way out for an error class, from the raise in a service to a route."""
        clauses = self._project.errors.clauses
        if not clauses.is_error(cls) or clauses.is_http(cls) or _OWN_FAULTS.search(cls.name) or not self._is_asked:
            return None
        if any(clauses.catches(each, cls) == "yes" and not each.is_broad for each in self._caught):
            return None
        ways = self._ways.get(cls, [])
        if not ways or any(clauses.catches(each, cls) == "perhaps" for each in self._caught):
            return None
        raises = self._project.errors.raises
        entry = min(ways, key=lambda each: len(raises.chain(each, cls)))
        return Unhandled(cls, entry, raises.end(entry, cls), len(ways))

    def may_be_caught(self, error: Error) -> bool:
        """Whether a handler, middleware or route class catches or asks for errors of a class."""
        clauses = self._project.errors.clauses
        return any(clauses.catches(each, error) != "no" and not each.is_broad for each in self._caught)

    @remembered
    def _is_asked(self) -> bool:
        """Whether an application is made here, and all its handlers are known."""
        return bool(self._project.layers.applications()) and self._project.errors.handlers.are_known

    @remembered
    def _ways(self) -> dict[Class, list[Function]]:
        """The handlers and dependencies that let each error of a service out."""
        found: dict[Class, list[Function]] = {}
        for error, function in self._project.file_by_file(self._ways_out_of):
            found.setdefault(error, []).append(function)
        return found

    @remembered_between_runs
    def _ways_out_of(self, module: Module) -> Iterable[tuple[Class, Function]]:
        raises = self._project.errors.raises
        for function in module.all_functions:
            errors = [each for each in raises.of(function) if isinstance(each, Class)]
            if not errors or self._project.web_side(function) not in ("handler", "dependency"):
                continue
            if self._project.errors.passing.is_opaque(function):
                continue
            for error in errors:
                if self._is_of_service(raises.functions(function, error)):
                    yield error, function

    def _is_of_service(self, way: list[Function]) -> bool:
        """Whether a way leads through a service, and starts below the web side."""
        layers = [self._project.layers.of_function(each) for each in way]
        return "service" in layers and layers[-1] not in _WEB and self._project.web_side(way[-1]) is None

    @remembered
    def _caught(self) -> tuple[Caught, ...]:
        """What handlers and middleware catch, each class that they ask for with `isinstance` included."""
        return (*self._by_handlers(), *self._project.file_by_file(self._by_middleware))

    def _by_handlers(self) -> Iterator[Caught]:
        for each in self._project.errors.handlers.all:
            if isinstance(each.error, (str, Class)) and each.error not in BROAD:
                yield Caught((each.error,))
            elif each.handler is not None:
                yield from self._asked_for(each.handler)

    @remembered_between_runs
    def _by_middleware(self, module: Module) -> Iterable[Caught]:
        for function in module.all_functions:
            owner = function.owner
            is_route = owner is not None and self._project.inference.members.derives(owner, _ROUTE)
            if is_route or self._project.web_side(function) == "middleware" or self._is_inside_route(function):
                for handler in self._project.errors.situations.handlers(function):
                    caught = self._project.errors.clauses.caught(handler.type, function)
                    if caught.is_broad:
                        yield from self._asked_for(function)
                    else:
                        yield caught

    def _is_inside_route(self, function: Function) -> bool:
        """Whether it is nested in a method of a route class, as `get_route_handler` does it."""
        outer = function.enclosing
        owner = None if outer is None else outer.owner
        return owner is not None and self._project.inference.members.derives(owner, _ROUTE)

    def _asked_for(self, function: Function) -> Iterator[Caught]:
        """The classes that a function asks for; one that answers with the error's own status takes all."""
        if function.mentions("status_code") and function.mentions("getattr"):
            yield Caught((), is_open=True)
        for each in read_in(function.body):
            match each:
                case facts.Call(func=facts.Name(id="isinstance"), args=(_, kinds)):
                    yield self._project.errors.clauses.caught(kinds, function)
                case _:
                    pass
