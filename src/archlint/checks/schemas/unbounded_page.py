from __future__ import annotations

from archlint.checks import Findings, check
from archlint.findings import Finding
from archlint.project import Function, Project


@check("schemas/unbounded-page", on=Function)
def unbounded_page(function: Function, project: Project) -> Findings:
    """A number of rows that clients choose and nothing limits."""
    for parameter in project.schemas.limits.pages(function):
        yield Finding(
            function.module.place(parameter),
            f"`{function.name}` lets clients ask for any `{parameter.name}`, so one request may read a whole table "
            "into memory; declare the most that is served: `Annotated[int, Query(le=100)]`",
            symbol=function.symbol,
            target=parameter.name,
        )
