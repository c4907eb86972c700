from __future__ import annotations

from archlint.checks import Findings, check
from archlint.findings import Finding
from archlint.project import Class, Project
from archlint.project.schemas import traffic


@check("schemas/secret-in-response", on=Class)
def secret_in_response(cls: Class, project: Project) -> Findings:
    """A password or another secret among the fields of a model that a route answers with."""
    if not cls.facts.fields or not project.schemas.is_model(cls):
        return
    for leak in project.schemas.secrets.leaked(cls):
        field = leak.field
        yield Finding(
            cls.module.place(field.said),
            f"`{cls.name}.{field.name}` is answered by `{traffic.shown(leak.answer.route)}`: whoever may read the "
            "answer, its logs or its caches has it; leave it out of what is answered",
            notes=(traffic.answers(leak.answer, cls),),
            symbol=cls.symbol,
            target=field.name,
        )
