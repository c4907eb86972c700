from __future__ import annotations

from archlint.checks import Findings, check
from archlint.findings import Finding, Note, Place
from archlint.project import Class, Module, Project, Route

FINE = 3
"""So many routes may share a file with the classes they need."""


@check("layers/flat-module", on=Module)
def flat_module(module: Module, project: Project) -> Findings:
    """A module with many routes, or with routes, ORM classes and schemas side by side: one finding a module."""
    routes = project.routes.declared_in(module)
    handlers = {route.handler for route in routes if route.handler is not None}
    models, schemas = (_classes(module, project, role) for role in ("model", "schema"))
    if len(handlers) > FINE and models and schemas:
        yield Finding(
            _place(module, routes),
            f"`{module.name}` holds {len(handlers)} routes, {_counted(models, 'ORM class')} and "
            f"{_counted(schemas, 'schema')}, so nothing keeps the layers apart and each change touches the one file; "
            "give routes, schemas and models modules of their own",
            notes=(Note(models[0].place, "an ORM class"), Note(schemas[0].place, "a schema")),
            symbol=module.name,
        )
    elif len(handlers) >= project.config.options.flat_module_routes:
        yield Finding(
            _place(module, routes),
            f"`{module.name}` declares {len(handlers)} routes in {module.line_count} lines, too many for a "
            "reader to find one or for two people to change; give each resource or concern among them its own module",
            symbol=module.name,
        )


def _classes(module: Module, project: Project, role: str) -> list[Class]:
    return [each for each in module.all_classes if project.layers.contents.role(each) == role]


def _counted(classes: list[Class], noun: str) -> str:
    return f"{len(classes)} {noun}{('es' if noun.endswith('s') else 's') if len(classes) > 1 else ''}"


def _place(module: Module, routes: tuple[Route, ...]) -> Place:
    """Where the module makes the router or application of its routes; the first route, where it makes none."""
    made = (reached.router for route in routes for reached in route.routers)
    return min((module.place(each.made) for each in made if each.module is module), default=routes[0].place)
