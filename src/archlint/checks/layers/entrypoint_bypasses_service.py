from __future__ import annotations

from archlint.checks import Findings, check
from archlint.findings import Finding, Note
from archlint.project import Function, Project


@check("layers/entrypoint-bypasses-service", on=Function)
def entrypoint_bypasses_service(function: Function, project: Project) -> Findings:
    """A task, event handler, command or script that calls a repository or queries by itself."""
    kind = project.entrypoints.kind(function)
    if kind is None or not project.layers.has("service"):
        return
    is_script = kind in ("command", "script")
    if is_script and project.config.options.seeding_scripts and project.entrypoints.prepares(function):
        return
    calls = [(each.place, each.method) for each in project.persistence.entry_calls(function)]
    uses = [(each.place, each.text) for each in project.persistence.entry_uses(function, is_script=is_script)]
    found = sorted([*calls, *uses])
    if not found or project.sessions.is_provider(function):
        return
    (place, what), *others = found
    yield Finding(
        place,
        f"`{function.name}`, a {kind}, reaches the data by `{what}` itself, so the rules that the services keep do not "
        "hold there; call a service",
        notes=tuple(Note(other, f"and by `{text}` here") for other, text in others),
        symbol=function.symbol,
        target=what,
    )
