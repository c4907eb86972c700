"""Dictionaries made of the body of a request, and what they leave out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, TypeAlias

from msgspec.structs import replace

from archlint import facts
from archlint.project.code.expressions import argument
from archlint.project.code.modules import Function
from archlint.project.flow.bindings import Assigned, Binding, Parameter
from archlint.records import Record

if TYPE_CHECKING:
    from archlint.project.project import Project

_METHODS = frozenset({"dict", "model_dump"})
_ENCODERS = frozenset({"fastapi.encoders.jsonable_encoder"})
_COPIES = frozenset({"builtins.dict", "copy.copy", "copy.deepcopy"})
_WHOLE = frozenset({"builtins.dict", "builtins.vars"})
_FILTERS = ("exclude_defaults", "exclude_none", "exclude_unset")
_DEEPEST = 12


class Dump(Record, frozen=True, eq=False):
    """A dictionary made of a body."""

    expr: facts.Expr
    """What makes it: a call of `model_dump`, `dict(body)`, …"""
    within: Function
    keeps_unset: bool
    """Whether fields that the client left out are in it, with their defaults."""
    keeps_null: bool
    """Whether a null that the client sent is in it."""


class Whole(Record, frozen=True):
    """The body itself, as the object that FastAPI made."""


Carried: TypeAlias = Dump | Whole
Tracked: TypeAlias = Mapping[str, Carried]
"""What the parameters of a function carry, by name."""


class Dumps:
    """Follows a body through the names of one function."""

    def __init__(self, project: Project) -> None:
        self._project = project

    def carried(self, expr: facts.Expr, function: Function, tracked: Tracked, depth: int = _DEEPEST) -> Carried | None:
        """What an expression holds of the body; None for nothing."""
        if depth <= 0:
            return None
        match expr:
            case facts.Name():
                return self._named(expr, function, tracked, depth)
            case facts.Await(value=value) | facts.Walrus(value=value):
                return self.carried(value, function, tracked, depth - 1)
            case facts.Conditional(body=body, orelse=orelse):
                return self._either((body, orelse), function, tracked, depth)
            case facts.Operator(ops=ops, operands=operands) if set(ops) <= {"or", "|"}:
                return self._either(operands, function, tracked, depth)
            case facts.Dict(keys=keys, values=values):
                spread = tuple(each for key, each in zip(keys, values, strict=True) if key is None)
                return self._dump(self._either(spread, function, tracked, depth))
            case facts.Attribute(value=value, attr="__dict__"):
                whole = self.carried(value, function, tracked, depth - 1)
                return Dump(expr, function, True, True) if isinstance(whole, Whole) else None
            case facts.Comprehension(kind="dict", value=paired) if paired is not None:
                return self._filtered(expr, function, tracked, depth)
            case facts.Call():
                return self._made(expr, function, tracked, depth)
            case _:
                return None

    def _dump(self, found: Carried | None) -> Dump | None:
        return found if isinstance(found, Dump) else None

    def _either(
        self, exprs: tuple[facts.Expr, ...], function: Function, tracked: Tracked, depth: int
    ) -> Carried | None:
        found = (self.carried(each, function, tracked, depth - 1) for each in exprs)
        return next((each for each in found if each is not None), None)

    def _named(self, expr: facts.Name, function: Function, tracked: Tracked, depth: int) -> Carried | None:
        found = [self._bound(each, function, tracked, depth) for each in self._project.flow(function).reaching(expr)]
        known = [each for each in found if each is not None]
        return next((each for each in known if isinstance(each, Dump)), known[0] if known else None)

    def _bound(self, binding: Binding, function: Function, tracked: Tracked, depth: int) -> Carried | None:
        match binding:
            case Parameter(parameter=parameter):
                return tracked.get(parameter.name)
            case Assigned(value=value) if value is not None:
                return self.carried(value, function, tracked, depth - 1)
            case _:
                return None

    def _filtered(self, expr: facts.Comprehension, function: Function, tracked: Tracked, depth: int) -> Dump | None:
        """A dictionary comprehension over the items of a dump; what it tests is left to it."""
        clause = expr.clauses[0]
        source = items_of(clause.iter)
        dump = None if source is None else self._dump(self.carried(source, function, tracked, depth - 1))
        if dump is None or len(expr.clauses) > 1:
            return None
        return replace(dump, keeps_unset=False, keeps_null=False) if clause.tests else dump

    def _made(self, call: facts.Call, function: Function, tracked: Tracked, depth: int) -> Carried | None:
        match call.func:
            case facts.Attribute(value=value, attr=attr) if attr in _METHODS or attr in ("copy", "model_copy"):
                of = self.carried(value, function, tracked, depth - 1)
                if isinstance(of, Dump) or attr not in _METHODS:
                    return of if attr in ("copy", "model_copy") else None
                return None if of is None else _dumped(call, function)
        if not call.args:
            return None
        name = self._project.name_of(call.func, function)
        if name not in _ENCODERS | _COPIES | _WHOLE:
            return None
        of = self.carried(call.args[0], function, tracked, depth - 1)
        if isinstance(of, Whole):
            if name in _ENCODERS:
                return _dumped(call, function)
            return Dump(call, function, True, True) if name in _WHOLE else None
        return of


def items_of(expr: facts.Expr) -> facts.Expr | None:
    """The dictionary whose items are drawn from: `data` of `data.items()`."""
    match expr:
        case facts.Call(func=facts.Attribute(value=value, attr="items"), args=()):
            return value
        case facts.Call(func=facts.Name(id="list"), args=(inner,)):
            return items_of(inner)
        case _:
            return None


def _dumped(call: facts.Call, function: Function) -> Dump | None:
    """What a call of `model_dump` leaves in; None where its options cannot be read."""
    if any(each.name is None for each in call.keywords):
        return None
    said = {name: value for name in _FILTERS if (value := argument(call, name)) is not None}
    if not all(isinstance(each, facts.Constant) and each.kind in ("True", "False") for each in said.values()):
        return None
    on = {name for name, value in said.items() if isinstance(value, facts.Constant) and value.kind == "True"}
    return Dump(call, function, keeps_unset=not on, keeps_null=on <= {"exclude_unset"})
