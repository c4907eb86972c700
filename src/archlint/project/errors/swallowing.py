"""Broad except clauses after which nobody knows that something failed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from archlint import facts
from archlint.project.code.expressions import is_none, last_word, walk
from archlint.project.code.modules import Function
from archlint.project.code.statements import evaluated, nested, statements
from archlint.project.errors.telling import is_log
from archlint.records import Record

if TYPE_CHECKING:
    from archlint.project.project import Project

_CLEANS = re.compile(
    r"(?:^|_)(?:abort|aclose|cancel|cleanup|clean|clear|close|delete|destroy|detach|discard|disconnect|dispose|exit|finalize"
    r"|flush|free|kill|leave|logout|purge|quit|release|remove|reset|rmdir|rmtree|rollback|shutdown|stop|teardown|terminate"
    r"|unlink|unlock|unregister|unsubscribe|wait|aexit|del)(?:_|$)"
)
"""Names of what leaves something behind in order; it may fail, since it is over."""
_WATCHES = re.compile(
    r"(?:^|[._])(?:\w*audit|log\w*|metrics?|monitoring|observability|sentry|telemetry|tracing|analytics)(?:[._]|$)"
)
"""Names of modules that watch a service: they must not break what they watch."""
_OUTSIDE = frozenset({"migration", "script", "test"})


class Swallowed(Record, frozen=True, eq=False):
    """A clause that lets whatever was raised go."""

    at: facts.Located
    """The except clause, or the item of a `with` that suppresses."""
    tried: facts.Try | facts.With
    is_logged: bool
    """Whether a log has it, and nothing else."""


class Swallowing:
    """Finds such clauses; cleaning up and watching may fail in silence."""

    def __init__(self, project: Project) -> None:
        self._project = project

    def of(self, function: Function) -> Iterator[Swallowed]:
        if self._may_swallow(function):
            yield from self._block(function.body, function, is_over=False)

    def _may_swallow(self, function: Function) -> bool:
        if not self._project.flow(function).surrounding:
            return False
        outer: Function | None = function
        while outer is not None:
            if _CLEANS.search(outer.name.strip("_")):
                return False
            outer = outer.enclosing
        module = function.module
        if _WATCHES.search(module.name):
            return False
        if self._project.layers.name_of(module) in _OUTSIDE:
            return False
        return not self._project.entrypoints.prepares(function)

    def _block(self, block: facts.Block, function: Function, *, is_over: bool) -> Iterator[Swallowed]:
        """`is_over` in a finally and in except clauses, where an error is on its way already."""
        for stmt in block:
            match stmt:
                case facts.Try(body=body, handlers=handlers, orelse=orelse, final=final):
                    yield from self._block(body, function, is_over=is_over)
                    yield from self._block(orelse, function, is_over=is_over)
                    yield from self._block(final, function, is_over=True)
                    for handler in handlers:
                        yield from self._block(handler.body, function, is_over=True)
                        if not is_over:
                            found = self._handled(handler, stmt, function)
                            yield from (each for each in found if not self._may_fail_in_silence(body, function))
                case facts.With(items=items, body=body):
                    yield from self._block(body, function, is_over=is_over)
                    for item in items:
                        if is_over or not self._suppresses(item, function):
                            continue
                        if not self._may_fail_in_silence(body, function):
                            yield Swallowed(item, stmt, is_logged=False)
                case _:
                    for inner in nested(stmt):
                        yield from self._block(inner, function, is_over=is_over)

    def _may_fail_in_silence(self, body: facts.Block, function: Function) -> bool:
        return _is_harmless(body) or self._only_logs(body, function)

    def _only_logs(self, body: facts.Block, function: Function) -> bool:
        return all(
            isinstance(each, facts.Evaluate)
            and isinstance(each.value, facts.Call)
            and is_log(each.value, function, self._project)
            for each in body
        )

    def _suppresses(self, item: facts.WithItem, function: Function) -> bool:
        match item.context:
            case facts.Call(func=func, args=args) if self._project.name_of(func, function) == "contextlib.suppress":
                return any(self._project.errors.clauses.caught(each, function).is_broad for each in args)
            case _:
                return False

    def _handled(self, handler: facts.Handler, stmt: facts.Try, function: Function) -> Iterator[Swallowed]:
        if not self._project.errors.clauses.caught(handler.type, function).is_broad:
            return
        logs = 0
        for each in handler.body:
            match each:
                case facts.Jump(kind="pass" | "continue"):
                    continue
                case facts.Evaluate(value=facts.String() | facts.Constant()):
                    continue
                case facts.Return(value=None | facts.Constant(kind="None")) if not _gives(function):
                    continue
                case facts.Evaluate(value=facts.Call(func=facts.Name(id="print"))):
                    continue
                case facts.Evaluate(value=facts.Call() as call) if is_log(call, function, self._project):
                    logs += 1
                case facts.Evaluate(value=facts.Await(value=facts.Call() as call)) if is_log(
                    call, function, self._project
                ):
                    logs += 1
                case _:
                    return
        yield Swallowed(handler, stmt, is_logged=logs > 0)


def _gives(function: Function) -> bool:
    """Whether a function returns something elsewhere, so that None says that it did not work."""
    returns = (each for each in statements(function.body) if isinstance(each, facts.Return))
    return any(each.value is not None and not is_none(each.value) for each in returns)


def _is_harmless(body: facts.Block) -> bool:
    """Whether a block only imports, only leaves something in order, or is one way of several: it leaves if it works."""
    plain = list(statements(body))
    if all(isinstance(each, facts.ImportStmt) for each in plain):
        return True
    if any(isinstance(each, facts.Return) or (isinstance(each, facts.Jump) and each.kind == "break") for each in plain):
        return True
    calls = [each for stmt in plain for expr in evaluated(stmt) for each in walk(expr) if isinstance(each, facts.Call)]
    names = [last_word(each.func) for each in calls]
    return bool(names) and any(_CLEANS.search(each) for each in names) and len(plain) <= 3
