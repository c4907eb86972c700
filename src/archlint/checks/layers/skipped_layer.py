from __future__ import annotations

from archlint.checks import Findings, check
from archlint.findings import Finding
from archlint.project import Module, Project


@check("layers/skipped-layer", on=Module)
def skipped_layer(module: Module, project: Project) -> Findings:
    """An import that passes a layer which the configuration closes."""
    seen: set[tuple[int, str]] = set()
    for edge in project.imports.of(module):
        closed = project.order.passed(edge)
        if closed is None or edge.target is None or not project.imports.is_used_at_runtime(edge):
            continue
        place = edge.place
        if (place.line, edge.target.name) in seen:
            continue
        seen.add((place.line, edge.target.name))
        yield Finding(
            place,
            f"`{module.name}` imports `{edge.target.name}` past the closed layer `{closed.name}`, whose rules it "
            f"escapes; go through `{closed.name}`",
            symbol=module.name,
            target=edge.target.name,
        )
