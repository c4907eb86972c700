from __future__ import annotations

from archlint.checks import Findings, check
from archlint.findings import Finding, Note
from archlint.project import Function, Project


@check("layers/sql-in-service", on=Function)
def sql_in_service(function: Function, project: Project) -> Findings:
    """A service that builds or runs SQL though the project has repositories for that."""
    if project.layers.of_function(function) != "service" or project.sessions.is_provider(function):
        return
    if project.layers.name_of(function.module) not in ("service", ""):
        return
    if not project.layers.has("repository") or not project.layers.has("service"):
        return
    queries = [each for each in project.persistence.queries(function) if each.doing != "write"]
    if not queries:
        return
    first, *others = sorted(queries, key=lambda each: each.place)
    does = "builds SQL with" if first.doing == "statement" else "queries by"
    yield Finding(
        first.place,
        f"`{function.name}` is part of a service and {does} `{first.text}`, so what it decides can be tested against "
        "a database only; move the query to a repository",
        notes=tuple(Note(each.place, f"and uses `{each.text}` here") for each in others),
        symbol=function.symbol,
        target=first.text,
    )
