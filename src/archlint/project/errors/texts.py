"""Expressions that carry the text of a caught exception."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from archlint import facts
from archlint.project.code.expressions import arguments_of, walk
from archlint.project.code.modules import Class, Function
from archlint.project.errors.clauses import Caught
from archlint.project.flow.bindings import Assigned, Binding
from archlint.project.flow.bindings import Caught as CaughtBinding
from archlint.project.flow.bindings import Parameter as ParameterBinding
from archlint.project.inference.origins import Frame
from archlint.project.inference.values import ClassRef, External, FunctionRef
from archlint.records import Record

if TYPE_CHECKING:
    from archlint.project.project import Project

_TELLERS = frozenset({"builtins.ascii", "builtins.repr", "builtins.str", "builtins.format"})
_PARTS = frozenset({"args", "orig", "__cause__", "__context__"})
"""Attributes of an exception that are its text, or lead to another one's."""
_TRACES = frozenset({"traceback.format_exc", "traceback.format_exception", "traceback.format_exception_only"})
_KEEP = frozenset(
    {"capitalize", "encode", "format", "join", "lower", "lstrip", "partition", "replace", "rstrip", "split"}
    | {"splitlines", "strip", "title", "upper"}
)
"""Methods of strings that keep the text, more or less."""
_COPIES = frozenset(
    {"builtins.dict", "builtins.list", "builtins.tuple", "fastapi.encoders.jsonable_encoder", "html.escape"}
    | {"json.dumps", "orjson.dumps", "ujson.dumps"}
)
_ASKS = re.compile(
    r"(?:^|_)(?:debug|dev|development|env|environment|expose|local|prod|production|show|verbose)(?:_|$)", re.IGNORECASE
)
"""Words of conditions by which a service tells more to those who run it."""


class Text(Record, frozen=True):
    """An expression that carries the text, and of what."""

    expr: facts.Expr
    caught: Caught


