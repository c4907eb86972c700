from __future__ import annotations

from archlint.checks import Findings, check
from archlint.findings import Finding, Note
from archlint.project import Project
from archlint.project.web.includes import Include


@check("routing/unversioned-router", on=Project)
def unversioned_router(project: Project, _: Project) -> Findings:
    """A router whose paths have no version."""
    if len(project.routes) < project.config.options.tiny_app_routes:
        return
    for each in project.web.versions.missing:
        first, more = each.served[0], len({one.route for one in each.served}) - 1
        include = next((one for one in reversed(first.entries) if isinstance(one, Include)), None)
        yield Finding(
            each.router.module.place(each.router.made),
            f"The router serves `{first.methods[0]} {first.path}`" + (f" and {more} more" if more else "") + " without "
            "a version, so a change that breaks clients breaks all of them at once; include it below `/api/v1`",
            notes=() if include is None else (Note(include.module.place(include.call), "it is included here"),),
            target=first.path,
        )
