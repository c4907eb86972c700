"""concurrency/task-dropped."""

from __future__ import annotations

from archlint import facts
from archlint.checks import Findings, check
from archlint.findings import Edit, Finding, Fix, Safety, Span
from archlint.project import Module, Project
from archlint.project.code.spelling import spelled
from archlint.project.code.statements import statements
from archlint.project.execution.calls import Call
from archlint.project.flow.events import CallEvent, StmtEvent
from archlint.project.repairs.words import free

MAKERS = frozenset({"asyncio.AbstractEventLoop.create_task", "asyncio.create_task", "asyncio.ensure_future"})
DROPPERS = frozenset(
    {"add_done_callback", "add_signal_handler", "call_at", "call_later", "call_soon", "call_soon_threadsafe"}
)
"""Methods that throw away what their callback returns."""

_SET = "running_tasks"
"""What a repair calls the set that keeps a module's tasks."""
_NAMES = ("task", "running_task", "background_task")


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
        fix=_kept(call, project),
        symbol=call.within.symbol if call.within else None,
        target=call.callee,
    )


def _is_dropped(call: Call, project: Project) -> bool:
    for event in project.flow(call.scope).events:
        match event:
            case StmtEvent(stmt=stmt) if _drops(stmt, call.expr):
                return True
            case CallEvent(expr=facts.Call(func=facts.Attribute(attr=attr), args=args)) if attr in DROPPERS:
                if any(isinstance(each, facts.Lambda) and each.body is call.expr for each in args):
                    return True
            case _:
                pass
    return False


def _drops(stmt: facts.Stmt, made: facts.Call) -> bool:
    """Whether a statement makes something and lets it go."""
    match stmt:
        case facts.Evaluate(value=value) | facts.Assign(value=value, targets=(facts.Name(id="_"),)):
            return value is made
        case _:
            return False


def _kept(call: Call, project: Project) -> Fix | None:
    """The task put into a set of its module, from which it goes when it is done."""
    if call.within is None:
        return None
    lines = project.repairs.lines(call.module)
    stmt = next((each for each in statements(call.within.body) if _drops(each, call.expr)), None)
    name = free(_NAMES, project.repairs.taken(call.module))
    kept_in = _set(call.module, project)
    if stmt is None or name is None or kept_in is None or not lines.are_own(stmt):
        return None
    path, indent = call.module.path, lines.indentation(stmt)
    named = Edit(path, Span(stmt.start, stmt.start), f"{name} = ")
    if isinstance(stmt, facts.Assign):
        named = Edit(path, Span(stmt.start, stmt.start + 1), name, "_")
    keep = f"{indent}{_SET}.add({name})\n{indent}{name}.add_done_callback({_SET}.discard)\n"
    return Fix(
        Safety.UNSAFE, f"keep the task in `{_SET}` until it is done", (*kept_in, named, lines.below(stmt.end, keep))
    )


def _set(module: Module, project: Project) -> tuple[Edit, ...] | None:
    """What it takes for a module to have the set; None where its name means something else."""
    match project.repairs.constants.values(_SET, module):
        case [facts.Call(func=facts.Name(id="set"), args=(), keywords=())]:
            return ()
    asyncio = project.repairs.importing.module("asyncio", module)
    if asyncio is None:
        return None
    added = project.repairs.constants.added(_SET, f"{_SET}: set[{asyncio.name}.Task[object]] = set()", module)
    return None if added is None else (*asyncio.edits, added)
