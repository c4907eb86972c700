from __future__ import annotations

from archlint import facts
from archlint.checks import Findings, check
from archlint.findings import Edit, Finding, Fix, Note, Safety, Span
from archlint.project import Function, Project
from archlint.project.schemas.validations import Validation


@check("schemas/missing-from-attributes", on=Function)
def missing_from_attributes(function: Function, project: Project) -> Findings:
    """A row handed to a model that reads dictionaries only."""
    for validation in project.schemas.validations.within(function):
        blind = project.schemas.validations.blind(validation)
        if blind is None:
            continue
        name, row = blind.model.name, validation.row.name
        if blind.relation is None:
            what = f"`{validation.how}` hands a `{row}` to `{name}`, which has no `from_attributes`"
        else:
            field = f"{validation.model.name}.{blind.relation.name}"
            what = f"`{validation.how}` reads a `{row}`, but `{name}`, the model of `{field}`, has no `from_attributes`"
        yield Finding(
            function.module.place(validation.call),
            f"{what}: it refuses objects and the request ends as a 500; set `from_attributes=True` there",
            notes=(
                Note(blind.model.place, f"`{name}` takes dictionaries and objects of its own class only"),
                Note(validation.row.place, f"`{row}` is an ORM class"),
                *(() if blind.relation is None else (Note(blind.relation.place, "the rows come from here"),)),
            ),
            fix=_argument(validation, function),
            symbol=function.symbol,
            target=blind.model.symbol,
        )


def _argument(validation: Validation, function: Function) -> Fix | None:
    """`from_attributes=True` for this call, which holds for the models inside too; `from_orm` takes none."""
    call = validation.call
    if validation.how == "from_orm" or any(each.name == "from_attributes" for each in call.keywords):
        return None
    last = max((*call.args, *call.keywords), key=lambda each: each.end)
    if isinstance(last, facts.Comprehension) or last.end != call.end - 1:
        return None
    edit = Edit(function.module.path, Span(last.end, last.end), ", from_attributes=True")
    return Fix(Safety.UNSAFE, f"let `{validation.model.name}` read attributes here", (edit,))
