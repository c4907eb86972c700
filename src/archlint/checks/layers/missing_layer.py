from __future__ import annotations

from collections import Counter

from archlint.checks import Findings, check
from archlint.findings import Finding, Note, Place
from archlint.project import Project


@check("layers/missing-layer", on=Project)
def missing_layer(project: Project, _: Project) -> Findings:
    """Routes that reach the data though no service stands between: one finding a project."""
    handlers = {route.handler for route in project.routes if route.handler is not None}
    if len(handlers) < project.config.options.tiny_app_routes or project.layers.has("service"):
        return
    reaching = sorted(
        (each for each in handlers if project.persistence.reaches_data(each)), key=lambda each: each.place
    )
    if not reaching or len(reaching) * 10 < len(handlers):
        return
    folders = Counter(each.place.path.partition("/")[0] for each in reaching)
    applications = sorted(project.layers.applications(), key=lambda each: -folders[each.path.partition("/")[0]])
    place = applications[0] if applications else Place("pyproject.toml", 1, 1, 1, 1)
    yield Finding(
        place,
        f"{len(reaching)} of {len(handlers)} routes reach the database, and no service layer for its data was found "
        "between, so a rule that one of them keeps holds there only; add services and let routes call them",
        notes=tuple(Note(each.place, f"`{each.name}` reaches it") for each in reaching[:3]),
        target="service",
    )
