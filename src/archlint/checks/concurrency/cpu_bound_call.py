"""concurrency/cpu-bound-call."""

from __future__ import annotations

from archlint.checks import Findings, check
from archlint.findings import Finding
from archlint.project import Function, Project
from archlint.project.code.spelling import in_thread
from archlint.project.execution.blocking import on_loop, shown


@check("concurrency/cpu-bound-call", on=Function)
def cpu_bound_call(function: Function, project: Project) -> Findings:
    """Work for the processor that a coroutine does itself, or through functions that it calls."""
    if not project.runs_on_loop(function):
        return
    for each in project.blocking.direct(function):
        if each.sink.kind == "cpu":
            harm = project.loops.harm(function, each.call, "keeps the event loop busy, and all else on it waits")
            yield Finding(
                each.call.place,
                f"`{shown(each.sink)}` {harm}; hand it to a thread",
                notes=(on_loop(function),),
                way_out=project.loops.way_off(function) or in_thread(each.call.expr),
                fix=project.repairs.threads.call(each),
                symbol=function.symbol,
                target=each.sink.name,
            )
    for chain in project.blocking.chains(function):
        if chain.sink.kind == "cpu":
            harm = project.loops.harm(function, chain.first, "keeps the event loop busy")
            yield Finding(
                chain.first.place,
                f"`{function.name}` reaches `{shown(chain.sink)}`, which {harm}; {chain.advice}",
                notes=chain.notes(),
                way_out=project.loops.way_off(function) or chain.way_out,
                fix=project.repairs.threads.chain(chain, function),
                symbol=function.symbol,
                target=chain.sink.name,
            )
