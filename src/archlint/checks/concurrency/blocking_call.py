"""concurrency/blocking-call."""

from __future__ import annotations

from archlint.checks import Findings, check
from archlint.findings import Finding
from archlint.project import Function, Project
from archlint.project.code.spelling import in_thread
from archlint.project.execution.blocking import on_loop, shown

ELSEWHERE = frozenset({"cpu", "file", "session"})
"""The kinds of sinks that other rules speak about."""


@check("concurrency/blocking-call", on=Function)
def blocking_call(function: Function, project: Project) -> Findings:
    """A call that waits for the outside world, inside a coroutine."""
    if not project.runs_on_loop(function):
        return
    for each in project.blocking.direct(function):
        sink = each.sink
        if sink.kind in ELSEWHERE:
            continue
        harm = project.loops.harm(
            function, each.call, "blocks the event loop: nothing else runs on it until it returns"
        )
        yield Finding(
            each.call.place,
            f"`{shown(sink)}` {harm}; {sink.instead}",
            notes=(on_loop(function),),
            way_out=project.loops.way_off(function) or in_thread(each.call.expr),
            fix=project.repairs.threads.call(each),
            symbol=function.symbol,
            target=sink.name,
        )
