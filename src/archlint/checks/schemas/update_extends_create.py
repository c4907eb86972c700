from __future__ import annotations

from archlint.checks import Findings, check
from archlint.findings import Finding, Note
from archlint.project import Class, Project
from archlint.project.schemas import traffic


@check("schemas/update-extends-create", on=Class)
def update_extends_create(cls: Class, project: Project) -> Findings:
    """A model of a change whose base is a model that clients send to create something."""
    if not cls.facts.bases or not project.schemas.is_schema(cls):
        return
    lineage = project.schemas.lineage
    created = lineage.extended(cls, lineage.is_update)
    if created is None:
        return
    route = traffic.shown(project.schemas.traffic.brought[created][0].route)
    yield Finding(
        cls.place,
        f"`{cls.name}`, a change, extends `{created.name}`, which clients send to `{route}`: it takes over what only "
        "creation may set, what creation requires, and its defaults; let both extend a base of what they share",
        notes=(Note(created.place, f"`{created.name}` is defined here"), *lineage.notes(created), *lineage.notes(cls)),
        symbol=cls.symbol,
        target=created.symbol,
    )
