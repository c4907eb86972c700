from __future__ import annotations

from archlint.checks import Findings, check
from archlint.findings import Finding, Note
from archlint.project import Class, Project
from archlint.project.schemas import traffic


@check("schemas/response-extends-create", on=Class)
def response_extends_create(cls: Class, project: Project) -> Findings:
    """A model of an answer whose base is a model that clients send to create something."""
    if not cls.facts.bases or not project.schemas.is_schema(cls):
        return
    lineage = project.schemas.lineage
    created = lineage.extended(cls, lineage.is_answer)
    if created is None:
        return
    body = project.schemas.traffic.brought[created][0]
    yield Finding(
        cls.place,
        f"`{cls.name}`, an answer, extends `{created.name}`, which clients send to `{traffic.shown(body.route)}`: "
        "whatever is added there to be sent is answered to everybody; let both extend a base of what they share",
        notes=(Note(created.place, f"`{created.name}` is defined here"), *lineage.notes(created), *lineage.notes(cls)),
        symbol=cls.symbol,
        target=created.symbol,
    )
