"""Everything that runs before a handler: its own dependencies, and those of its route, routers and applications."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from archlint import facts
from archlint.project.inference.options import Option
from archlint.project.inference.origins import Frame
from archlint.project.memory import memory
from archlint.project.web.includes import Includes, Key, key_of
from archlint.project.web.injection import Dependency, Injection
from archlint.project.web.routers import Router, Routers
from archlint.project.web.routes import Route


class Demands:
    """The dependencies of routes."""

    def __init__(self, injection: Injection, routers: Routers, includes: Includes) -> None:
        self._injection = injection
        self._routers = routers
        self._includes = includes
        self._known: dict[Route, tuple[Dependency, ...]] = memory()

    def direct(self, route: Route) -> tuple[Dependency, ...]:
        """What a route asks for: outermost application first, then its routers, its declaration and its handler."""
        known = self._known.get(route)
        if known is None:
            handler = () if route.handler is None else self._injection.dependencies(route.handler)
            above: dict[facts.Expr, Dependency] = {}
            for reached in route.routers:
                for each in self._of_router(reached.router, reached.frame, set()):
                    above[each.expr] = each
            known = (*above.values(), *self._listed(route.option("dependencies")), *handler)
            self._known[route] = known
        return known

    def tree(self, route: Route) -> tuple[Dependency, ...]:
        """What a route asks for, with all that this needs in turn."""
        return self._injection.tree(self.direct(route))

    def are_told(self, route: Route) -> bool:
        """Whether the dependencies that a route's own declaration lists can all be told."""
        return not route.is_open and self._is_told(route.option("dependencies"))

    def routers_are_told(self, route: Route) -> bool:
        """Whether all that its routers ask for can be told.

        An application's own dependencies are those of all its routes, and no concern of one.
        """
        lists = [each for reached in route.routers for each in self._lists(reached.router, reached.frame, set())]
        return bool(route.routers) and all(each != "open" and self._is_told(each) for each in lists)

    def _is_told(self, option: Option | None) -> bool:
        return option is None or self._injection.lists_all(option.value, option.scope, option.frame)

    def _of_router(self, router: Router, frame: Frame | None, seen: set[Key]) -> Iterator[Dependency]:
        for each in self._lists(router, frame, seen):
            yield from () if each == "open" else self._listed(each)

    def _lists(self, router: Router, frame: Frame | None, seen: set[Key]) -> Iterator[Option | Literal["open"] | None]:
        """Every `dependencies=` above a router's routes, outermost first; "open" for what the source hides."""
        key = key_of(router, frame)
        if key in seen:
            return
        seen.add(key)
        parents = self._includes.parents(router, frame)
        for include in parents:
            yield from self._lists(include.parent, include.parent_frame, seen)
            said = self._routers.options.of(include.call, include.scope, include.frame)
            yield "open" if said.is_open else said.options.get("dependencies")
        if router.kind == "router" and (
            isinstance(router.made, facts.Parameter)
            or not parents
            or self._routers.options.of(router.made, router.scope, frame).is_open
        ):
            yield "open"
        yield self._routers.setting(router, "dependencies", frame)

    def _listed(self, option: Option | None) -> tuple[Dependency, ...]:
        return () if option is None else self._injection.listed(option.value, option.scope, option.frame)
