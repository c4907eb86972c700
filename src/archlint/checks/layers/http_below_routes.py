from __future__ import annotations

from archlint.checks import Findings, check
from archlint.findings import Finding, Note
from archlint.project import Module, Project
from archlint.project.layers.imports import ImportEdge

LAYERS = frozenset({"model", "repository", "service"})


@check("layers/http-below-routes", on=Module)
def http_below_routes(module: Module, project: Project) -> Findings:
    """A service, repository or model module that knows FastAPI or Starlette: one finding an import statement."""
    layer = project.layers.name_of(module)
    if layer not in LAYERS:
        return
    found: dict[int, list[ImportEdge]] = {}
    for edge in project.imports.http(module):
        found.setdefault(edge.place.line, []).append(edge)
    for edges in found.values():
        names = ", ".join(f"`{each.dotted}`" for each in edges)
        yield Finding(
            edges[0].place,
            f"`{module.name}` is a {layer} module and knows HTTP: it imports {names}, "
            "so nothing but a route can use it; take plain values and raise "
            "errors of the domain, which the web layer turns into answers",
            notes=tuple(Note(place, "used here") for each in edges for place in project.imports.uses(each)[:3]),
            symbol=module.name,
            target=", ".join(each.dotted for each in edges),
        )
