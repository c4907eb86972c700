"""Which routers serve their routes under a version, and which need none."""

from __future__ import annotations

import re
from collections.abc import Iterable

from archlint import facts
from archlint.project.code.modules import Module
from archlint.project.code.statements import read_in
from archlint.project.inference.names import Names
from archlint.project.memory import remembered, remembered_between_runs
from archlint.project.web.answer_models import AnswerModels
from archlint.project.web.includes import Include
from archlint.project.web.routers import Router, Routers
from archlint.project.web.served import Served, ServedRoutes
from archlint.records import Record

_VERSION = re.compile(r"v\d+(?:[._-]?\w+)?|\d+\.\d+|\d{4}-\d{2}(?:-\d{2})?|latest|\{(?:api_?)?version\}", re.IGNORECASE)
_OPERATIONS = re.compile(
    r"(?:\.well-known|_?health\w*|heartbeat|live(?:ness|z)?|ready|readiness|readyz|ping|alive|up|status|metrics|probe\w*"
    r"|web-?hooks?|hooks?|callbacks?|version|info|about|docs|redoc|openapi(?:\.json|\.yaml)?|static|assets|media"
    r"|favicon\.ico|robots\.txt|sitemap\.xml|manifest\.json|swagger\w*|debug|oauth2?|saml|scim|sso|oidc|token|userinfo|revoke|introspect|jwks(?:\.json)?)",
    re.IGNORECASE,
)
"""Segments of what operators, other services and browsers ask for, at paths that they dictate."""
_HEADERS = frozenset({"Header", "headers"})
_IN_HEADER = re.compile(r"(?:x[-_])?(?:\w+[-_])?(?:api|accept)[-_]version", re.IGNORECASE)
_LIBRARIES = frozenset({"cadwyn", "fastapi_versioning", "fastapi_versionizer"})


class Unversioned(Record, frozen=True, eq=False):
    """A router with routes that are served without a version."""

    router: Router
    served: tuple[Served, ...]


class Versions:
    """The versions in the paths of a project."""

    def __init__(self, names: Names, routers: Routers, served: ServedRoutes, answer_models: AnswerModels) -> None:
        self._answer_models = answer_models
        self._names = names
        self._routers = routers
        self._served = served

    @remembered
    def missing(self) -> tuple[Unversioned, ...]:
        """The routers that no way to an application gives a version, in the order of places."""
        if self._are_told_otherwise():
            return ()
        found = (each for router in self._ways for each in self._without(router))
        return tuple(sorted(found, key=lambda each: each.router.module.place(each.router.made)))

    @remembered
    def _ways(self) -> dict[Router, list[Served]]:
        """The ways that lead to each router."""
        ways: dict[Router, list[Served]] = {}
        for served in self._served.all:
            for reached in served.route.routers:
                if self._is_above(reached.router, served):
                    ways.setdefault(reached.router, []).append(served)
        return ways

    @remembered_between_runs
    def _without(self, router: Router) -> Iterable[Unversioned]:
        """The router, where it wants a version and has none."""
        ways = self._ways[router]
        if router.kind != "router" or not isinstance(router.made, facts.Call):
            return
        if not all(each.is_whole and not self._has_one(each) for each in ways):
            return
        if wanting := tuple(each for each in ways if self._wants_one(each)):
            yield Unversioned(router, wanting)

    def _are_told_otherwise(self) -> bool:
        """Whether a library, or a header that the project reads, tells versions apart."""
        return not _LIBRARIES.isdisjoint(self._names.packages) or any(self._names.file_by_file(self._headers_in))

    @remembered_between_runs
    def _headers_in(self, module: Module) -> Iterable[str]:
        """The headers with a version that a file may read."""
        for function in module.mentioning(_HEADERS):
            said = (each.value for each in read_in(function.body) if isinstance(each, facts.String))
            yield from (each for each in (*said, *function.words) if _IN_HEADER.fullmatch(each))

    def _is_above(self, router: Router, served: Served) -> bool:
        """Whether a way ends at a router: what it is included as last, or its root."""
        last = next((each for each in reversed(served.entries) if isinstance(each, Include)), None)
        return router is (served.root if last is None else last.child)

    def _has_one(self, served: Served) -> bool:
        """Whether a path has a version, or its application says where it stands by itself."""
        if any(_VERSION.fullmatch(segment) for segment in served.path.split("/")):
            return True
        return any(
            self._routers.setting(each, "root_path") is not None
            for each in (served.root, *(one.parent for one in served.entries if isinstance(one, Include)))
            if each.kind == "app"
        )

    def _wants_one(self, served: Served) -> bool:
        """Whether a route is part of an API that clients are written against."""
        route = served.route
        if route.is_websocket or route.is_plain or not served.methods or not self._is_in_schema(served):
            return False
        segments = [each for each in served.path.split("/") if each]
        if not segments or any(_OPERATIONS.fullmatch(each) for each in segments) or "{path:path}" in served.path:
            return False
        return not self._answer_models.needs_none(route)  # pages, files, redirects

    def _is_in_schema(self, served: Served) -> bool:
        if not served.route.include_in_schema:
            return False
        for entry in served.entries:
            if isinstance(entry, Include):
                given = self._routers.options.of(entry.call, entry.scope, entry.frame).options.get("include_in_schema")
                made = self._routers.setting(entry.child, "include_in_schema", entry.child_frame)
                for said in (given, made):
                    if said is not None and not (isinstance(said.value, facts.Constant) and said.value.kind == "True"):
                        return False
        return True
