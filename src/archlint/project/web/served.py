"""What each application answers: every route by each way that leads to it."""

from __future__ import annotations

from typing import TypeAlias

from archlint import facts
from archlint.project.memory import remembered
from archlint.project.web.includes import Include, Includes, Key, Mount
from archlint.project.web.routers import Router
from archlint.project.web.routes import Route, Routes
from archlint.project.web.templates import Template, template
from archlint.records import Record

Entry: TypeAlias = Include | Mount | Route
"""One thing put into another."""


class Served(Record, frozen=True):
    """A route as it is reached by one way."""

    route: Route
    root: Router
    """The application or, where that is as far as can be told, the outermost router known."""
    key: Key
    """Tells the root from others of the same source."""
    path: str
    """From the root on."""
    is_whole: bool
    """Whether that is all of the path."""
    template: Template | None
    """None where the path has convertors of the project's own."""
    entries: tuple[Entry, ...]
    """What is put into what on the way from the root, the route itself at the end."""

    @property
    def methods(self) -> tuple[str, ...]:
        return ("WEBSOCKET",) if self.route.is_websocket else self.route.methods


class ServedRoutes:
    """The routes of each application, with their full paths as far as they can be told."""

    def __init__(self, routes: Routes, includes: Includes) -> None:
        self._routes = routes
        self._includes = includes

    @remembered
    def all(self) -> tuple[Served, ...]:
        """In the order of places; a route stands here once for each way to it."""
        found: dict[tuple[Router | facts.Call | Entry, ...], Served] = {}
        for route in self._routes:
            if route.own_path is None:
                continue
            for reached in route.routers:
                for way in self._includes.ways(reached.router, reached.frame):
                    path = way.base + route.own_path
                    entries: tuple[Entry, ...] = (*way.includes, route)
                    served = Served(route, way.root, way.key, path, way.is_served, template(path), entries)
                    found.setdefault((*way.key, *entries), served)
        return tuple(found.values())

    def of(self, route: Route) -> tuple[Served, ...]:
        """The ways that a route is served."""
        return tuple(self._by_route.get(route, ()))

    @remembered
    def _by_route(self) -> dict[Route, list[Served]]:
        found: dict[Route, list[Served]] = {}
        for each in self.all:
            found.setdefault(each.route, []).append(each)
        return found
