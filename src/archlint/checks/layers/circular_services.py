from __future__ import annotations

from archlint.checks import Findings, check
from archlint.findings import Finding, Note
from archlint.project import Project


@check("layers/circular-services", on=Project)
def circular_services(project: Project, _: Project) -> Findings:
    """Services that need each other in a circle; cutting the need where the finding stands opens it."""
    for cycle in project.cycles.all():
        cut = cycle.cheapest
        way = " → ".join(f"`{need.module.name}`" for need in (*cycle.needs, cycle.needs[0]))
        yield Finding(
            cut.place,
            f"Services need each other in a circle, {way}, so none can be understood or tested alone; cut it where "
            f"`{cut.module.name}` {cut.way} `{cut.what}`",
            notes=tuple(
                Note(need.place, f"`{need.module.name}` {need.way} `{need.what}` of `{need.target.name}`")
                for need in cycle.needs
            ),
            way_out="move what both need into a third service, hand it in as a Protocol, or publish an event",
            symbol=cut.module.name,
            target=cut.target.name,
        )
