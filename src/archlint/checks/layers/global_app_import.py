from __future__ import annotations

from archlint.checks import Findings, check
from archlint.findings import Finding, Note
from archlint.project import Module, Project

LAYERS = frozenset({"database", "model", "port", "repository", "schema", "service"})
INSTEAD = {
    "application": "take what it needs of it as an argument, and let a dependency hand that in",
    "request-global": "take what it needs of the request as an argument, which the route or a dependency hands in",
}


@check("layers/global-app-import", on=Module)
def global_app_import(module: Module, project: Project) -> Findings:
    """A module below the web layer that imports the application or an object that stands for the current request."""
    layer = project.layers.name_of(module)
    if layer not in LAYERS:
        return
    for each in project.request_globals.imported(module):
        if layer == "database" and each.kind == "request-global":
            continue  # what opens sessions may keep the current one
        what = "the application" if each.kind == "application" else "an object that stands for the current request"
        yield Finding(
            each.edge.place,
            f"`{module.name}` is a {layer} module and imports `{each.name}`, {what}, so it works only inside the one "
            f"web process that has set it, and a test has to set it too; {INSTEAD[each.kind]}",
            notes=tuple(Note(place, "used here") for place in project.imports.uses(each.edge)[:3]),
            symbol=module.name,
            target=each.edge.dotted,
        )
