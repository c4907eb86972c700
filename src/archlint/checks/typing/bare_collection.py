from __future__ import annotations

from archlint.checks import Findings, check
from archlint.findings import Finding
from archlint.project import Module, Project
from archlint.project.inference.type_shapes import spelled_type


@check("typing/bare-collection", on=Module)
def bare_collection(module: Module, project: Project) -> Findings:
    """A collection that does not say what it holds, where it crosses a layer."""
    for slot in project.boundaries.slots(module):
        part = project.type_shapes.bare_part(slot.annotation, slot.scope)
        if part is None or project.type_shapes.any_part(slot.annotation, slot.scope) is not None:
            continue
        if project.boundaries.may_be_vague(slot):
            continue
        yield Finding(
            slot.place,
            f"{slot.what} of {slot.role} `{slot.owner.qualname}` is `{spelled_type(slot.annotation)}`{part.explained}: "
            f"callers cannot tell what it holds; use {_instead(part.name)}",
            notes=(*slot.notes, *part.notes),
            symbol=slot.owner.symbol,
            target=slot.key,
        )


def _instead(name: str) -> str:
    """What to write in place of a collection of this name."""
    if name.lower().endswith(("dict", "mapping")):
        return "a model, dataclass or TypedDict"
    return "a type with its elements in brackets"
