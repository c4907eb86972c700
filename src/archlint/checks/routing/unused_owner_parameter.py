from __future__ import annotations

from archlint.checks import Findings, check
from archlint.findings import Finding, Note
from archlint.project import Project, Route


@check("routing/unused-owner-parameter", on=Route)
def unused_owner_parameter(route: Route, project: Project) -> Findings:
    """A handler that takes the parent of what it answers, and never looks at it."""
    handler = route.handler
    if handler is None or not route.is_first_there:
        return
    told: set[str] = set()
    for served in project.web.served.of(route):
        for parameter in project.web.owners.unused(served):
            if parameter.name in told:
                continue
            told.add(parameter.name)
            yield Finding(
                handler.module.place(parameter),
                f"`{handler.name}` never uses `{parameter.name}`, so `{served.path}` answers the same under every "
                "parent, its owner or not; look what it answers up by it, or take it out of the path",
                notes=(Note(route.place, "the path names the parent"),),
                symbol=handler.symbol,
                target=parameter.name,
            )
