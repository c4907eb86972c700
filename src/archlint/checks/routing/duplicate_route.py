from __future__ import annotations

from archlint.checks import Findings, check
from archlint.findings import Finding, Note
from archlint.project import Project, Route
from archlint.project.web.includes import Mount


@check("routing/duplicate-route", on=Route)
def duplicate_route(route: Route, project: Project) -> Findings:
    """A route whose method and path an earlier one has too."""
    hidden = project.web.precedence.duplicate(route)
    if hidden is None or isinstance(hidden.by, Mount):
        return
    what = f"{'/'.join(hidden.methods)} {hidden.served.path or '/'}"
    name, other = (f"`{each.handler.name}`" if each.handler else "a handler" for each in (route, hidden.by.route))
    yield Finding(
        route.place,
        f"`{what}` is declared twice, and {other} comes first, so {name} is never asked; "
        "give one of them a path or method of its own, or delete it",
        notes=(Note(hidden.by.route.place, f"{other} is put there first"),),
        symbol=route.handler.symbol if route.handler else None,
        target=what,
    )
