"""Branches that only fill in what an argument came without: they run for callers that left it out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from archlint import facts
from archlint.project.code.expressions import walk
from archlint.project.code.modules import Function
from archlint.project.code.statements import evaluated, statements
from archlint.project.flow.bindings import Assigned, Parameter
from archlint.project.flow.flow import Flow

Part: TypeAlias = tuple[str, ...]
"""A parameter, and the attributes or keys that lead from it to the part."""


def fallbacks(function: Function, flow: Flow) -> frozenset[facts.Expr]:
    """The expressions in such branches.

    Which callers leave the part out is not known, so nothing is to be said of what these branches run.
    """
    owner = function.facts.parameters[0].name if function.facts.owner and function.facts.parameters else None
    found = _Parts(flow, owner)
    return frozenset(
        inner
        for stmt in statements(function.body)
        if isinstance(stmt, facts.If)
        for branch in stmt.branches
        if found.fills_in(branch)
        for expr in _evaluated(branch.body)
        for inner in walk(expr)
    )


class _Parts:
    """The parts of arguments in one body; the receiver of a method is no argument."""

    def __init__(self, flow: Flow, receiver: str | None) -> None:
        self._flow = flow
        self._receiver = receiver

    def fills_in(self, branch: facts.Branch) -> bool:
        match branch.test:
            case facts.Operator(ops=("is not",), operands=(held, facts.Name(id=name))) if name == self._receiver:
                return self._part(held) is not None
            case facts.Operator(ops=("is",), operands=(given, facts.Constant(kind="None"))):
                missing = self._part(given)
            case facts.Operator(ops=("not",), operands=(given,)):
                missing = self._part(given)
            case facts.Operator(ops=("not in",), operands=(facts.String(value=key), given)):
                missing = self._beyond(given, key)
            case _:
                return False
        return missing is not None and missing in self._assigned(branch.body)

    def _assigned(self, block: facts.Block) -> set[Part | None]:
        assignments = (stmt for stmt in statements(block) if isinstance(stmt, facts.Assign))
        return {self._path(target) for assignment in assignments for target in assignment.targets}

    def _part(self, expr: facts.Expr) -> Part | None:
        path = self._path(expr)
        return path if path is not None and len(path) > 1 else None

    def _path(self, expr: facts.Expr) -> Part | None:
        match expr:
            case facts.Name(id=name):
                return self._named(expr, name)
            case facts.Attribute(value=value, attr=name):
                return self._beyond(value, name)
            case facts.Subscript(value=value, items=(facts.String(value=key),)):
                return self._beyond(value, key)
            case facts.Call(func=facts.Attribute(value=value, attr="get"), args=(facts.String(value=key), *_)):
                return self._beyond(value, key)
            case facts.Call(func=facts.Name(id="getattr"), args=(value, facts.String(value=name), *_)):
                return self._beyond(value, name)
            case _:
                return None

    def _beyond(self, expr: facts.Expr, step: str) -> Part | None:
        path = self._path(expr)
        return None if path is None else (*path, step)

    def _named(self, expr: facts.Name, name: str) -> Part | None:
        match self._flow.reaching(expr):
            case (Parameter(),) if name != self._receiver:
                return (name,)
            case (Assigned(value=value),) if value is not None:
                return self._part(value)
            case _:
                return None


def _evaluated(block: facts.Block) -> Iterator[facts.Expr]:
    for stmt in statements(block):
        yield from evaluated(stmt)
