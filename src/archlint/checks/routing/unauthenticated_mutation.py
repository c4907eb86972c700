from __future__ import annotations

from archlint.checks import Findings, check
from archlint.findings import Finding, Note
from archlint.project import Project, Route
from archlint.project.web.nouns import is_plural
from archlint.project.web.principals import called, changes


@check("routing/unauthenticated-mutation", on=Route)
def unauthenticated_mutation(route: Route, project: Project) -> Findings:
    """A route that changes data without the authentication that the other routes of its router ask for."""
    handler = route.handler
    if handler is None or not changes(route) or route.is_plain or not route.routers:
        return
    principals = project.web.principals
    if principals.serves_strangers(route) or principals.may_authenticate(route) or not _stores(route, project):
        return
    known, whose = principals.convention(route), "router"
    if known is None and project.config.options.authentication_of == "application":
        known, whose = principals.convention_of_application, "application"
    if known is None:
        return
    dependency, other = known
    name = called(dependency)
    assert other.handler is not None
    yield Finding(
        route.place,
        f"`{handler.name}` changes data for anybody: it does not authenticate, though the other routes of its {whose} "
        f"do, by `{name}`; ask for that too",
        notes=(Note(other.handler.place, f"`{other.handler.name}` authenticates by `{name}`"),),
        symbol=handler.symbol,
        target=route.own_path or "",
    )


def _stores(route: Route, project: Project) -> bool:
    """Whether a route changes what the service keeps: a POST may as well ask, or work something out."""
    assert route.handler is not None
    if route.methods != ("POST",) or project.persistence.asks(route.handler):
        return True
    return is_plural(project.web.collections.noun(route) or "")
