"""Which of two routes is asked that take the same requests: the one that is registered first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from operator import itemgetter
from typing import TypeAlias

from archlint.project.inference.inference import Inference
from archlint.project.inference.values import ClassRef
from archlint.project.memory import memory, remembered
from archlint.project.web.includes import Include, Includes, Key, Mount
from archlint.project.web.routes import Route, Routes
from archlint.project.web.sequence import Moment
from archlint.project.web.served import Entry, Served, ServedRoutes
from archlint.project.web.templates import Template
from archlint.records import Record

_VERSIONING = frozenset({"cadwyn", "fastapi_versioning", "fastapi_versionizer"})
"""Libraries that serve routes of one path side by side."""
Pair: TypeAlias = tuple[Served, str, Served | Mount]
"""A route, the method that does not reach it, and what answers in its place."""


class Hidden(Record, frozen=True, eq=False):
    """A route that is never asked, and what answers in its place."""

    served: Served
    methods: tuple[str, ...]
    by: Served | Mount


class Precedence:
    """The routes that others hide; unknown order hides nothing."""

    def __init__(
        self,
        inference: Inference,
        routes: Routes,
        includes: Includes,
        served: ServedRoutes,
    ) -> None:
        self._inference = inference
        self._routes = routes
        self._includes = includes
        self._served = served
        self._moments: dict[Entry, Moment] = memory()
        self._matching: dict[Route, bool] = memory()

    def duplicate(self, route: Route) -> Hidden | None:
        """What hides a route by having its path and method."""
        return self._duplicates.get(route)

    def shadow(self, route: Route) -> Hidden | None:
        """What hides a route by a wider path, or by being mounted above it."""
        return self._shadows.get(route)

    @remembered
    def _duplicates(self) -> dict[Route, Hidden]:
        by_shape: dict[tuple[Key, str, str], list[Served]] = {}
        for served, read in self._comparable:
            for method in served.methods:
                by_shape.setdefault((served.key, method, read.shape), []).append(served)
        return _gathered(
            (later, method, earlier)
            for (_, method, _), alike in by_shape.items()
            for later in alike
            for earlier in alike
            if len(alike) > 1 and self._is_asked_first(earlier, later)
        )

    @remembered
    def _shadows(self) -> dict[Route, Hidden]:
        return _gathered((*self._below_mounts(), *self._below_routes()))

    def _below_mounts(self) -> Iterator[Pair]:
        for mount in self._includes.mounts:
            for way in self._includes.ways(mount.parent, mount.parent_frame):
                above = f"{way.base}{mount.path}/"
                for served, read in self._comparable:
                    if (
                        served.key == way.key
                        and read.sample.startswith(above)
                        and all(isinstance(each, Route) or each.call is not mount.call for each in served.entries)
                        and self._comes_first((*way.includes, mount), served.entries)
                    ):
                        yield from ((served, method, mount) for method in served.methods)

    def _below_routes(self) -> Iterator[Pair]:
        for served, narrow in self._comparable:
            for method in served.methods:
                for size in (served.path.count("/"), 0):
                    alike = (self._wide.get((served.key, method, size, head), ()) for head in narrow.heads)
                    for _, other, read in sorted(chain(*alike), key=itemgetter(0)):
                        wider = read.shape != narrow.shape and read.takes_all_of(narrow)
                        if wider and self._is_asked_first(other, served):
                            yield served, method, other

    @remembered
    def _wide(self) -> dict[tuple[Key, str, int, str], list[tuple[int, Served, Template]]]:
        """The routes that may take what another does, in order, by what the two must have in common."""
        found: dict[tuple[Key, str, int, str], list[tuple[int, Served, Template]]] = {}
        for place, (served, read) in enumerate(self._comparable):
            if read.parameters:
                size = 0 if read.spans_segments else served.path.count("/")
                for method in served.methods:
                    found.setdefault((served.key, method, size, read.head), []).append((place, served, read))
        return found

    @remembered
    def _comparable(self) -> tuple[tuple[Served, Template], ...]:
        """The routes of which the path alone, and nothing that is unknown here, tells who answers."""
        names = self._inference.names
        if any(not _VERSIONING.isdisjoint(names.packages_of(each)) for each in names.modules.values()):
            return ()
        return tuple(
            (each, each.template)
            for each in self._served.all
            if each.template is not None and not self._matches_itself(each.route)
        )

    def _matches_itself(self, route: Route) -> bool:
        """Whether a class that the project names decides what a route takes."""
        known = self._matching.get(route)
        if known is None:
            known = self._matching[route] = self._has_class(route)
        return known

    def _has_class(self, route: Route) -> bool:
        for reached in route.routers:
            said = self._routes.routers.setting(reached.router, "route_class", reached.frame)
            if said is not None:
                match self._inference.infer(said.value, said.scope):
                    case ClassRef(cls=cls):
                        return self._inference.members.method(cls, "matches") is not None
                    case _:
                        return True
        return False

    def _is_asked_first(self, one: Served, other: Served) -> bool:
        """Whether one route takes the requests of another with a handler of its own."""
        same = one.route.handler is other.route.handler and one.route.handler is not None
        return not same and self._comes_first(one.entries, other.entries)

    def _comes_first(self, one: tuple[Entry, ...], other: tuple[Entry, ...]) -> bool:
        """Whether one is certainly registered before the other, whenever the other is there at all."""
        conditions = {each for entry in one for each in self._moment(entry).conditions}
        if not conditions <= {each for entry in other for each in self._moment(entry).conditions}:
            return False
        for mine, its in zip(one, other, strict=False):
            if mine != its:
                return self._moment(mine).precedes(self._moment(its)) is True
        return False

    def _moment(self, entry: Entry) -> Moment:
        known = self._moments.get(entry)
        if known is None:
            if isinstance(entry, Route):
                known = entry.moment
            else:
                turn = entry.turn if isinstance(entry, Include) else 0
                known = self._routes.sequence.moment(entry.scope, entry.call.start, entry.frame, turn)
            self._moments[entry] = known
        return known


def _gathered(pairs: Iterable[Pair]) -> dict[Route, Hidden]:
    """For each route, the first that answers in its place, and for which methods."""
    found: dict[Route, Hidden] = {}
    for served, method, by in pairs:
        known = found.get(served.route)
        if known is None:
            found[served.route] = Hidden(served, (method,), by)
        elif known.served == served and known.by == by and method not in known.methods:
            found[served.route] = Hidden(served, (*known.methods, method), by)
    return found
