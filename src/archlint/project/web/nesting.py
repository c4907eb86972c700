"""How resources stand inside each other in paths."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from archlint import facts
from archlint.project.memory import remembered
from archlint.project.web.includes import Key
from archlint.project.web.routes import Route
from archlint.project.web.served import Served, ServedRoutes
from archlint.project.web.templates import is_parameter
from archlint.records import Record

At: TypeAlias = tuple[Key, tuple[str, ...]]
"""The root and the segments of a path, the names of parameters left out."""
_READS = frozenset({"GET", "PUT", "PATCH"})
"""Methods that speak of a resource itself; DELETE may mean no more than that it is taken out of its parent."""
_ADMIN = ("admin", "backoffice", "internal", "management", "staff", "superuser")


class Doubled(Record, frozen=True, eq=False):
    """A resource with a URL of its own, and one below its parent."""

    own: Served
    nested: Served
    name: str
    parent: str


class Nesting:
    """The resources of paths."""

    def __init__(self, served: ServedRoutes) -> None:
        self._served = served

    @remembered
    def doubled(self) -> tuple[Doubled, ...]:
        """The resources that belong to a parent and are served without it too, in the order of places."""
        found: dict[At, Doubled] = {}
        for (root, key), nested in self._by_path.items():
            match key:
                case (*base, parent, "{}", name, "{}") if "{}" not in (parent, name):
                    own = (root, (*base, name, "{}"))
                    kept = [each for each in self._by_path.get(own, ()) if not _is_leaving(each.route)]
                    if kept and self._belongs(root, key, tuple(base)):
                        found.setdefault(own, Doubled(kept[0], nested[0], name, parent))
                case _:
                    pass
        told = (each for each in found.values() if not _is_for_staff(each.own))
        return tuple(sorted(told, key=lambda each: each.own.route.place))

    def _belongs(self, root: Key, key: tuple[str, ...], base: tuple[str, ...]) -> bool:
        """Whether what a path names is read below its parent, and made there or nowhere else."""
        if _READS.isdisjoint(self._methods(root, key)):
            return False
        made_below = "POST" in self._methods(root, key[:-1])
        return made_below or "POST" not in self._methods(root, (*base, key[-2]))

    def _methods(self, root: Key, key: tuple[str, ...]) -> set[str]:
        return {method for each in self._by_path.get((root, key), ()) for method in each.methods}

    @remembered
    def _by_path(self) -> dict[At, list[Served]]:
        found: dict[At, list[Served]] = {}
        for each in self._served.all:
            if each.template is not None:
                key = tuple("{}" if is_parameter(segment) else segment for segment in each.template.segments)
                found.setdefault((each.key, key), []).append(each)
        return found

    def resources(self, served: Served) -> tuple[str, ...]:
        """The resources that a path stands below each other: what has an identity behind it, and a collection at its
        end.
        """
        return tuple(_resources(served.template.segments if served.template is not None else ()))


def _resources(segments: tuple[str, ...]) -> Iterator[str]:
    for at, segment in enumerate(segments):
        if not is_parameter(segment):
            is_last = at == len(segments) - 1
            if is_last:
                if at and is_parameter(segments[at - 1]) and segment.endswith("s"):
                    yield segment
            elif is_parameter(segments[at + 1]):
                yield segment


def _is_leaving(route: Route) -> bool:
    """Whether a route is declared to go away."""
    said = route.option("deprecated")
    return said is not None and not (isinstance(said.value, facts.Constant) and said.value.kind == "False")


def _is_for_staff(served: Served) -> bool:
    words = (*served.path.lower().split("/"), *served.route.module.path.lower().replace(".", "/").split("/"))
    return any(word.startswith(_ADMIN) for word in words)
