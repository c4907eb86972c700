from __future__ import annotations

from archlint import facts
from archlint.checks import Findings, check
from archlint.findings import Finding
from archlint.project import Function, Project
from archlint.project.code.spelling import spelled
from archlint.project.web.injection import MARKERS


@check("routing/depends-default", on=Function)
def depends_default(function: Function, project: Project) -> Findings:
    """A dependency that stands where a parameter's default does."""
    if not any(isinstance(each.default, facts.Call) for each in function.facts.parameters):
        return
    around = project.inference.around(function)
    found = [
        each
        for each in function.facts.parameters
        if isinstance(each.default, facts.Call) and project.name_of(each.default.func, around) in MARKERS
    ]
    fixes = project.repairs.annotated.dependencies(function, found) if found else {}
    for each in found:
        assert each.default is not None
        yield Finding(
            function.module.place(each),
            f"`{function.name}` has a dependency as the default of `{each.name}`, which type checkers and callers take "
            f"for a value; declare `{each.name}: Annotated[..., {spelled(each.default)}]`",
            fix=fixes.get(each.name),
            symbol=function.symbol,
            target=each.name,
        )
