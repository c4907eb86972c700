from __future__ import annotations

from archlint.checks import Findings, check
from archlint.findings import Finding, Note
from archlint.project import Function, Project
from archlint.project.storage.sessions import Use


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
    yield Finding(
        first.place,
        f"`{function.name}`, a {part}, {told([first, *others])}",
        notes=tuple(Note(each.place, f"and by `{each.text}` here") for each in others),
        symbol=function.symbol,
        target=first.text,
    )


def told(uses: list[Use]) -> str:
    """What a function does with the database, why that is bad there, and the way out."""
    opening = next((each for each in uses if each.doing == "open"), None)
    working = next((each for each in uses if each.doing in ("query", "write")), None)
    if working is not None:
        opens = "" if opening is None else f"opens the database by `{opening.text}` and "
        return (
            f"{opens}works on {'it' if opens else 'the database'} by `{working.text}`, so the data's rules live in the "
            "web layer and no other entry point can use them; move it to a service or repository, and pass the session"
        )
    if opening is not None:
        return (
            f"opens the database by `{opening.text}` itself, so every such function decides anew where a transaction "
            "begins and ends; let a dependency provide the session, or a service open it"
        )
    return (
        f"decides on the transaction by `{uses[0].text}` itself, so what it does cannot become part of a larger one; "
        "leave that to a service, or to what provides the session"
    )
