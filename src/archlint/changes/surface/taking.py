"""A project → its surface."""

from __future__ import annotations

from collections.abc import Iterator

from archlint import facts
from archlint.changes.surface.models import Models
from archlint.changes.surface.surface import Edge, Route, Setting, Surface
from archlint.changes.surface.types import Types
from archlint.findings import Place
from archlint.project import Class, Function, Module, Project
from archlint.project import Route as Declared
from archlint.project.inference.type_shapes import spelled_type

_MANY = "?"
"""The method of a route where the source does not tell it."""


def surface(project: Project) -> Surface:
    """What a service shows of itself."""
    types = Types(project)
    models = Models(project, types)
    modules = [each for each in project.modules.values() if not each.is_test]
    routes = tuple(route for each in project.routes for route in _routes(each, project, models, types))
    return Surface(
        _edges(modules, project),
        routes,
        models.known,
        {each.name: each for module in modules for each in _settings(module, project)},
        {each.path: after for each in modules for after in _migrations(each, project)},
    )


def _edges(modules: list[Module], project: Project) -> dict[Edge, tuple[Place, str]]:
    found: dict[Edge, tuple[Place, str]] = {}
    for module in modules:
        layer = project.layers.of(module)
        for each in project.imports.runtime(module) if layer else ():
            below = project.layers.of(each.target) if each.target else None
            if layer and below and each.target and below.name != layer.name:
                found.setdefault(Edge(layer.name, below.name), (each.place, each.target.name))
    return found


def _routes(route: Declared, project: Project, models: Models, types: Types) -> Iterator[Route]:
    taken = models.add(list(_taken(route, project, types)))
    written, classes = _answer(route, project, types)
    answered = models.add(classes)
    handler = route.handler.symbol if route.handler else ""
    for path in route.paths:
        for method in ("WEBSOCKET",) if route.is_websocket else route.methods or (_MANY,):
            yield Route(method, path, handler, route.place, taken, written, answered, route.status_code)


def _taken(route: Declared, project: Project, types: Types) -> Iterator[Class]:
    """The classes in what a handler and its dependencies are sent."""
    if route.handler is None:
        return
    providers = [each.provider for each in project.web.demands.tree(route)]
    yield from (each for each in providers if isinstance(each, Class))  # a model that `Depends` itself makes
    for function in (route.handler, *(each for each in providers if isinstance(each, Function))):
        around = project.inference.around(function)
        handed = {each.parameter for each in project.injection.dependencies(function)}
        for parameter in function.facts.parameters:
            if parameter.annotation is not None and parameter.name not in handed:
                yield from types.classes(parameter.annotation, around)


def _answer(route: Declared, project: Project, types: Types) -> tuple[str, list[Class]]:
    """The model of the answer as written, and the classes in it."""
    said = route.option("response_model")
    if said is not None:
        is_none = isinstance(said.value, facts.Constant)
        return ("", []) if is_none else (spelled_type(said.value), types.classes(said.value, said.scope))
    if route.handler is None or route.handler.facts.returns is None:
        return "", []
    returns = route.handler.facts.returns
    return spelled_type(returns), types.classes(returns, project.inference.around(route.handler))


def _settings(module: Module, project: Project) -> Iterator[Setting]:
    for cls in module.all_classes:
        if project.layers.contents.role(cls) != "settings":
            continue
        for each in project.schemas.fields(cls):
            assert each.annotation is not None
            written = spelled_type(each.annotation)
            yield Setting(f"{cls.name}.{each.name}", module.place(each), written, required=each.value is None)
    for read in project.environment.reads(module):
        if read.variable:
            yield Setting(read.variable, read.place)


def _migrations(module: Module, project: Project) -> Iterator[str]:
    """The revision that a migration follows, where the file is one."""
    if project.layers.name_of(module) != "migration":
        return
    said = {
        target.id: stmt.value
        for stmt in module.facts.top
        if isinstance(stmt, facts.Assign)
        for target in stmt.targets
        if isinstance(target, facts.Name) and stmt.value is not None
    }
    if "revision" in said:
        down = said.get("down_revision")
        yield down.value if isinstance(down, facts.String) else ""
