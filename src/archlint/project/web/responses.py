"""What a function answers with: responses made by itself, or values that FastAPI has to turn into one."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import partial
from typing import Literal, TypeAlias

from archlint import facts
from archlint.project.code.endings import falls_through
from archlint.project.code.expressions import awaited
from archlint.project.code.modules import Class, Function
from archlint.project.flow.bindings import Assigned
from archlint.project.flow.events import StmtEvent
from archlint.project.inference.inference import Inference, Scope
from archlint.project.inference.values import External, FunctionRef, Instance, Unknown, Value
from archlint.project.memory import Recursion

Answer: TypeAlias = Literal["response", "value", "unknown", "never"]
"""A Response on every path, a value on some path, not to be told, or nothing since it always raises."""

_ROOTS = re.compile(r"(fastapi|starlette|sse_starlette|datastar_py|jinja2_fragments|fasthx|ninja|scalar_fastapi)")
_TELLING = re.compile(r"response|redirect|render|template|html|stream|proxy|forward|page", re.IGNORECASE)
"""Words by which an unknown callee or name may well be a response."""


class Responses:
    """Answers of functions, kept once found."""

    def __init__(self, inference: Inference) -> None:
        self._inference = inference
        self._answers: Recursion[Function | facts.Expr, Answer] = Recursion()

    def is_response(self, value: Value) -> bool:
        """Whether a value is a Response, of FastAPI's own or of a class built on one."""
        match value:
            case Instance(of=str() as name):
                return _is_response_class(name)
            case Instance(of=Class() as cls):
                return any(
                    isinstance(each, str) and _is_response_class(each) for each in self._inference.members.mro(cls)
                )
            case _:
                return False

    def of(self, function: Function) -> Answer:
        """What a function's returns give; its annotation is not looked at."""
        return self._answers.of(function, lambda: self._of_body(function), "unknown")

    def annotated(self, annotation: facts.Expr, scope: Scope) -> Answer:
        """What an annotation promises; a union of responses is one."""
        match annotation:
            case facts.Operator(ops=ops, operands=operands) if set(ops) == {"|"}:
                return _together(self.annotated(each, scope) for each in operands)
            case facts.Subscript(value=value, items=items):
                last = self._inference.name_of(value, scope).rpartition(".")[2]
                if last == "Union":
                    return _together(self.annotated(each, scope) for each in items)
                if last == "Annotated":
                    return self.annotated(items[0], scope)
        if (alias := self._inference.annotations.alias(annotation, scope)) is not None:
            return self._answers.of(alias[0], lambda: self.annotated(*alias), "unknown")
        promised = self._inference.annotations.value(annotation, scope)
        if isinstance(promised, Unknown):
            return "unknown"
        return "response" if self.is_response(promised) else "value"

    def _of_body(self, function: Function) -> Answer:
        answers: list[Answer] = [
            "value" if event.stmt.value is None else self.given(event.stmt.value, function)
            for event in self._inference.flow(function).events
            if isinstance(event, StmtEvent) and isinstance(event.stmt, facts.Return)
        ]
        if falls_through(function.body, lambda expr: self._never_returns(expr, function)):
            answers.append("value")
        return _together(answers)

    def _never_returns(self, expr: facts.Expr, function: Function) -> bool:
        called = awaited(expr)
        if not isinstance(called, facts.Call):
            return False
        match self._inference.infer(called.func, function):
            case FunctionRef(function=target) if target.owner is None:  # a method may be overridden
                return target is not function and self.of(target) == "never"
            case External(name=name):
                return name in ("sys.exit", "typing.assert_never", "os.abort")
            case _:
                return False

    def given(self, expr: facts.Expr, function: Function) -> Answer:
        """What one returned expression is."""
        match expr:
            case facts.Await(value=value) | facts.Walrus(value=value):
                return self.given(value, function)
            case facts.Conditional(body=body, orelse=orelse):
                return _together((self.given(body, function), self.given(orelse, function)))
            case facts.Operator(ops=ops, operands=operands) if set(ops) == {"or"}:
                return _together(self.given(each, function) for each in operands)
            case facts.Name():
                return self._name(expr, function)
            case facts.Call():
                return self._call(expr, function)
            case _:
                return self._judged(expr, function)

    def _name(self, expr: facts.Name, function: Function) -> Answer:
        bindings = self._inference.flow(function).reaching(expr)
        if not bindings or not all(isinstance(each, Assigned) for each in bindings):
            return self._judged(expr, function)
        answers: list[Answer] = []
        for each in bindings:
            if isinstance(each, Assigned) and each.value is not None and each.value is not expr:
                declared = "unknown" if each.annotation is None else self.annotated(each.annotation, function)
                answer = (
                    self._answers.of(each.value, partial(self.given, each.value, function), "unknown")
                    if declared == "unknown"
                    else declared
                )
                is_open = answer == "value" and _is_unknown(self._inference.infer(each.value, function))
                answers.append("unknown" if is_open and _TELLING.search(expr.id) else answer)
        return _together(answers) if answers else "unknown"

    def _call(self, expr: facts.Call, function: Function) -> Answer:
        match self._inference.infer(expr.func, function):
            case FunctionRef(function=target) if not target.facts.is_generator:
                if target.facts.returns is not None:
                    declared = self.annotated(target.facts.returns, self._inference.around(target))
                    if declared != "unknown":
                        return declared
                answer = self.of(target)
                return answer if answer != "never" or target.owner is None else self._judged(expr, function)
            case _:
                return self._judged(expr, function)

    def _judged(self, expr: facts.Expr, function: Function) -> Answer:
        value = self._inference.infer(expr, function)
        if self.is_response(value):
            return "response"
        return "unknown" if _is_unknown(value) and _TELLING.search(_words(expr)) else "value"


def _is_response_class(name: str) -> bool:
    last = name.rpartition(".")[2]
    return last == "TemplateResponse" or (last.endswith("Response") and _ROOTS.match(name) is not None)


def _is_unknown(value: Value) -> bool:
    """Whether nothing is known of a value but, perhaps, which library's function made it."""
    return isinstance(value, Unknown) or (isinstance(value, Instance) and str(value.of).endswith("()"))


def _words(expr: facts.Expr) -> str:
    """The words that a reader would tell an expression's meaning from."""
    match expr:
        case facts.Call(func=func):
            return _words(func)
        case facts.Attribute(attr=attr):
            return attr
        case facts.Name(id=name):
            return name
        case facts.Subscript(value=value) | facts.Await(value=value):
            return _words(value)
        case _:
            return ""


def _together(answers: Iterable[Answer]) -> Answer:
    """What holds over several paths."""
    found = set(answers) - {"never"}
    if not found:
        return "never"
    if "value" in found:
        return "value"
    return "unknown" if "unknown" in found else "response"
