"""Everything that runs before a handler: its own dependencies, and those of its route, routers and applications."""

from __future__ import annotations

from collections.abc import Iterator

from archlint.project.inference.options import Option
from archlint.project.inference.origins import Frame
from archlint.project.web.includes import Includes
from archlint.project.web.injection import Dependency, Injection
from archlint.project.web.routers import Router, Routers
from archlint.project.web.routes import Route


class Demands:
    """The dependencies of routes."""

    def __init__(self, injection: Injection, routers: Routers, includes: Includes) -> None:
        self._injection = injection
        self._routers = routers
        self._includes = includes
        self._known: dict[int, tuple[Dependency, ...]] = {}

    def direct(self, route: Route) -> tuple[Dependency, ...]:
        """What a route asks for: outermost application first, then its routers, its declaration and its handler."""
        known = self._known.get(id(route))
        if known is None:
            handler = () if route.handler is None else self._injection.dependencies(route.handler)
            above: dict[int, Dependency] = {}
            for reached in route.routers:
                for each in self._of_router(reached.router, reached.frame, set()):
                    above[id(each.expr)] = each
            known = (*above.values(), *self._listed(route.option("dependencies")), *handler)
            self._known[id(route)] = known
        return known

    def tree(self, route: Route) -> tuple[Dependency, ...]:
        """What a route asks for, with all that this needs in turn."""
        return self._injection.tree(self.direct(route))

    def _of_router(self, router: Router, frame: Frame | None, seen: set[int]) -> Iterator[Dependency]:
        if id(router) in seen:
            return
        seen.add(id(router))
        for include in self._includes.parents(router):
            yield from self._of_router(include.parent, include.frame, seen)
            said = self._routers.options.of(include.call, include.scope, include.frame)
            yield from self._listed(said.options.get("dependencies"))
        yield from self._listed(self._routers.setting(router, "dependencies", frame))

    def _listed(self, option: Option | None) -> tuple[Dependency, ...]:
        return () if option is None else self._injection.listed(option.value, option.scope, option.frame)
