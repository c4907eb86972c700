from __future__ import annotations

from archlint.checks import Findings, check
from archlint.findings import Finding
from archlint.project import Module, Project
from archlint.project.inference.type_shapes import spelled_type


@check("typing/any-in-boundary", on=Module)
def any_in_boundary(module: Module, project: Project) -> Findings:
    """`Any` in the signature of a route handler, dependency, service or repository, or in a response model."""
    for slot in project.boundaries.slots(module):
        part = project.type_shapes.any_part(slot.annotation, slot.scope)
        if part is None or project.boundaries.may_be_vague(slot):
            continue
        yield Finding(
            slot.place,
            f"{slot.what} of {slot.role} `{slot.owner.qualname}` is `{spelled_type(slot.annotation)}`{part.explained}: "
            "`Any` tells callers and the type checker nothing; name the type",
            notes=(*slot.notes, *part.notes),
            symbol=slot.owner.symbol,
            target=slot.key,
        )
