"""Which of two things is put on a router first, and under which conditions."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from typing import TypeAlias

from archlint import facts
from archlint.project.code.modules import Class, Function, Module
from archlint.project.code.statements import nested
from archlint.project.inference.inference import Scope
from archlint.project.inference.origins import Frame
from archlint.project.memory import memory, read_offsets
from archlint.records import Record

Conditions: TypeAlias = frozenset[tuple[facts.Stmt, int]]
"""Statements that decide, each with the number of the block that is run; -1 for what follows a return."""


class Moment(Record, frozen=True):
    """When a statement runs that puts something on a router."""

    steps: tuple[tuple[Function | Module, int], ...]
    """Where it stands, after the calls that led there, outermost first."""
    turn: int
    """Which of several times that the same statement does so."""
    conditions: Conditions

    def precedes(self, other: Moment) -> bool | None:
        """Whether it comes first; None where the source does not tell."""
        for (scope, at), (other_scope, other_at) in zip(self.steps, other.steps, strict=False):
            if scope is not other_scope:
                return None
            if at != other_at:
                return at < other_at
        return self.turn < other.turn if len(self.steps) == len(other.steps) and self.turn != other.turn else None


class Sequence:
    """The moments of a project."""

    def __init__(self) -> None:
        self._known: dict[Function | Module, tuple[list[int], list[Conditions]]] = memory()

    def moment(self, scope: Scope, at: int, frame: Frame | None, turn: int = 0) -> Moment:
        """When something at an offset of a scope runs, reached by the calls of a frame."""
        steps = [(_running(scope), at)]
        read_offsets(scope if isinstance(scope, Module) else scope.module)
        while frame is not None:
            steps.insert(0, (_running(frame.scope), frame.call.start))
            frame = frame.outer
        conditions = frozenset(each for step in steps for each in self._conditions(*step))
        return Moment(tuple(steps), turn, conditions)

    def _conditions(self, scope: Function | Module, at: int) -> Conditions:
        known = self._known.get(scope)
        if known is None:
            read_offsets(scope if isinstance(scope, Module) else scope.module)
            block = scope.facts.top if isinstance(scope, Module) else scope.body
            found = sorted(_conditioned(block, scope, frozenset()), key=lambda each: each[0])
            known = self._known[scope] = [start for start, _ in found], [each for _, each in found]
        index = bisect_right(known[0], at) - 1
        return known[1][index] if index >= 0 else frozenset()


def _running(scope: Scope) -> Function | Module:
    """The body that a scope's statements run with: a class's is part of the one around it."""
    while isinstance(scope, Class):
        around = scope.facts.scope
        scope = scope.module.functions.get(around) or scope.module.classes.get(around) or scope.module
    return scope


def _conditioned(
    block: facts.Block, scope: Function | Module, conditions: Conditions
) -> Iterator[tuple[int, Conditions]]:
    """Where each statement starts, and what has to hold for it to run."""
    for stmt in block:
        yield stmt.start, conditions
        if isinstance(stmt, facts.Define) and stmt.kind == "class":
            module = scope if isinstance(scope, Module) else scope.module
            yield from _conditioned(module.facts.classes[stmt.index].body, scope, conditions)
            continue
        decides = isinstance(stmt, (facts.If, facts.Match, facts.Try))
        for index, inner in enumerate(nested(stmt)):
            always = not decides or (isinstance(stmt, facts.Try) and inner is stmt.final)
            yield from _conditioned(inner, scope, conditions if always else conditions | {(stmt, index)})
        if decides and any(inner and _leaves(inner[-1]) for inner in nested(stmt)):
            conditions |= {(stmt, -1)}


def _leaves(stmt: facts.Stmt) -> bool:
    return isinstance(stmt, (facts.Return, facts.Raise)) or (isinstance(stmt, facts.Jump) and stmt.kind != "pass")
