"""How much a handler decides and does itself."""

from __future__ import annotations

import re

from msgspec import Struct, field

from archlint import facts
from archlint.project.code.expressions import awaited, dotted, uncalled, walk
from archlint.project.code.modules import Function
from archlint.project.code.statements import nested, statements
from archlint.project.inference.inference import Inference

_LOGS = re.compile(
    r"(?:^|\.)(?:_?log|_?logger|logging|audit_log|console|capture_\w+|print|tracer|span|metrics?)(?:\.|$)"
)
_UPLOADS = frozenset({"fastapi.UploadFile", "starlette.datastructures.FormData", "starlette.datastructures.UploadFile"})
_REQUESTS = frozenset({"fastapi.Request", "fastapi.Response", "fastapi.WebSocket"})
_HTTP = frozenset(
    {
        *("base_url", "body", "client", "cookies", "form", "headers", "json", "method", "path_params", "query_params"),
        *("scope", "session", "set_cookie", "stream", "url", "url_for"),
    }
)
"""What of a request or response is HTTP, and no object of the service that it carries."""
_PAGES = ("airium.", "dominate.", "fasthtml.", "htpy.", "tagflow.", "yattag.")
"""Libraries by which Python code writes HTML."""


class Workload(Struct):
    """What a body holds besides checks that raise, error handlers, parsing, pages, logging and the answer."""

    branches: list[facts.Located] = field(default_factory=list)
    """The statements one of whose branches does something, once for each such branch."""
    loops: list[facts.Located] = field(default_factory=list)
    statements: int = 0


class Workloads:
    """Weighs the bodies of functions."""

    def __init__(self, inference: Inference) -> None:
        self._inference = inference

    def of(self, function: Function) -> Workload:
        """What the body of a function holds, nested definitions left out."""
        weighing = _Weighing(
            self._inference, function, self._parameters(function, _UPLOADS), self._parameters(function, _REQUESTS)
        )
        weighing.block(function.body)
        return weighing.load

    def _parameters(self, function: Function, types: frozenset[str]) -> set[str]:
        """The parameters whose annotations hold one of some types."""
        around = self._inference.around(function)
        return {
            each.name
            for each in function.facts.parameters
            if each.annotation is not None
            and any(
                isinstance(part, (facts.Name, facts.Attribute)) and self._inference.name_of(part, around) in types
                for part in walk(each.annotation)
            )
        }


class _Weighing:
    def __init__(self, inference: Inference, function: Function, parsed: set[str], requests: set[str]) -> None:
        self.load = Workload()
        self._inference = inference
        self._function = function
        self._parsed = parsed
        """The names of uploads, and of what was read from them or from the request."""
        self._requests = requests

    def block(self, block: facts.Block) -> None:
        for stmt in block:
            self._statement(stmt)

    def _statement(self, stmt: facts.Stmt) -> None:
        match stmt:
            case facts.If(branches=branches, orelse=orelse):
                is_parsing = any(self._reads_parsed(each.test) for each in branches)
                for body in (*(branch.body for branch in branches), orelse):
                    self._branch(stmt, body, is_parsing)
            case facts.Match(subject=subject, cases=cases):
                for case in cases:
                    self._branch(stmt, case.body, self._reads_parsed(subject))
            case facts.Loop(iter=drawn, body=body, orelse=orelse):
                is_parsing = self._reads_parsed(drawn)
                if is_parsing and stmt.target is not None:
                    self._parsed |= _names(stmt.target)
                if not is_parsing:
                    self.load.loops.append(stmt)
                self.block(body)
                self.block(orelse)
            case facts.Try(body=body, orelse=orelse, final=final):  # what handlers do is to map errors
                self.block(body)
                self.block(orelse)
                self.block(final)
            case facts.With(items=items, body=body):
                opened = (each.target for each in items if each.target is not None and self._reads_parsed(each.context))
                self._parsed |= {name for each in opened for name in _names(each)}
                if not self._writes_page(stmt):
                    self.block(body)
            case facts.Assign(targets=targets, value=value) if value is not None and self._reads_parsed(value):
                self._parsed |= {name for each in targets for name in _names(each)}
            case _ if _works(stmt):
                self.load.statements += 1
            case _:
                pass

    def _branch(self, stmt: facts.Stmt, body: facts.Block, is_parsing: bool) -> None:
        if not is_parsing and any(_holds_work(each) for each in body) and not isinstance(body[-1], facts.Raise):
            self.load.branches.append(stmt)
        self.block(body)

    def _reads_parsed(self, expr: facts.Expr) -> bool:
        """Whether an expression reads an upload, HTTP of the request, or what was read from them."""
        for each in walk(expr):
            match each:
                case facts.Name(id=name) if name in self._parsed:
                    return True
                case facts.Attribute(value=facts.Name(id=name), attr=attr) if name in self._requests and attr in _HTTP:
                    return True
                case _:
                    pass
        return False

    def _writes_page(self, stmt: facts.With) -> bool:
        """Whether a `with` opens an element of a page, or somewhere inside it one is opened."""
        for item in stmt.items:
            if self._inference.name_of(uncalled(item.context), self._function).startswith(_PAGES):
                return True
        return any(isinstance(each, facts.With) and self._writes_page(each) for each in statements(stmt.body))


def _names(target: facts.Expr) -> set[str]:
    return {each.id for each in walk(target) if isinstance(each, facts.Name)}


def _holds_work(stmt: facts.Stmt) -> bool:
    return _works(stmt) or any(_holds_work(each) for block in nested(stmt) for each in block)


def _works(stmt: facts.Stmt) -> bool:
    """Whether a simple statement does something: it binds, changes or calls; it does not only log, raise or answer."""
    match stmt:
        case facts.Assign() | facts.Delete():
            return True
        case facts.Evaluate(value=value):
            called = awaited(value)
            return isinstance(called, facts.Call) and not _LOGS.search(dotted(called.func) or "")
        case _:
            return False
