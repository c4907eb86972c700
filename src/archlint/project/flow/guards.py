"""What the arguments of a call decide: which parts of a function run only for certain values of its parameters."""

from __future__ import annotations

from typing import Literal, TypeAlias

from archlint import facts
from archlint.project.code.expressions import children
from archlint.project.code.modules import Function
from archlint.project.code.statements import evaluated, nested
from archlint.project.flow.flow import Flow

Known: TypeAlias = Literal["none", "falsy", "truthy"]
"""What is known of an argument."""
Guard: TypeAlias = tuple[str, Literal["none", "set", "falsy", "truthy"]]
"""A parameter, and what it has to be: None, something else, or something of that truth."""
Guards: TypeAlias = frozenset[Guard]
Arguments: TypeAlias = frozenset[tuple[str, Known]]

_NOTHING: Guards = frozenset()
_ALLOWS: dict[Known, tuple[str, ...]] = {
    "none": ("none", "falsy"),
    "falsy": ("set", "falsy"),
    "truthy": ("set", "truthy"),
}
_LEAVES = (facts.Return, facts.Raise)


def allow(guards: Guards, arguments: Arguments) -> bool:
    """Whether something guarded so may run with these arguments."""
    known = dict(arguments)
    return all(name not in known or wanted in _ALLOWS[known[name]] for name, wanted in guards)


def arguments(call: facts.Call, function: Function) -> Arguments:
    """The parameters of a function of which a call tells the value, by a constant or by leaving it out."""
    if any(isinstance(each, facts.Star) for each in call.args) or any(each.name is None for each in call.keywords):
        return frozenset()
    parameters = [each for each in function.facts.parameters if each.kind in ("positional", "normal", "keyword")]
    if function.facts.owner and not any(_is_static(each) for each in function.facts.decorators):
        parameters = parameters[1:]
    given: dict[str, facts.Expr | None] = {each.name: each.default for each in parameters}
    given.update({each.name: value for each, value in zip(parameters, call.args, strict=False)})
    given.update({each.name: each.value for each in call.keywords if each.name in given})
    return frozenset((name, known) for name, value in given.items() if (known := _constant(value)) is not None)


def guards(function: Function, flow: Flow) -> dict[int, Guards]:
    """What the parameters have to be for the expressions of a body to be evaluated; those without guards left out."""
    names = frozenset(each.name for each in function.facts.parameters if len(flow.bound.get(each.name, ())) == 1)
    if not any(_when(test, outcome, names) for test in flow.tests for outcome in (True, False)):
        return {}
    found = _Guarded(names)
    found.block(function.body, _NOTHING)
    return found.needed


class _Guarded:
    """Goes through a body with what has to hold where it is."""

    def __init__(self, names: frozenset[str]) -> None:
        self.needed: dict[int, Guards] = {}
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
            self.needed[id(expr)] = needed
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
        case facts.Name(id=name) if name in names:
            return frozenset({(name, "truthy" if outcome else "falsy")})
        case facts.Operator(ops=("not",), operands=(inner,)):
            return _when(inner, not outcome, names)
        case facts.Operator(
            ops=(("is" | "is not") as op,), operands=(facts.Name(id=name), facts.Constant(kind="None"))
        ):
            return frozenset({(name, "none" if (op == "is") == outcome else "set")}) if name in names else _NOTHING
        case facts.Operator(ops=("and", *_), operands=operands) if outcome:
            return _NOTHING.union(*(_when(each, True, names) for each in operands))
        case facts.Operator(ops=("or", *_), operands=operands) if not outcome:
            return _NOTHING.union(*(_when(each, False, names) for each in operands))
        case _:
            return _NOTHING


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
