from __future__ import annotations

from collections import Counter

from archlint.checks import Findings, check
from archlint.findings import Finding, Note, Place
from archlint.project import Function, Project


@check("layers/missing-layer", on=Project)
def missing_layer(project: Project, _: Project) -> Findings:
    """Routes that reach the data though no service stands between: one finding a project."""
    handlers = {route.handler for route in project.routes if route.handler is not None}
    if len(handlers) < project.config.options.tiny_app_routes or project.layers.has("service"):
        return
    reaching = sorted((each for each in handlers if project.persistence.asks(each)), key=lambda each: each.place)
    if not reaching or len(reaching) * 10 < len(handlers):
        return
    yield Finding(
        application(project, reaching),
        f"At least {len(reaching)} of {len(handlers)} handlers reach the database, and no service layer for its data "
        "was found between, so a rule that one of them keeps holds there only; add services and let routes call them",
        notes=tuple(Note(each.place, f"`{each.name}` reaches it") for each in reaching[:3]),
        target="service",
    )


def application(project: Project, handlers: list[Function]) -> Place:
    """Where the application is made that serves most of the handlers; the first one, or the configuration, else."""
    routes = (route for each in handlers for route in project.routes_of(each))
    served = Counter(place for route in routes for place in project.web.applications(route))
    if served:
        return min(served, key=lambda each: (-served[each], each))
    return next(iter(project.layers.applications()), Place("pyproject.toml", 1, 1, 1, 1))
