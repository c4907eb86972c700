from __future__ import annotations

from archlint.checks import Findings, check
from archlint.findings import Finding, Fix, Safety
from archlint.project import Project, Route
from archlint.project.code.expressions import is_none


@check("routing/deleted-without-204", on=Route)
def deleted_without_204(route: Route, project: Project) -> Findings:
    """A DELETE that answers 200 with `null`."""
    handler = route.handler
    if handler is None or route.methods != ("DELETE",) or route.is_plain or route.is_open:
        return
    if handler.facts.is_generator or route.response_class is not None or not _has_no_model(route):
        return
    if route.option("status_code") is not None and route.status_code != 200:
        return
    returns_nothing = all(each.gives == "nothing" for each in project.web.returned.of(handler))
    if not returns_nothing or project.web.responses.of(handler) == "never":
        return
    if project.web.returned.sets_status(handler):
        return
    edit = project.repairs.statuses.declared(route, 204)
    yield Finding(
        route.place,
        f"`{handler.name}` deletes and has nothing to say, but answers 200 with the body `null`; "
        "declare `status_code=204`",
        fix=None if edit is None else Fix(Safety.UNSAFE, f"let `{handler.name}` answer 204", (edit,)),
        symbol=handler.symbol,
        target=route.own_path or "",
    )


def _has_no_model(route: Route) -> bool:
    """Whether neither the decorator nor the annotation promises a body."""
    assert route.handler is not None
    said = (route.response_model, route.handler.facts.returns)
    return all(each is None or is_none(each) for each in said)
