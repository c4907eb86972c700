"""Statements with what surrounds them: the conditions under which they run, and the clauses they stand in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from msgspec.structs import replace

from archlint import facts
from archlint.project.code.modules import Function
from archlint.project.memory import memory, remembered_by_file
from archlint.records import Record

if TYPE_CHECKING:
    from archlint.project.project import Project

_LEAVES = (facts.Return, facts.Raise)


class Test(Record, frozen=True):
    """A condition, and whether it has to hold."""

    expr: facts.Expr
    outcome: bool


class Situation(Record, frozen=True, eq=False):
    """A simple statement of a function where it stands; whatever surrounds it comes outermost first."""

    stmt: facts.Stmt
    tests: tuple[Test, ...] = ()
    """What has to hold for it to run, as far as branches tell: their own tests, and those of branches that left."""
    handlers: tuple[facts.Handler, ...] = ()
    tries: tuple[facts.Try, ...] = ()
    """The try statements in whose body it stands."""
    in_finally: bool = False


class Situations:
    """The simple statements of functions in source order, kept once asked for."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._known: dict[Function, tuple[Situation, ...]] = memory()

    def of(self, function: Function) -> tuple[Situation, ...]:
        known = self._known.get(function)
        if known is None:
            start = Situation(facts.Jump(0, 0, "pass"))
            known = self._known[function] = tuple(_block(function.body, start))
        return known

    @remembered_by_file
    def handlers(self, function: Function) -> tuple[facts.Handler, ...]:
        """The except clauses of a function, in source order."""
        around = dict.fromkeys(self._project.flow(function).surrounding)
        tries = (each for each in around if isinstance(each, facts.Try))
        return tuple(handler for each in tries for handler in each.handlers)


def _block(block: facts.Block, around: Situation) -> Iterator[Situation]:
    for stmt in block:
        match stmt:
            case facts.If(branches=branches, orelse=orelse):
                tests = around.tests
                for branch in branches:
                    yield from _block(branch.body, replace(around, tests=(*tests, Test(branch.test, True))))
                    tests = (*tests, Test(branch.test, False))
                yield from _block(orelse, replace(around, tests=tests))
                if all(branch.body and isinstance(branch.body[-1], _LEAVES) for branch in branches):
                    around = replace(around, tests=tests)
            case facts.Loop(body=body, orelse=orelse):
                yield from _block(body, around)
                yield from _block(orelse, around)
            case facts.With(body=body):
                yield from _block(body, around)
            case facts.Try(body=body, handlers=handlers, orelse=orelse, final=final):
                yield from _block(body, replace(around, tries=(*around.tries, stmt)))
                for handler in handlers:
                    yield from _block(handler.body, replace(around, handlers=(*around.handlers, handler)))
                yield from _block(orelse, around)
                yield from _block(final, replace(around, in_finally=True))
            case facts.Match(cases=cases):
                for case in cases:
                    yield from _block(case.body, around)
            case _:
                yield Situation(stmt, around.tests, around.handlers, around.tries, around.in_finally)
