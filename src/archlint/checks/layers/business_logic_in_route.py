from __future__ import annotations

from archlint.checks import Findings, check
from archlint.findings import Finding, Note
from archlint.project import Function, Project

FREE = 2
"""So many services or repositories may a route bring together."""
SHORTEST = 12
"""A body of fewer statements is read at a glance, whatever it decides."""
FEWEST_CALLS = 3
"""What calls less of the project only prepares an answer."""
SHOWN = 5
"""How many of the decisions are told."""


@check("layers/business-logic-in-route", on=Function)
def business_logic_in_route(function: Function, project: Project) -> Findings:
    """A handler that decides and does a lot itself: branches, loops, statements, services that it brings together."""
    routes = project.routes_of(function)
    if not routes or all(each.is_websocket for each in routes) or project.persistence.is_health(function):
        return
    load = project.web.workloads.of(function)
    services = _services(function, project) if load.statements >= SHORTEST else set()
    decisions = len(load.branches) + len(load.loops) + max(0, len(services) - FREE)
    if load.statements < SHORTEST or decisions < project.config.options.route_decisions:
        return
    if sum(isinstance(each.target, Function) for each in project.calls_in(function)) < FEWEST_CALLS:
        return
    counts = ((len(load.branches), "branch"), (len(load.loops), "loop"), (load.statements, "statement"))
    told = ", ".join(_counted(*each) for each in (*counts, (len(services), "service")) if each[0])
    places = sorted({function.module.place(each) for each in (*load.branches, *load.loops)})
    yield Finding(
        function.place,
        f"`{function.name}` does the work of a service itself ({told}), so no task or other route can do the same and "
        "tests reach it through HTTP only; move what it decides into a service method and call that",
        notes=tuple(Note(each, "decides here") for each in places[:SHOWN]),
        symbol=function.symbol,
    )


def _services(function: Function, project: Project) -> set[str]:
    """The services and repositories, classes or modules, that a handler calls."""
    found = set()
    for call in project.calls_in(function):
        if isinstance(call.target, Function):
            owner = call.target.owner
            layer = project.layers.name_of(call.target.module) if owner is None else project.layers.of_class(owner)
            if layer in ("repository", "service"):
                found.add(call.target.module.name if owner is None else owner.symbol)
    return found


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 'es' if noun == 'branch' else 's'}"
