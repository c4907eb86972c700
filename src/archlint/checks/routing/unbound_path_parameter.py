from __future__ import annotations

from archlint.checks import Findings, check
from archlint.findings import Finding, Fix, Safety
from archlint.project import Project, Route


@check("routing/unbound-path-parameter", on=Route)
def unbound_path_parameter(route: Route, project: Project) -> Findings:
    """A path parameter that neither the handler nor any of its dependencies takes."""
    handler = route.handler
    if handler is None or not route.is_first_there:
        return
    told: set[str] = set()
    for served in project.web.served.of(route):
        unbound = project.web.path_parameters.unbound(served)
        meant = project.web.path_parameters.meant(served, unbound)
        for name in unbound:
            if name in told:
                continue
            told.add(name)
            yield Finding(
                route.place,
                f"Neither `{handler.name}` nor a dependency takes `{{{name}}}` of `{served.path}`, so "
                + (
                    f"the path is ignored and `{meant}` comes from the query; give both one name"
                    if meant is not None
                    else "every value of it gets the same answer; take it, or leave it out of the path"
                ),
                fix=None if meant is None else _renamed(route, name, meant, project),
                symbol=handler.symbol,
                target=name,
            )


def _renamed(route: Route, name: str, meant: str, project: Project) -> Fix | None:
    edit = project.repairs.paths.replaced(route, f"{{{name}}}", f"{{{meant}}}")
    return None if edit is None else Fix(Safety.UNSAFE, f"call the parameter of the path `{meant}`", (edit,))
