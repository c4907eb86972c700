from __future__ import annotations

from archlint.checks import Findings, check
from archlint.findings import Finding, Note
from archlint.project import Module, Project
from archlint.project.layers.imports import ImportEdge

LAYERS = frozenset({"model", "repository", "service"})
INJECTION = frozenset({"Depends", "Security"})


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
        uses = {place.line: place for each in edges for place in reversed(project.imports.uses(each)[:3])}
        yield Finding(
            edges[0].place,
            f"`{module.name}` is a {layer} module and imports {names}, so a task or a test that uses it needs the web "
            f"framework too; {advice(edges)}",
            notes=tuple(Note(uses[line], "used here") for line in sorted(uses)),
            symbol=module.name,
            target=", ".join(each.dotted for each in edges),
        )


def advice(edges: list[ImportEdge]) -> str:
    if all(each.said.name in INJECTION for each in edges):
        return "take what it needs as plain arguments, and leave injecting them to the web side"
    return "take plain values and raise errors of the domain, which the web layer turns into answers"
