"""concurrency/sync-session-in-async."""

from __future__ import annotations

from archlint.checks import Findings, check
from archlint.findings import Finding
from archlint.project import Function, Project
from archlint.project.execution.blocking import on_loop, shown

HARM = "makes the event loop wait for the database"
WAY_OUT = "an `AsyncSession` over an async driver, or `await session.run_sync(...)` on one"


@check("concurrency/sync-session-in-async", on=Function)
def sync_session_in_async(function: Function, project: Project) -> Findings:
    """A synchronous SQLAlchemy session, connection or engine that a coroutine waits for, itself or through others."""
    if not project.runs_on_loop(function):
        return
    for each in project.blocking.direct(function):
        if each.sink.kind == "session":
            harm = project.loops.harm(function, each.call, HARM)
            yield Finding(
                each.call.place,
                f"`{shown(each.sink)}` {harm}; {each.sink.instead}",
                notes=(on_loop(function),),
                way_out=project.loops.way_off(function) or WAY_OUT,
                symbol=function.symbol,
                target=each.sink.name,
            )
    for chain in project.blocking.chains(function):
        if chain.sink.kind == "session":
            harm = project.loops.harm(function, chain.first, HARM)
            yield Finding(
                chain.first.place,
                f"`{function.name}` reaches `{shown(chain.sink)}`, which {harm}; use an `AsyncSession`",
                notes=chain.notes(),
                way_out=project.loops.way_off(function) or WAY_OUT,
                symbol=function.symbol,
                target=chain.sink.name,
            )
