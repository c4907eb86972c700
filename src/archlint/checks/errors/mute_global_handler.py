"""errors/mute-global-handler."""

from __future__ import annotations

from archlint.checks import Findings, check
from archlint.findings import Finding
from archlint.project import Project
from archlint.project.errors.catchall import Unwatched


@check("errors/mute-global-handler", on=Project)
def mute_global_handler(_: Project, project: Project) -> Findings:
    """A catch-all handler that is absent, logs no traceback, or answers something else than 500."""
    for fault in project.errors.catch_all.faults():
        yield Finding(
            fault.place,
            _message(fault),
            symbol=None if fault.handler is None else fault.handler.symbol,
            target=fault.fault,
        )


def _message(fault: Unwatched) -> str:
    name = "" if fault.handler is None else fault.handler.name
    match fault.fault:
        case "absent":
            return (
                "no handler of `Exception`: what nobody foresaw is answered in plain text and stands in the server's "
                "log only, without the request; register one that logs the traceback and answers a generic 500"
            )
        case "mute":
            return (
                f"`{name}` answers errors that nobody foresaw and logs no traceback, so that nobody finds them with "
                "their request; log with `exc_info=`"
            )
        case _:
            return (
                f"`{name}` answers {fault.status} to errors that nobody foresaw, so clients look for a mistake of "
                "theirs and no monitor counts them; answer 500"
            )
