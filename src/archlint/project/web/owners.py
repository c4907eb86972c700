"""Parents in a path: parameters that say whose something is, and whether anything looks at them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from archlint import facts
from archlint.project.code.expressions import children, dotted, uncalled
from archlint.project.code.modules import Function
from archlint.project.code.statements import evaluated, statements
from archlint.project.inference.inference import Inference
from archlint.project.web.path_parameters import PathParameters
from archlint.project.web.registrations import DECORATORS
from archlint.project.web.served import Served

_LOGGING = re.compile(r"_*(?:\w+_)?(?:log|logger|logging)", re.IGNORECASE)
"""What those are called who write a log."""
_TELLERS = frozenset({"builtins.print", "warnings.warn"})
_HARMLESS = frozenset({"inject", "limit", "staticmethod"})
"""Decorators that do nothing with the arguments of a handler."""


class Owners:
    """The parents of what routes answer."""

    def __init__(self, inference: Inference, path_parameters: PathParameters) -> None:
        self._inference = inference
        self._path_parameters = path_parameters

    def unused(self, served: Served) -> tuple[facts.Parameter, ...]:
        """The parameters of a handler that name a parent in its path and decide nothing."""
        handler, read = served.route.handler, served.template
        if handler is None or read is None or served.route.is_plain:
            return ()
        parents = [each for each in handler.facts.parameters if f"{{{each.name}}}" in read.segments[:-1]]
        if not parents or not self._is_plain(served, handler) or not self._does_something(handler):
            return ()
        may_be_taken = self._path_parameters.taken_beside(served)
        return tuple(
            each for each in parents if each.name not in may_be_taken and not self._is_used(each.name, handler)
        )

    def _is_plain(self, served: Served, handler: Function) -> bool:
        """Whether a handler gets its arguments from FastAPI alone, and hands none on unseen."""
        for decorator in handler.facts.decorators:
            called = uncalled(decorator)
            last = (dotted(called) or "").rpartition(".")[2]
            if last not in _HARMLESS | DECORATORS and decorator is not served.route.declaration:
                return False
        return not handler.mentions("locals") and not self._path_parameters.hands_on_request(handler)

    def _does_something(self, handler: Function) -> bool:
        """Whether a handler calls anything to find its answer."""
        return any(not self._only_tells(each.expr, handler) for each in self._inference.flow(handler).calls())

    def _is_used(self, name: str, handler: Function) -> bool:
        inside = f"{handler.qualname}."
        if any(each.qualname.startswith(inside) and each.mentions(name) for each in handler.module.all_functions):
            return True
        return any(
            isinstance(each, facts.Name) and each.id == name
            for stmt in statements(handler.body)
            if not isinstance(stmt, facts.Raise) and not _is_discarded(stmt)
            for expr in _read(stmt)
            for each in self._deciding(expr, handler)
        )

    def _deciding(self, expr: facts.Expr, handler: Function) -> Iterator[facts.Expr]:
        """An expression and what is inside it, but for what is only told to a log."""
        if isinstance(expr, facts.Call) and self._only_tells(expr, handler):
            return
        yield expr
        for each in children(expr):
            yield from self._deciding(each, handler)

    def _only_tells(self, call: facts.Call, handler: Function) -> bool:
        """`logger.info(…)`, `self.log.bind(…).info(…)`, `print(…)`."""
        receiver = call.func.value if isinstance(call.func, facts.Attribute) else None
        while isinstance(receiver, (facts.Attribute, facts.Call)):
            if isinstance(receiver, facts.Attribute) and _LOGGING.fullmatch(receiver.attr):
                return True
            receiver = receiver.func if isinstance(receiver, facts.Call) else receiver.value
        if isinstance(receiver, facts.Name) and _LOGGING.fullmatch(receiver.id):
            return True
        return self._inference.name_of(call.func, handler) in _TELLERS


def _read(stmt: facts.Stmt) -> Iterator[facts.Expr]:
    yield from evaluated(stmt)
    if isinstance(stmt, facts.Assign):
        yield from stmt.targets


def _is_discarded(stmt: facts.Stmt) -> bool:
    """`del name`, `_ = name`."""
    if isinstance(stmt, facts.Delete):
        return True
    return isinstance(stmt, facts.Assign) and all(
        isinstance(each, facts.Name) and each.id == "_" for each in stmt.targets
    )
