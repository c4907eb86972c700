from __future__ import annotations

from archlint.checks import Findings, check
from archlint.findings import Finding
from archlint.project import Project, Route


@check("routing/route-on-app", on=Route)
def route_on_app(route: Route, project: Project) -> Findings:
    """A route on the application itself."""
    if not route.on_app or not route.is_told or not route.is_first_there:
        return
    if project.config.options.docs_routes_on_app and project.web.leads_to_docs(route):
        return
    handler = route.handler
    what = "A lambda" if handler is None else f"`{handler.name}`"
    yield Finding(
        route.place,
        f"{what} is put on the application itself, which ties it to the module that makes the application; "
        "put it on an `APIRouter` and include that",
        symbol=None if handler is None else handler.symbol,
        target=route.own_path or "",
    )
