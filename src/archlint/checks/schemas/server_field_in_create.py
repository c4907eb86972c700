from __future__ import annotations

from archlint.checks import Findings, check
from archlint.findings import Finding
from archlint.project import Class, Project
from archlint.project.schemas import traffic


@check("schemas/server-field-in-create", on=Class)
def server_field_in_create(cls: Class, project: Project) -> Findings:
    """A number, time or owner that only the server may set, in a model that clients send to create something."""
    if not cls.facts.fields or not project.schemas.is_model(cls):
        return
    for each in project.schemas.server_fields.declared(cls):
        through = "" if each.model is cls else f" through `{each.model.name}`"
        yield Finding(
            cls.module.place(each.field.said),
            f"`{cls.name}.{each.field.name}` can be sent to `{traffic.shown(each.body.route)}`{through}, "
            f"but {each.why}; take it out of what creates, and set it in the service",
            notes=(traffic.sends(each.body),),
            symbol=cls.symbol,
            target=each.field.name,
        )
