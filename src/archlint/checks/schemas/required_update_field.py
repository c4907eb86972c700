from __future__ import annotations

from archlint.checks import Findings, check
from archlint.findings import Finding, Note
from archlint.project import Class, Project
from archlint.project.schemas import traffic


@check("schemas/required-update-field", on=Class)
def required_update_field(cls: Class, project: Project) -> Findings:
    """A model that a PATCH takes and that cannot be sent without some of what may be changed."""
    demanding = project.schemas.partial.demanding(cls)
    if demanding is None:
        return
    own = [each for each in demanding.required if each.cls is cls]
    names = ", ".join(f"`{each.name}`" for each in demanding.required)
    yield Finding(
        cls.module.place(own[0].said) if own else cls.place,
        f"`{traffic.shown(demanding.body.route)}` takes `{cls.name}`, which requires {names}: whoever changes "
        "something else must send the old value and overwrites what others changed; let it be left out",
        notes=(
            traffic.sends(demanding.body),
            *(Note(each.cls.module.place(each.said), f"`{each.name}` is required") for each in demanding.required),
        ),
        symbol=cls.symbol,
        target=demanding.required[0].name,
    )
