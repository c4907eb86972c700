"""errors/error-as-200."""

from __future__ import annotations

from archlint.checks import Findings, check
from archlint.findings import Finding, Note
from archlint.project import Function, Project


@check("errors/error-as-200", on=Function)
def error_as_200(function: Function, project: Project) -> Findings:
    """A route or exception handler that catches an error and tells of it in the body of a successful answer."""
    for failure in project.errors.failures.of(function):
        yield Finding(
            function.module.place(failure.value),
            f"`{function.name}` answers an error with status 200 (`{failure.said}` in the body), so clients, proxies "
            "and monitors take it for a success; raise an error that becomes a status of 400 or above",
            notes=tuple(Note(function.module.place(each), "caught here") for each in failure.situation.handlers[-1:]),
            symbol=function.symbol,
        )