class Texts:
    """Follows the text through a function: what tells it as it is, and where it is put."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._inside: set[facts.Expr] = set()

    def of(self, expr: facts.Expr, function: Function, depth: int = 8) -> Text | None:
        """The text of an exception inside an expression, where that is told as it is."""
        if depth == 0 or expr in self._inside:
            return None
        self._inside.add(expr)
        try:
            return self._carried(expr, function, depth - 1)
        finally:
            self._inside.discard(expr)

    def _first(self, exprs: tuple[facts.Expr, ...], function: Function, depth: int) -> Text | None:
        return next((found for each in exprs if (found := self.of(each, function, depth)) is not None), None)

    def _carried(self, expr: facts.Expr, function: Function, depth: int) -> Text | None:
        match expr:
            case facts.FString(parts=parts):
                return self._told(expr, parts, function) or self._first(parts, function, depth)
            case facts.Call():
                return self._called(expr, function, depth)
            case facts.Operator(ops=("%",), operands=(_, given)):
                parts = given.items if isinstance(given, facts.Collection) else (given,)
                return self._told(expr, parts, function) or self._first((given,), function, depth)
            case facts.Operator(ops=ops, operands=operands) if set(ops) <= {"+", "or"}:
                return self._first(operands, function, depth)
            case facts.Dict(values=values):
                return self._first(values, function, depth)
            case facts.Collection(items=items):
                return self._first(items, function, depth)
            case facts.Conditional(test=test, body=body, orelse=orelse):
                chosen = () if asks_for_more(test) else (orelse,) if is_narrowing(test) else (body, orelse)
                return self._first(chosen, function, depth)
            case facts.Subscript(value=value) | facts.Star(value=value) | facts.Await(value=value):
                return self.of(value, function, depth)
            case facts.Attribute(value=value, attr="args"):
                caught = self._caught(value, function)
                return None if caught is None else Text(expr, caught)
            case facts.Name():
                return self._named(expr, function, depth)
            case _:
                return None

    def _told(self, expr: facts.Expr, parts: tuple[facts.Expr, ...], function: Function) -> Text | None:
        for part in parts:
            if (caught := self._caught(part, function)) is not None:
                return Text(expr, caught)
        return None

    def _called(self, call: facts.Call, function: Function, depth: int) -> Text | None:
        given = arguments_of(call)
        match call.func:
            case facts.Attribute(value=inner, attr=attr) if attr in _KEEP:
                if (text := self.of(inner, function, depth)) is not None:
                    return text
                if attr == "format":
                    return self._told(call, given, function) or self._first(given, function, depth)
                return self._first(given, function, depth) if attr == "join" else None
        match self._project.infer(call.func, function):
            case External(name=name) if name in _TELLERS:
                return self._told(call, call.args, function)
            case External(name=name) if name in _TRACES:
                return Text(call, Caught(("builtins.Exception",)))
            case External(name=name) if name in _COPIES:
                return self._first(given, function, depth)
            case ClassRef(cls=cls) if self._project.schemas.is_schema(cls):
                return self._first(given, function, depth)
            case FunctionRef(function=called):
                return self._handed(call, called, function, depth)
            case _:
                return None

    def _handed(self, call: facts.Call, inner: Function, function: Function, depth: int) -> Text | None:
        """The text that a function of the project is given and puts into a response."""
        frame = Frame(inner, call, function, None)
        for parameter in inner.facts.parameters:
            given = self._project.web.origins.given(frame, parameter)
            text = None if given is None else self.of(given, function, depth)
            if text is not None and parameter.name in self._answered(inner):
                return text
        return None

    def _answered(self, function: Function) -> frozenset[str]:
        """The names that stand inside the responses and HTTPExceptions that a function makes."""
        return frozenset(
            each.id
            for call in self._project.calls_in(function)
            if self._project.errors.answers.of(call.expr, function) is not None
            for each in walk(call.expr)
            if isinstance(each, facts.Name)
        )

    def _named(self, name: facts.Name, function: Function, depth: int) -> Text | None:
        """What every assignment that reaches a name carries."""
        bindings = self._project.flow(function).reaching(name)
        values = [each.value for each in bindings if isinstance(each, Assigned) and each.value is not None]
        if not values or len(values) != len(bindings):
            return None
        texts = [self.of(each, function, depth) for each in values]
        return texts[0] if all(each is not None for each in texts) else None

    def _caught(self, expr: facts.Expr, function: Function) -> Caught | None:
        """What was caught, where an expression is the exception itself or one inside it."""
        while isinstance(expr, (facts.Attribute, facts.Subscript)):
            if isinstance(expr, facts.Attribute) and expr.attr not in _PARTS:
                return None
            expr = expr.value
        if not isinstance(expr, facts.Name):
            return None
        bindings = self._project.flow(function).reaching(expr)
        found = [self._bound(each, function) for each in bindings]
        if len(found) != 1 or found[0] is None:
            return None
        return found[0]

    def _bound(self, binding: Binding, function: Function) -> Caught | None:
        if isinstance(binding, CaughtBinding):
            return self._project.errors.clauses.caught(binding.type, function)
        registered = self._project.errors.handlers.of(function)
        if not isinstance(binding, ParameterBinding) or not registered:
            return None
        given = [each for each in function.facts.parameters if each.name not in ("self", "cls")]
        if len(given) < 2 or given[1] != binding.parameter:
            return None
        errors = tuple(each.error for each in registered if isinstance(each.error, (str, Class)))
        if len(errors) == len(registered):
            return Caught(errors)
        is_internal = all(each.error == 500 for each in registered)
        return Caught(("builtins.Exception",)) if is_internal else None


def asks_for_more(test: facts.Expr) -> bool:
    """Whether a condition asks if this is a place for developers."""
    words = (each.id if isinstance(each, facts.Name) else getattr(each, "attr", "") for each in walk(test))
    return any(_ASKS.search(word) for word in words)


def is_narrowing(test: facts.Expr) -> bool:
    """Whether a condition asks what the exception is."""
    return any(
        isinstance(each, facts.Call) and isinstance(each.func, facts.Name) and each.func.id == "isinstance"
        for each in walk(test)
    )
