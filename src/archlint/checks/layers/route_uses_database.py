from __future__ import annotations

from archlint.checks import Findings, check
from archlint.findings import Finding, Note
from archlint.project import Function, Project


@check("layers/route-uses-database", on=Function)
def route_uses_database(function: Function, project: Project) -> Findings:
    """A handler, or other code of the web side, that queries, commits on or opens a session by itself."""
    part = project.persistence.web_part(function)
    if part is None or project.persistence.is_health(function):
        return
    uses = project.persistence.web_uses(function)
    if not uses:
        return
    first, *others = sorted(uses, key=lambda each: each.place)
    does = "opens the database by" if first.doing == "open" else "works on the database by"
    yield Finding(
        first.place,
        f"`{function.name}`, a {part}, {does} `{first.text}`, so the data's rules live in the web layer and no other "
        "entry point can use them; move it to a service or repository and pass the session on",
        notes=tuple(Note(each.place, f"and by `{each.text}` here") for each in others),
        symbol=function.symbol,
        target=first.text,
    )
