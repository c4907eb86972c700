from __future__ import annotations

from archlint.checks import Findings, check
from archlint.findings import Finding, Note
from archlint.project import Class, Project
from archlint.project.schemas.traffic import sends

SHOWN = 4
"""How many fields are told beside the first."""


@check("schemas/unbounded-input", on=Class)
def unbounded_input(cls: Class, project: Project) -> Findings:
    """Texts and lists of a request's body that may have any length: one finding a model."""
    endless = project.schemas.limits.endless(cls)
    if not endless:
        return
    first, *others = endless
    more = f" and {len(others)} field{'s' * (len(others) > 1)} more" if others else ""
    yield Finding(
        first.place,
        f"`{cls.name}` takes a {first.noun} of any length as `{first.field.name}`{more}, so a client decides how "
        "much is parsed, stored and indexed; give each a `max_length`",
        notes=(
            *(Note(each.place, f"`{each.field.name}`, a {each.noun}, has no end either") for each in others[:SHOWN]),
            *(sends(each) for each in project.schemas.limits.bodies(cls)[:1]),
        ),
        symbol=cls.symbol,
    )
