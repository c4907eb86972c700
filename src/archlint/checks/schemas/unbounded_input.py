from __future__ import annotations

from archlint.checks import Findings, check
from archlint.findings import Edit, Finding, Fix, Note, Safety
from archlint.project import Class, Project
from archlint.project.schemas.limits import Endless
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
        fix=_bounded(cls, endless, project),
        symbol=cls.symbol,
    )


def _bounded(cls: Class, endless: list[Endless], project: Project) -> Fix | None:
    """The lengths of the columns declared on all of the fields."""
    edits: dict[Edit, None] = {}
    for each in endless:
        length = project.schemas.bounds.text(each.field)
        made = None if length is None else project.repairs.bounded.field(each.field, f"max_length={length}")
        if made is None:
            return None
        edits |= dict.fromkeys(made)
    return Fix(Safety.UNSAFE, f"let `{cls.name}` take what its columns hold", tuple(edits))
