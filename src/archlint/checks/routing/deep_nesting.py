from __future__ import annotations

from archlint.checks import Findings, check
from archlint.findings import Finding
from archlint.project import Project, Route

_DEEPEST = 3
"""Resources that may stand in one path."""


@check("routing/deep-nesting", on=Route)
def deep_nesting(route: Route, project: Project) -> Findings:
    """A path with more resources inside each other than anybody can keep apart."""
    for served in project.web.served.of(route):
        resources = project.web.nesting.resources(served)
        if len(resources) > _DEEPEST:
            yield Finding(
                route.place,
                f"`{served.path}` nests {len(resources)} resources, so every client carries identities that the last "
                f"one implies; start at the lowest owner that decides who may see `{resources[-1]}`",
                symbol=None if route.handler is None else route.handler.symbol,
                target=served.path,
            )
            return
