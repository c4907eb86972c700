"""errors/swallowed-exception."""

from __future__ import annotations

from archlint.checks import Findings, check
from archlint.findings import Finding, Note
from archlint.project import Function, Project


@check("errors/swallowed-exception", on=Function)
def swallowed_exception(function: Function, project: Project) -> Findings:
    """A broad except clause that neither logs nor raises nor returns what tells of the error."""
    is_strict = project.config.options.swallowed_exceptions == "strict"
    for each in project.errors.swallowing.of(function):
        if each.is_logged and not is_strict:
            continue
        done = "is only logged" if each.is_logged else "is lost"
        yield Finding(
            function.module.place(each.at),
            f"whatever fails here {done}, a mistake in the code included, and `{function.name}` goes on as if it had "
            "worked; catch the errors that are expected, and log or raise the others",
            notes=(Note(function.module.place(each.tried), "this is tried"),),
            symbol=function.symbol,
        )
