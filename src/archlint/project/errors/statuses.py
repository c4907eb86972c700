"""Errors of the project that carry the status which a handler answers with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archlint import facts
from archlint.findings import Place
from archlint.project.code.expressions import argument
from archlint.project.code.modules import Class, Function
from archlint.project.errors.handlers import Registered
from archlint.project.errors.raises import Raised
from archlint.project.execution.calls import Call
from archlint.project.flow.bindings import Assigned
from archlint.project.flow.events import StmtEvent
from archlint.project.inference.inference import Scope
from archlint.project.inference.origins import Frame
from archlint.project.inference.values import Instance
from archlint.project.memory import remembered
from archlint.records import Record

if TYPE_CHECKING:
    from archlint.project.project import Project

_LAYERS = frozenset({"database", "model", "port", "repository", "service"})
_STATUS_LIKE = ("status_code", "http_status", "http_status_code", "status", "http_code", "code")


class Carrier(Record, frozen=True, eq=False):
    """An error class of the project whose objects tell a handler the status."""

    error: Class
    attribute: str
    place: Place
    """Where the handler, or what it hands the error to, answers with it."""
    registered: Registered


class Said(Record, frozen=True, eq=False):
    """The status that an error class itself gives its objects."""

    expr: facts.Expr
    scope: Scope
    status: int | None


class Statuses:
    """Which errors carry a status, and which one."""

    def __init__(self, project: Project) -> None:
        self._project = project

    @remembered
    def carriers(self) -> tuple[Carrier, ...]:
        """The classes that handlers are registered for which answer with an attribute of the error."""
        found = []
        for each in self._project.errors.handlers.all:
            if not isinstance(each.error, Class) or each.handler is None:
                continue
            read = None if self._project.errors.clauses.is_http(each.error) else self._read(each.handler)
            if read is not None:
                found.append(Carrier(each.error, read[0], read[1], each))
        return tuple(found)

    def carrier(self, cls: Class) -> Carrier | None:
        """The carrier that a class is, or is built on."""
        if not self.carriers:
            return None
        bases = self._project.mro(cls)
        return next((each for base in bases for each in self.carriers if each.error is base), None)

    def raised_below(self, carrier: Carrier) -> Raised | None:
        """A raise of a carrier, or of an error built on it, in code that is not of the web side."""
        return self._raised_below.get(carrier.error)

    @remembered
    def _raised_below(self) -> dict[Class, Raised]:
        found: dict[Class, Raised] = {}
        for raised in self._project.errors.raises.all if self.carriers else ():
            if not isinstance(raised.error, Class) or self._project.web_side(raised.function) is not None:
                continue
            carrier = self.carrier(raised.error)
            if carrier is not None and self._project.layers.of_function(raised.function) in _LAYERS:
                found.setdefault(carrier.error, raised)
        return found

    def _read(self, handler: Function) -> tuple[str, Place] | None:
        """The attribute of the error that a handler answers with, and where it reads that."""
        given = [each for each in handler.facts.parameters if each.name not in ("self", "cls")]
        return self._read_of(given[1].name, handler, 2) if len(given) > 1 else None

    def _read_of(self, error: str, handler: Function, depth: int) -> tuple[str, Place] | None:
        """The same for a function in which the error has a name, and for those that it hands it on to."""
        for call in self._project.calls_in(handler):
            answer = self._project.errors.answers.of(call.expr, handler)
            said = None if answer is None else self._assigned(answer.status_expr, handler)
            match said:
                case facts.Attribute(value=facts.Name(id=name), attr=attr) if name == error:
                    return attr, handler.module.place(said)
                case facts.Call(
                    func=facts.Name(id="getattr"), args=(facts.Name(id=name), facts.String(value=attr), *_)
                ) if name == error:
                    return attr, handler.module.place(said)
                case _:
                    found = self._read_by(call, error, handler, depth)
                    if found is not None:
                        return found
        return None

    def _read_by(self, call: Call, error: str, handler: Function, depth: int) -> tuple[str, Place] | None:
        if depth == 0 or not isinstance(call.target, Function):
            return None
        frame = Frame(call.target, call.expr, handler, None)
        for parameter in call.target.facts.parameters:
            given = self._project.web.origins.given(frame, parameter)
            if isinstance(given, facts.Name) and given.id == error:
                return self._read_of(parameter.name, call.target, depth - 1)
        return None

    def _assigned(self, expr: facts.Expr | None, handler: Function) -> facts.Expr | None:
        """What a local variable was given, where that is one thing."""
        if not isinstance(expr, facts.Name):
            return expr
        match self._project.flow(handler).reaching(expr):
            case (Assigned(value=value),):
                return value
            case _:
                return expr

    def said(self, cls: Class, attribute: str) -> Said | None:
        """What a class itself says of its status: a field, or a constant in its constructor."""
        field = cls.field(attribute)
        if field is not None and field.value is not None:
            return self._of(field.value, cls)
        constructor = cls.method("__init__")
        if constructor is None:
            return None
        for event in self._project.flow(constructor).events:
            match getattr(event, "stmt", None):
                case facts.Assign(targets=(facts.Attribute(attr=attr),), value=value) if (
                    isinstance(event, StmtEvent) and attr == attribute and value is not None
                ):
                    return self._of(value, constructor)
        for call in self._project.flow(constructor).calls():
            match call.expr.func:
                case facts.Attribute(value=base, attr="__init__"):
                    given = self._passed_up(call.expr, base, attribute, constructor)
                    return None if given is None else self._of(given, constructor)
        return None

    def _passed_up(
        self, call: facts.Call, base: facts.Expr, attribute: str, constructor: Function
    ) -> facts.Expr | None:
        for name in dict.fromkeys((attribute, *_STATUS_LIKE)):
            if (given := argument(call, name)) is not None:
                return given
        above = self._project.infer(base, constructor)
        if not isinstance(above, Instance) or not isinstance(above.of, Class):
            return None
        inner = self._project.inference.members.method(above.of, "__init__")
        if inner is None:
            return None
        parameter = next((each for each in inner.facts.parameters if each.name == attribute), None)
        if parameter is None:
            return None
        return self._project.web.origins.given(Frame(inner, call, constructor, None), parameter)

    def _of(self, expr: facts.Expr, scope: Scope) -> Said:
        """The status that an expression says; a parameter counts with its default."""
        if isinstance(expr, facts.Name) and isinstance(scope, Function):
            parameter = scope.parameter(expr.id)
            if parameter is not None and parameter.default is not None:
                around = self._project.inference.around(scope)
                return Said(parameter.default, around, self._project.web.texts.status(parameter.default, around))
        return Said(expr, scope, self._project.web.texts.status(expr, scope))
