"""concurrency/blocking-call-chain."""

from __future__ import annotations

from archlint.checks import Findings, check
from archlint.findings import Finding, Severity
from archlint.project import Function, Project
from archlint.project.execution.blocking import shown

ELSEWHERE = frozenset({"cpu", "session"})
"""The kinds of sinks that other rules speak about."""


@check("concurrency/blocking-call-chain", on=Function)
def blocking_call_chain(function: Function, project: Project) -> Findings:
    """A blocking call that a coroutine reaches through functions of the project."""
    if not project.runs_on_loop(function):
        return
    for chain in project.blocking.chains(function):
        sink = chain.sink
        if sink.kind in ELSEWHERE:
            continue
        harm = project.loops.harm(function, chain.first, "blocks the event loop")
        yield Finding(
            chain.first.place,
            f"`{function.name}` reaches `{shown(sink)}`, which {harm}; {chain.advice}",
            notes=chain.notes(),
            way_out=project.loops.way_off(function) or chain.way_out,
            fix=project.repairs.threads.chain(chain, function),
            symbol=function.symbol,
            target=sink.name,
            severity=Severity.WARNING if sink.kind == "file" else None,
        )
