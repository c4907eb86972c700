"""concurrency/task-dropped."""

from __future__ import annotations

from archlint import facts
from archlint.checks import Findings, check
from archlint.findings import Finding
from archlint.project import Project
from archlint.project.code.spelling import spelled
from archlint.project.execution.calls import Call
from archlint.project.flow.events import CallEvent, StmtEvent

MAKERS = frozenset({"asyncio.AbstractEventLoop.create_task", "asyncio.create_task", "asyncio.ensure_future"})
DROPPERS = frozenset(
    {"add_done_callback", "add_signal_handler", "call_at", "call_later", "call_soon", "call_soon_threadsafe"}
)
"""Methods that throw away what their callback returns."""


@check("concurrency/task-dropped", on=Call)
def task_dropped(call: Call, project: Project) -> Findings:
    """A task that nobody keeps: it may be collected while it runs, and what it raises is lost."""
    if call.callee not in MAKERS or not _is_dropped(call, project):
        return
    yield Finding(
        call.place,
        f"nobody keeps the task that `{spelled(call.expr.func)}` makes: it may be collected while it runs, and what it "
        "raises is lost; keep it in a set, or start it in a `TaskGroup`",
        way_out="tasks.add(task); task.add_done_callback(tasks.discard), or async with asyncio.TaskGroup()",
        symbol=call.within.symbol if call.within else None,
        target=call.callee,
    )


def _is_dropped(call: Call, project: Project) -> bool:
    for event in project.flow(call.scope).events:
        match event:
            case StmtEvent(stmt=facts.Evaluate(value=value)):
                if value is call.expr:
                    return True
            case StmtEvent(stmt=facts.Assign(value=value, targets=(facts.Name(id="_"),))):
                if value is call.expr:
                    return True
            case CallEvent(expr=facts.Call(func=facts.Attribute(attr=attr), args=args)) if attr in DROPPERS:
                if any(isinstance(each, facts.Lambda) and each.body is call.expr for each in args):
                    return True
            case _:
                pass
    return False
