from __future__ import annotations

from archlint import facts
from archlint.checks import Findings, check
from archlint.findings import Finding, Fix, Safety
from archlint.project import Function, Project


@check("schemas/unbounded-page", on=Function)
def unbounded_page(function: Function, project: Project) -> Findings:
    """A number of rows that clients choose and nothing limits."""
    for parameter in project.schemas.limits.pages(function):
        yield Finding(
            function.module.place(parameter),
            f"`{function.name}` lets clients ask for any `{parameter.name}`, so one request may read a whole table "
            "into memory; declare the most that is served: `Annotated[int, Query(le=100)]`",
            fix=_bounded(parameter, function, project),
            symbol=function.symbol,
            target=parameter.name,
        )


def _bounded(parameter: facts.Parameter, function: Function, project: Project) -> Fix | None:
    """The most rows declared beside the type."""
    rows = project.schemas.bounds.page(parameter, function)
    edits = None if rows is None else project.repairs.bounded.parameter(parameter, function, f"le={rows}")
    return None if edits is None else Fix(Safety.UNSAFE, f"serve no more than {rows} rows", edits)
