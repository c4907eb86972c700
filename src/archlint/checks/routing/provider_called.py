from __future__ import annotations

from archlint.checks import Findings, check
from archlint.findings import Finding, Note
from archlint.project import Function, Project


@check("routing/provider-called", on=Function)
def provider_called(function: Function, project: Project) -> Findings:
    """A handler or service that calls a function which FastAPI injects elsewhere."""
    part = project.web_side(function) or "service"
    for call in project.direct_calls.within(function):
        provider = call.target
        assert isinstance(provider, Function)
        yield Finding(
            call.place,
            f"`{function.name}`, a {part}, calls the dependency `{provider.name}` itself, so no override in tests "
            "reaches here, and what it provides is made a second time; take that as a parameter",
            notes=(Note(provider.place, f"`{provider.name}` stands in a `Depends` elsewhere"),),
            fix=project.repairs.injected.parameter(call) if project.routes_of(function) else None,
            symbol=function.symbol,
            target=provider.symbol,
        )
