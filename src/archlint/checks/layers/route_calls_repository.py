from __future__ import annotations

from archlint.checks import Findings, check
from archlint.findings import Finding, Note
from archlint.project import Function, Project
from archlint.project.layers.repositories import RepositoryCall

PASSED = "past the services that use it, so what they make sure of for its data does not hold here; call a service"
UNSERVED = "and no service is known to, so what must hold for its data is left to each caller; let a service do it"


@check("layers/route-calls-repository", on=Function)
def route_calls_repository(function: Function, project: Project) -> Findings:
    """A route, dependency or other web-side function that calls a repository though there are services to ask."""
    part = project.persistence.web_part(function)
    if part is None or not project.layers.has("service"):
        return
    by_repository: dict[str, list[RepositoryCall]] = {}
    for call in project.repositories.calls(function):
        by_repository.setdefault(call.repository, []).append(call)
    for repository, unsorted in by_repository.items():
        calls = sorted(unsorted, key=lambda each: each.place)
        name = repository.rpartition(".")[2] if calls[0].is_class else repository
        yield Finding(
            calls[0].place,
            f"`{function.name}`, a {part}, calls the repository `{name}` itself, "
            + (PASSED if project.persistence.is_served(calls[0]) else UNSERVED),
            notes=tuple(Note(each.place, f"and calls `{each.method}` here") for each in calls[1:]),
            symbol=function.symbol,
            target=repository,
        )
