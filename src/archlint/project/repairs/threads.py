"""Blocking calls taken off the event loop."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from typing import TYPE_CHECKING, TypeAlias

from archlint import facts
from archlint.findings import Edit, Fix, Safety, Span
from archlint.project.code.expressions import children
from archlint.project.code.modules import Function
from archlint.project.code.spelling import spelled
from archlint.project.code.statements import evaluated, nested
from archlint.project.execution.blocking import Chain
from archlint.project.execution.sinkcalls import SinkCall
from archlint.project.repairs.importing import Importing

if TYPE_CHECKING:
    from archlint.project.project import Project

Ways: TypeAlias = tuple[facts.Expr, ...]
"""The expressions around one, outermost first."""

_NEEDS_LOOP = frozenset({"anyio", "asyncio", "create_task", "ensure_future", "get_event_loop", "get_running_loop"})
"""Words of a function that would miss the event loop in a thread of FastAPI's pool."""
_HANDLES = frozenset({"connect", "create_connection", "fdopen", "open", "opener", "urlopen"})
"""Calls whose results block again at every use, as those of constructors do."""


class Threads:
    """Repairs of coroutines that wait."""

    def __init__(self, project: Project, importing: Importing) -> None:
        self._project = project
        self._importing = importing

    def call(self, found: SinkCall) -> Fix | None:
        """For a blocking call that a coroutine makes itself; None where its result would block on."""
        function, expr = found.call.within, found.call.expr
        if function is None:
            return None
        if (pooled := self._pooled(function)) is not None:
            return pooled
        if found.leads_on or _gives_a_handle(found.sink.name):
            return None
        return self._slept(expr, function) if found.sink.name == "time.sleep" else self._in_thread(expr, function)

    def chain(self, chain: Chain, function: Function) -> Fix | None:
        """For the first step of a chain."""
        if (pooled := self._pooled(function)) is not None:
            return pooled
        first = chain.first
        if first.how not in ("calls", "constructs") or first.awaited or not isinstance(first.expr, facts.Call):
            return None
        if first.target.is_async or first.target.facts.is_generator or first.target.facts.decorators:
            return None
        return self._in_thread(first.expr, function)

    def _pooled(self, function: Function) -> Fix | None:
        """The `async` of a function taken away that FastAPI alone runs, and that awaits nothing."""
        if self._project.loops.way_off(function) is None or function.mentions_any(_NEEDS_LOOP):
            return None
        if self._project.web.callers.of(function):
            return None
        start = function.facts.start - len("async def ")
        edit = Edit(function.module.path, Span(start, start + len("async ")), "", "async ")
        return Fix(Safety.UNSAFE, f"declare `{function.name}` with `def`, so that FastAPI runs it in a thread", (edit,))

    def _slept(self, call: facts.Call, function: Function) -> Fix | None:
        around = _around(call, function)
        asyncio = self._importing.module("asyncio", function)
        if around is None or asyncio is None or len(call.args) != 1 or call.keywords or not _takes_await(around):
            return None
        edit = Edit(function.module.path, Span(call.func.start, call.func.end), f"await {asyncio.name}.sleep")
        return Fix(Safety.UNSAFE, "await `asyncio.sleep`", (*asyncio.edits, edit))

    def _in_thread(self, call: facts.Call, function: Function) -> Fix | None:
        around = _around(call, function)
        if around is None or not isinstance(call.func, (facts.Name, facts.Attribute)) or _is_bare_generator(call):
            return None
        asyncio = self._importing.module("asyncio", function)
        if not _takes_await(around) or asyncio is None:
            return None
        path, module = function.module.path, function.module
        binds_tighter = bool(around) and _is_taken_from(call, around[-1])
        opening = f"{'(' if binds_tighter else ''}await {asyncio.name}.to_thread("
        gap = ""
        if call.args or call.keywords:
            line, column = module.position(min(each.start for each in (*call.args, *call.keywords)))
            gap = ", " if line == module.position(call.func.end)[0] else ","
            opening += "" if gap == ", " else f"\n{' ' * (column - 1)}"
        edits = [Edit(path, Span(call.start, call.start), opening)]
        edits.append(Edit(path, Span(call.func.end, call.func.end + 1), gap, "("))
        if binds_tighter:
            edits.append(Edit(path, Span(call.end, call.end), ")"))
        return Fix(Safety.UNSAFE, f"run `{spelled(call.func)}` in a thread", (*asyncio.edits, *edits))


def _gives_a_handle(sink: str) -> bool:
    """Whether a call gives something that blocks on: a connection, a process, a file."""
    last = sink.rpartition(".")[2]
    return last in _HANDLES or last[:1].isupper()


def _around(call: facts.Call, function: Function) -> Ways | None:
    """What is around a call in the statement it stands in; None where that is not found, or a header of `with`."""
    block = function.body
    while block and block[0].start <= call.start:
        stmt = block[bisect_right(block, call.start, key=lambda each: each.start) - 1]
        for expr in evaluated(stmt):
            if expr.start <= call.start and call.end <= expr.end:
                found = next(_ways(expr, call, ()), None)
                if found is not None:
                    return None if isinstance(stmt, facts.With) and not found else found
        before = [each for each in nested(stmt) if each and each[0].start <= call.start]
        block = before[-1] if before else ()
    return None


def _ways(expr: facts.Expr, wanted: facts.Call, around: Ways) -> Iterator[Ways]:
    if expr is wanted:
        yield around
        return
    for inner in children(expr):
        yield from _ways(inner, wanted, (*around, expr))


def _takes_await(around: Ways) -> bool:
    """Whether `await` may stand inside some expressions, and where their parts stand is sure."""
    return not any(
        isinstance(each, (facts.FString, facts.Lambda))
        or (isinstance(each, facts.Comprehension) and each.kind == "generator")
        for each in around
    )


def _is_taken_from(call: facts.Call, by: facts.Expr) -> bool:
    """Whether the expression around a call binds it tighter than `await` does: `call.name`, `call[0]`, `call()`."""
    match by:
        case facts.Attribute(value=value) | facts.Subscript(value=value) | facts.Await(value=value):
            return value is call
        case facts.Call(func=func):
            return func is call
        case _:
            return False


def _is_bare_generator(call: facts.Call) -> bool:
    """Whether the only argument is a generator, which needs parentheses beside others."""
    return len(call.args) == 1 and isinstance(call.args[0], facts.Comprehension) and not call.keywords
