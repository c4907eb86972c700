"""What handlers return: nothing, values, and Responses that they or functions of the project build."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, TypeAlias

from archlint import facts
from archlint.project.code.expressions import argument, awaited
from archlint.project.code.modules import Class, Function
from archlint.project.flow.events import StmtEvent
from archlint.project.inference.inference import Inference, Scope
from archlint.project.inference.origins import Frame, Origins
from archlint.project.inference.texts import Texts
from archlint.project.inference.values import ClassRef, External, FunctionRef, Instance, Value
from archlint.project.inference.values import Literal as Constant
from archlint.project.web.responses import Responses
from archlint.records import Record

Gives: TypeAlias = Literal["nothing", "value", "response", "unknown"]
_STANDARD = frozenset({"builtins", "collections", "datetime", "decimal", "typing", "uuid"})
"""Modules none of whose classes is a Response."""
_TELLING = re.compile(r"resp|redirect|page|render|stream", re.IGNORECASE)
"""Names of what may be a Response."""
_RENDERING = ("__init__", "render")
"""The methods by which a class of Responses decides what is sent."""


class Built(Record, frozen=True, eq=False):
    """A Response where it is made."""

    call: facts.Call
    scope: Scope
    frame: Frame | None
    name: str
    """The class, by its last word: "JSONResponse"."""
    is_json: bool
    """Whether its content is turned into JSON."""
    is_plain: bool
    """Whether it is of a library's class, which sends the content it is given as it is, or as JSON."""
    content: facts.Expr | None
    status: int | None
    """None for none that can be told; where it says none, that of its class."""

    @property
    def has_body(self) -> bool:
        """Whether something is sent for sure: JSON of None is `null`."""
        if not self.is_plain or self.content is None:
            return False
        match self.content:
            case facts.Constant(kind="None"):
                return self.is_json
            case facts.String(value=text):
                return self.is_json or bool(text)
            case facts.Constant(kind="bytes"):
                return self.content.text[-2:] not in ('""', "''")
            case facts.Dict() | facts.Collection() | facts.FString() | facts.Comprehension():
                return True
            case _:
                return self.is_json


class Returned(Record, frozen=True, eq=False):
    """One return statement of a function, with a value."""

    stmt: facts.Return
    value: facts.Expr
    gives: Gives


class ReturnedValues:
    """The return statements of functions, told apart by what they give."""

    def __init__(self, inference: Inference, origins: Origins, texts: Texts, responses: Responses) -> None:
        self._inference = inference
        self._origins = origins
        self._texts = texts
        self._responses = responses

    def of(self, function: Function) -> Iterator[Returned]:
        """The return statements with a value, in order."""
        for event in self._inference.flow(function).events:
            match event:
                case StmtEvent(stmt=facts.Return(value=value) as stmt) if value is not None:
                    yield Returned(stmt, value, self._gives(value, function))

    def _gives(self, expr: facts.Expr, function: Function) -> Gives:
        if isinstance(expr, facts.Conditional):
            found = {self._gives(expr.body, function), self._gives(expr.orelse, function)}
            return next((each for each in _WEIGHTS if each in found), "unknown")
        value = self._inference.infer(expr, function)
        if self._responses.is_response(value):
            return "response"
        gives = self._kind(value)
        return "value" if gives == "unknown" and self._returns_something(expr, function) else gives

    def _returns_something(self, expr: facts.Expr, function: Function) -> bool:
        """Whether a call is of a function that returns what it has under a name, whatever that is."""
        call = awaited(expr)
        called = self._inference.infer(call.func, function) if isinstance(call, facts.Call) else None
        if not isinstance(called, FunctionRef) or called.function.facts.returns is not None:
            return False
        returned = [
            event.stmt.value
            for event in self._inference.flow(called.function).events
            if isinstance(event, StmtEvent) and isinstance(event.stmt, facts.Return)
        ]
        names = [each for each in returned if isinstance(each, facts.Name)]
        return bool(names) and all(not _TELLING.search(each.id) for each in names)

    def _kind(self, value: Value) -> Gives:
        match value:
            case Constant(value=None):
                return "nothing"
            case Constant():
                return "value"
            case Instance(of=Class() as cls):
                bases = (each for each in self._inference.members.mro(cls) if isinstance(each, str))
                return "unknown" if any("Response" in each for each in bases) else "value"
            case Instance(of=str() as name) if name.partition(".")[0] in _STANDARD and not name.endswith("()"):
                return "value"
            case _:
                return "unknown"

    def sets_status(self, function: Function) -> bool:
        """Whether a body chooses the status of the answer: `response.status_code = 201`."""
        for event in self._inference.flow(function).events:
            match event:
                case StmtEvent(stmt=facts.Assign(targets=targets)):
                    if any(isinstance(each, facts.Attribute) and each.attr == "status_code" for each in targets):
                        return True
                case _:
                    pass
        return False

    def built(self, expr: facts.Expr, function: Function) -> list[Built]:
        """The Responses that a returned expression may be, wherever in the project each is made."""
        found = []
        for origin in self._origins.of(expr, function):
            if isinstance(origin.what, facts.Call):
                made = self._inference.infer(origin.what.func, origin.scope)
                if isinstance(made, (External, ClassRef)) and self._responses.is_response(
                    self._inference.infer(origin.what, origin.scope)
                ):
                    found.append(self._built(origin.what, made, origin.scope, origin.frame))
        return found

    def _built(self, call: facts.Call, made: External | ClassRef, scope: Scope, frame: Frame | None) -> Built:
        if isinstance(made, ClassRef):
            classes = self._inference.members.mro(made.cls)
            own = [each for each in classes if isinstance(each, Class)]
            names = [each for each in classes if isinstance(each, str)]
            is_plain = not any(each.method(name) for each in own for name in _RENDERING)
            name = made.cls.name
        else:
            names, is_plain, name = [made.name], True, made.name.rpartition(".")[2]
        stated = argument(call, "status_code", 1)
        is_open = any(isinstance(each, facts.Star) for each in call.args) or None in {
            each.name for each in call.keywords
        }
        leads_on = any("Redirect" in each for each in names)
        default = 307 if leads_on else 200
        status = default if stated is None else self._texts.status(stated, scope, frame)
        return Built(
            call,
            scope,
            frame,
            name,
            any("JSON" in each for each in names),
            is_plain,
            None if leads_on else argument(call, "content", 0),
            None if is_open else status,
        )


_WEIGHTS: tuple[Gives, ...] = ("value", "response", "unknown", "nothing")
"""What is told of an expression that gives one or the other, the first that is among them."""
