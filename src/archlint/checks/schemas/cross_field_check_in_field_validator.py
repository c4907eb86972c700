from __future__ import annotations

from collections.abc import Iterator

from archlint import facts
from archlint.checks import Findings, check
from archlint.findings import Finding, Note
from archlint.project import Function, Module, Project
from archlint.project.code.statements import read_in


@check("schemas/cross-field-check-in-field-validator", on=Module)
def cross_field_check_in_field_validator(module: Module, project: Project) -> Findings:
    """A validator of a field that looks at the other fields of the model."""
    for each in project.schemas.validators.of(module):
        if each.kind != "field":
            continue
        function = each.function
        reads = sorted(function.module.place(one) for one in _reads(function))
        if reads:
            yield Finding(
                reads[0],
                f"`{function.name}` validates a field and reads others of `{_model(function)}` by `info.data`, which "
                "holds only those that come before it and are valid; compare fields in a validator of the model",
                notes=tuple(Note(place, "and here") for place in reads[1:]),
                symbol=function.symbol,
            )


def _model(function: Function) -> str:
    return function.owner.name if function.owner is not None else "the model"


def _reads(function: Function) -> Iterator[facts.Expr]:
    """Where the body reads `data` of the parameter that tells of the validation."""
    infos = {each.name for each in function.facts.parameters[2:]}
    for each in read_in(function.body):
        match each:
            case facts.Attribute(value=facts.Name(id=name), attr="data") if name in infos:
                yield each
            case _:
                pass
