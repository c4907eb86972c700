"""What the arguments of a call decide: which parts of a function run only for certain values of its parameters."""

from __future__ import annotations

from typing import Literal, TypeAlias

from archlint import facts
from archlint.project.code.expressions import arguments_of, children, walk
from archlint.project.code.modules import Function
from archlint.project.code.statements import evaluated, nested
from archlint.project.flow.flow import Flow

Known: TypeAlias = Literal["none", "set", "falsy", "truthy", "untrue"]
"""What is known of an argument; what is untrue may be None, what is falsy is not."""
Wanted: TypeAlias = Literal["none", "set", "falsy", "truthy"]
Guard: TypeAlias = tuple[str, Wanted]
"""A name or an attribute of it (`day.closed`), and what it has to be: None, something, or of that truth."""
Guards: TypeAlias = frozenset[Guard]
Arguments: TypeAlias = frozenset[tuple[str, Known]]

_NOTHING: Guards = frozenset()
_ALLOWS: dict[Known, tuple[str, ...]] = {
    "none": ("none", "falsy"),
    "set": ("set", "falsy", "truthy"),
    "falsy": ("set", "falsy"),
    "truthy": ("set", "truthy"),
    "untrue": ("none", "set", "falsy"),
}
_TELLS: dict[Wanted, Known] = {"none": "none", "set": "set", "falsy": "untrue", "truthy": "truthy"}
_LEAVES = (facts.Return, facts.Raise)


def allow(guards: Guards, arguments: Arguments) -> bool:
    """Whether something guarded so may run with these arguments."""
    return all(wanted in _ALLOWS[known] for name, known in arguments for other, wanted in guards if name == other)


def arguments(call: facts.Call, function: Function) -> Arguments:
    """The parameters of a function of which a call tells the value, by a constant or by leaving it out."""
    given = _given(call, function).items()
    return frozenset((name, known) for name, value in given if (known := _constant(value)) is not None)


def _given(call: facts.Call, function: Function) -> dict[str, facts.Expr | None]:
    """The arguments of a call by parameter, defaults included; empty where a star hides which is which."""
    if any(isinstance(each, facts.Star) for each in call.args) or any(each.name is None for each in call.keywords):
        return {}
    parameters = [each for each in function.facts.parameters if each.kind in ("positional", "normal", "keyword")]
    if function.facts.owner and not any(_is_static(each) for each in function.facts.decorators):
        parameters = parameters[1:]
    given: dict[str, facts.Expr | None] = {each.name: each.default for each in parameters}
    given.update({each.name: value for each, value in zip(parameters, call.args, strict=False)})
    given.update({each.name: each.value for each in call.keywords if each.name in given})
    return given


def tested(call: facts.Call, function: Function, around: Guards) -> Arguments:
    """What the guards of a call tell of the parameters of the function that it calls, and of their attributes."""
    said = set(arguments_of(call))
    given = [
        (name, value.id)
        for name, value in _given(call, function).items()
        if isinstance(value, facts.Name) and value in said
    ]
    return frozenset(
        (parameter + path.removeprefix(name), _TELLS[wanted])
        for path, wanted in around
        for parameter, name in given
        if path.partition(".")[0] == name
    )


def tested_paths(flow: Flow) -> frozenset[str]:
    """The names, and the attributes of names, that the tests of a body ask of; each name is bound once."""
    asked = (_path(part) for test in flow.tests for part in walk(test))
    return frozenset(each for each in asked if each and len(flow.bound.get(each.partition(".")[0], ())) == 1)


def guards(function: Function, flow: Flow, names: frozenset[str] | None = None) -> dict[facts.Expr, Guards]:
    """What names have to be for the expressions of a body to be evaluated; those without guards left out.

    Where no names are given, these are the parameters.
    """
    if names is None:
        names = frozenset(each.name for each in function.facts.parameters if len(flow.bound.get(each.name, ())) == 1)
    if not any(_when(test, outcome, names) for test in flow.tests for outcome in (True, False)):
        return {}
    found = _Guarded(names)
    found.block(function.body, _NOTHING)
    return found.needed


class _Guarded:
    """Goes through a body with what has to hold where it is."""

    def __init__(self, names: frozenset[str]) -> None:
        self.needed: dict[facts.Expr, Guards] = {}
        self._names = names

    def block(self, block: facts.Block, needed: Guards) -> None:
        for stmt in block:
            if not isinstance(stmt, facts.If):
                for expr in evaluated(stmt):
                    self._expression(expr, needed)
                for inner in nested(stmt):
                    self.block(inner, needed)
                continue
            otherwise = needed
            for branch in stmt.branches:
                self._expression(branch.test, otherwise)
                self.block(branch.body, otherwise | _when(branch.test, True, self._names))
                otherwise |= _when(branch.test, False, self._names)
            self.block(stmt.orelse, otherwise)
            if all(branch.body and isinstance(branch.body[-1], _LEAVES) for branch in stmt.branches):
                needed = otherwise

    def _expression(self, expr: facts.Expr, needed: Guards) -> None:
        if needed:
            self.needed[expr] = needed
        match expr:
            case facts.Operator(ops=(("and" | "or") as op, *_), operands=operands):
                for operand in operands:
                    self._expression(operand, needed)
                    needed |= _when(operand, op == "and", self._names)
            case facts.Conditional(test=test, body=body, orelse=orelse):
                self._expression(test, needed)
                self._expression(body, needed | _when(test, True, self._names))
                self._expression(orelse, needed | _when(test, False, self._names))
            case _:
                for child in children(expr):
                    self._expression(child, needed)


def _when(test: facts.Expr, outcome: bool, names: frozenset[str]) -> Guards:
    """What parameters have to be for a test to have an outcome."""
    match test:
        case facts.Name() | facts.Attribute() if (name := _path(test)) in names:
            return frozenset({(name, "truthy" if outcome else "falsy")})
        case facts.Operator(ops=("not",), operands=(inner,)):
            return _when(inner, not outcome, names)
        case facts.Operator(ops=(("is" | "is not") as op,), operands=(asked, facts.Constant(kind="None"))) if (
            name := _path(asked)
        ) in names:
            return frozenset({(name, "none" if (op == "is") == outcome else "set")})
        case facts.Operator(ops=("and", *_), operands=operands) if outcome:
            return _NOTHING.union(*(_when(each, True, names) for each in operands))
        case facts.Operator(ops=("or", *_), operands=operands) if not outcome:
            return _NOTHING.union(*(_when(each, False, names) for each in operands))
        case _:
            return _NOTHING


def _path(expr: facts.Expr) -> str:
    """A name, or an attribute of a name, as it is written; "" for anything else."""
    match expr:
        case facts.Name(id=name):
            return name
        case facts.Attribute(value=facts.Name(id=name), attr=attr):
            return f"{name}.{attr}"
        case _:
            return ""


def _constant(value: facts.Expr | None) -> Known | None:
    match value:
        case facts.Constant(kind="None"):
            return "none"
        case facts.Constant(kind="False") | facts.String(value="") | facts.Constant(text="0"):
            return "falsy"
        case facts.Constant(kind="True") | facts.String():
            return "truthy"
        case _:
            return None


def _is_static(decorator: facts.Expr) -> bool:
    return isinstance(decorator, facts.Name) and decorator.id == "staticmethod"
