from __future__ import annotations

from archlint.checks import Findings, check
from archlint.findings import Finding
from archlint.project import Function, Project

_UNCHECKED = "so FastAPI neither checks nor documents what clients send; take a Pydantic model"


@check("routing/raw-request-body", on=Function)
def raw_request_body(function: Function, project: Project) -> Findings:
    """A handler that takes its body as a dictionary, or reads the request's JSON by hand."""
    if project.routes_of(function):
        for parameter in project.web.raw_bodies.parameters(function):
            yield Finding(
                function.module.place(parameter),
                f"`{function.name}` takes its body `{parameter.name}` as a dictionary, {_UNCHECKED}",
                symbol=function.symbol,
                target=parameter.name,
            )
    outer = function.enclosing or function
    if project.web_side(outer) in ("handler", "dependency"):
        for read in project.web.raw_bodies.readings(function):
            yield Finding(
                function.module.place(read),
                f"`{function.name}` reads the JSON of the request by hand, {_UNCHECKED}",
                symbol=function.symbol,
                target="json",
            )
