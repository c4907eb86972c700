"""Which resources the routers of a module serve."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from archlint import facts
from archlint.findings import Place
from archlint.project.code.modules import Module
from archlint.project.inference.texts import Texts
from archlint.project.web.routers import Router, Routers
from archlint.records import Record

if TYPE_CHECKING:
    from archlint.project.web.routes import Routes

_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_SILENT = frozenset(
    {
        *("api", "app", "endpoint", "endpoints", "main", "route", "router", "routers", "routes", "v", "view", "views"),
        *("admin", "anonymous", "authenticated", "authorized", "base", "basic", "console", "external", "internal"),
        *("me", "my", "open", "private", "protected", "public", "root", "secure", "secured", "self", "staff", "super"),
        *("superuser", "unauthenticated", "unprotected", "async", "html", "http", "json", "page", "pages", "socket"),
        *("stream", "streaming", "web", "webhook", "webhooks", "websocket", "websockets", "ws", "bulk", "legacy"),
        *("new", "old", "project", "tenant", "organization", "by", "for", "of", "with"),
    }
)
"""Words that tell for whom, how or below what a resource is served, not which one."""


class Resource(Record, frozen=True):
    """A resource by the first router that serves it."""

    name: str
    """The name that the module gives the router."""
    place: Place
    prefix: str
    """The router's own prefix; "" where it has none or none can be told."""
    routes: int
    """How many routes of the module stand on its routers."""


class Resources:
    """Tells the resources of routers by what they are called and by their own prefixes."""

    def __init__(self, routes: Routes, routers: Routers, texts: Texts) -> None:
        self._routes = routes
        self._routers = routers
        self._texts = texts

    def of(self, module: Module) -> tuple[Resource, ...]:
        """The resources that the module's own routers serve by routes of the module, in source order.

        Routers that share a word serve one resource, for several audiences or versions; one whose resource cannot be
        told is left out.
        """
        counts: dict[Router, int] = {}
        for route in self._routes.declared_in(module):
            for router in dict.fromkeys(each.router for each in route.routers):
                if router.kind == "router" and router.scope is module:
                    counts[router] = counts.get(router, 0) + 1
        if len(counts) < 2:
            return ()
        groups: list[tuple[set[str], list[Router]]] = []
        for router in sorted(counts, key=lambda each: each.made.start):
            words = self._words(router, module)
            if not words:
                continue
            near = [group for group in groups if not words.isdisjoint(group[0])]
            groups = [group for group in groups if group not in near]
            merged = [each for _, those in near for each in those]
            groups.append((words.union(*(known for known, _ in near)), [*merged, router]))
        found = [(those[0], sum(counts[each] for each in those)) for _, those in groups]
        return tuple(
            Resource(_name(router, module) or "router", module.place(router.made), self._prefix(router), count)
            for router, count in sorted(found, key=lambda each: each[0].made.start)
        )

    def _words(self, router: Router, module: Module) -> set[str]:
        """What names the resource of a router: the last part of its prefix that is no parameter, and its name."""
        parts = [part for part in self._prefix(router).split("/") if _own_words(part) and not part.startswith("{")]
        return _own_words(parts[-1] if parts else "") | _own_words(_name(router, module))

    def _prefix(self, router: Router) -> str:
        said = self._routers.setting(router, "prefix")
        return ("" if said is None else self._texts.of(said.value, said.scope, said.frame)) or ""


def _name(router: Router, module: Module) -> str:
    for stmt in module.facts.top:
        match stmt:
            case facts.Assign(targets=(facts.Name(id=name), *_), value=value) if value is router.made:
                return name
            case _:
                pass
    return ""


def _own_words(text: str) -> set[str]:
    """The words of a name or of a part of a path, in the singular."""
    words = {word.lower() for word in _WORD.findall(text)} - _SILENT
    return {word.removesuffix("s") for word in words}
