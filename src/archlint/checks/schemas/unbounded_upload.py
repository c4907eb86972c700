from __future__ import annotations

from archlint.checks import Findings, check
from archlint.findings import Finding, Fix, Safety
from archlint.project import Function, Project


@check("schemas/unbounded-upload", on=Function)
def unbounded_upload(function: Function, project: Project) -> Findings:
    """An upload that is read whole into memory, however big it is."""
    for call in project.schemas.limits.uploads(function):
        edits = project.repairs.uploads.limited(call)
        yield Finding(
            call.place,
            f"`{function.name}` reads an upload whole, so one client with a big file takes the memory of the worker; "
            "read `size` bytes more than are allowed and refuse what has more, or look at the upload's `size` first",
            fix=None if edits is None else Fix(Safety.UNSAFE, "refuse files above `MAX_UPLOAD_BYTES`", edits),
            symbol=function.symbol,
            target=call.callee,
        )
