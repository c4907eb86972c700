"""What the analysis could not tell about a module: where rules are silent."""

from __future__ import annotations

from collections.abc import Iterator

from archlint.explain.shape import UnresolvedShape
from archlint.explain.viewing import Viewing
from archlint.findings import Place
from archlint.project import Function, Module
from archlint.project.code.spelling import spelled


def unresolved(module: Module, viewing: Viewing) -> Iterator[UnresolvedShape]:
    """Imports, calls, routes and dependencies that lead nowhere, in that order."""
    for what, sentence, place in (
        *_imports(module, viewing),
        *_routes(module, viewing),
        *_dependencies(module, viewing),
        *_calls(module, viewing),
    ):
        yield UnresolvedShape(what=what, sentence=sentence, place=viewing.place(place))


def _imports(module: Module, viewing: Viewing) -> Iterator[tuple[str, str, Place]]:
    """Imports of the project's own that name no file of it."""
    project = viewing.study.project
    own = {each.name.partition(".")[0] for each in project.modules.values() if "." in each.name}
    for edge in project.imports.of(module):
        if edge.target is None and (edge.said.level or edge.said.module.partition(".")[0] in own):
            yield "import", f"`{edge.dotted}` is no module of the project", edge.place


def _routes(module: Module, viewing: Viewing) -> Iterator[tuple[str, str, Place]]:
    for route in viewing.study.project.routes.declared_in(module):
        if route.handler is None and not route.is_told:
            yield "route", "what handles the route is not told", route.place
        if route.path is None:
            yield "route", "the path of the route, or the prefix of its router, is not told", route.place


def _dependencies(module: Module, viewing: Viewing) -> Iterator[tuple[str, str, Place]]:
    injection = viewing.study.project.injection
    for function in module.all_functions:
        for each in injection.dependencies(function):
            if not each.providers and not each.name:
                yield "dependency", f"what `Depends` is given for `{each.parameter}` is not told", each.place


def _calls(module: Module, viewing: Viewing) -> Iterator[tuple[str, str, Place]]:
    scopes: list[Module | Function] = [module, *module.all_functions]
    for scope in scopes:
        for call in viewing.study.project.calls_in(scope):
            if not call.callee and call.target is None:
                yield "call", f"what `{spelled(call.expr.func)}` is", call.place
