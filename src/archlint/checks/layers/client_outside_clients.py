from __future__ import annotations

from archlint.checks import Findings, check
from archlint.findings import Finding, Note
from archlint.project import Function, Project


@check("layers/client-outside-clients", on=Function)
def client_outside_clients(function: Function, project: Project) -> Findings:
    """A function of a router or service that sends HTTP requests itself: one finding a function."""
    calls = project.clients.missed(function)
    if not calls:
        return
    part = project.web_side(function) or f"function of a {project.layers.name_of(function.module)} module"
    yield Finding(
        calls[0].place,
        f"`{function.name}`, a {part}, sends a request by `{calls[0].name}` itself, so address, time-out and retries "
        "are decided call by call and its tests need the network; give a client class a typed method for it, call that",
        notes=tuple(Note(each.place, f"and by `{each.name}` here") for each in calls[1:]),
        symbol=function.symbol,
    )
