"""concurrency/blocking-file."""

from __future__ import annotations

from archlint.checks import Findings, check
from archlint.findings import Finding
from archlint.project import Function, Project
from archlint.project.code.spelling import in_thread
from archlint.project.execution.blocking import on_loop, shown


@check("concurrency/blocking-file", on=Function)
def blocking_file(function: Function, project: Project) -> Findings:
    """A file read or written by a coroutine itself."""
    if not project.runs_on_loop(function):
        return
    for each in project.blocking.direct(function):
        sink = each.sink
        if sink.kind != "file":
            continue
        waits = "makes the event loop, and all else that runs on it, wait for the disk"
        yield Finding(
            each.call.place,
            f"`{shown(sink)}` {project.loops.harm(function, each.call, waits)}; {sink.instead}",
            notes=(on_loop(function),),
            way_out=project.loops.way_off(function) or in_thread(each.call.expr),
            fix=project.repairs.threads.call(each),
            symbol=function.symbol,
            target=sink.name,
        )
