from __future__ import annotations

from archlint.checks import Findings, check
from archlint.findings import Finding, Note
from archlint.project import Function, Project
from archlint.project.schemas import traffic


@check("schemas/patch-rebuilds-entity", on=Function)
def patch_rebuilds_entity(function: Function, project: Project) -> Findings:
    """A new row made of the body of a PATCH, in place of changing the one that is there."""
    for write in project.schemas.patches.rebuilding(function):
        row = "" if write.row is None else write.row.name
        yield Finding(
            write.place,
            f"`{traffic.shown(write.body.route)}` makes a new `{row}` of what was sent: what was not sent is lost or "
            "the insert fails, and what others changed is overwritten; load the row and set only what was sent",
            notes=(*write.hops, *(() if write.row is None else (Note(write.row.place, f"`{row}` is an ORM class"),))),
            symbol=function.symbol,
            target=row,
        )
