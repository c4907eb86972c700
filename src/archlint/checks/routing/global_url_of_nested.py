from __future__ import annotations

from archlint.checks import Findings, check
from archlint.findings import Finding, Note
from archlint.project import Project


@check("routing/global-url-of-nested", on=Project)
def global_url_of_nested(project: Project, _: Project) -> Findings:
    """A resource of a parent that has a URL without the parent too."""
    for each in project.web.nesting.doubled:
        route, handler = each.own.route, each.own.route.handler
        yield Finding(
            route.place,
            f"`{each.own.path}` reaches past the parent that `{each.nested.path}` names, so whoever checks the parent "
            f"there must check it here again; serve `{each.name}` below `{each.parent}` alone",
            notes=(Note(each.nested.route.place, f"`{each.nested.path}` is served here"),),
            symbol=None if handler is None else handler.symbol,
            target=each.own.path,
        )
