from __future__ import annotations

from archlint.checks import Findings, check
from archlint.findings import Finding, Note
from archlint.project import Module, Project
from archlint.project.web.resources import Resource


@check("layers/several-routers-per-module", on=Module)
def several_routers_per_module(module: Module, project: Project) -> Findings:
    """A module whose own routers carry the routes of two or more resources: one finding a module."""
    first, *others = project.web.resources.of(module) or (None,)
    if first is None or not others:
        return
    names = ", ".join(map(_named, (first, *others)))
    yield Finding(
        others[0].place,
        f"`{module.name}` makes routers of {len(others) + 1} resources ({names}), so who looks for one of them has to "
        "know its neighbours; give each resource a module with a router of its own",
        notes=tuple(Note(each.place, _told(each)) for each in (first, *others[1:])),
        symbol=module.name,
    )


def _named(resource: Resource) -> str:
    return f"`{resource.name}`" + (f" of `{resource.prefix}`" if resource.prefix else "")


def _told(resource: Resource) -> str:
    return f"{_named(resource)} is another one, with {resource.routes} route{'s' * (resource.routes != 1)}"
