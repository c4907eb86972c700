"""Which physical lines belong together: those of a statement, or of the header of a compound one."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from typing import TypeAlias

from archlint import facts

Lines: TypeAlias = tuple[int, int]
"""The first and the last line, from 1."""


class Headers:
    """The statements of a file by their lines."""

    def __init__(self, module: facts.Module) -> None:
        self._starts = module.line_starts
        self._lines = sorted(self._between(start, end) for start, end in _stretches(module))

    def around(self, pragma: facts.Pragma) -> Lines:
        """The lines that a comment speaks of: those of the statements that it shares a line with; when it stands
        alone, those of the next one; and else its own.
        """
        line = self.line(pragma.start)
        touched = [each for each in self._lines if each[0] <= line <= each[1]]
        if touched:
            return min(first for first, _ in touched), max(last for _, last in touched)
        if pragma.alone:
            following = [each for each in self._lines if each[0] > line]
            if following:
                return following[0]
        return line, line

    def line(self, offset: int) -> int:
        return bisect_right(self._starts, offset)

    def _between(self, start: int, end: int) -> Lines:
        return self.line(start), self.line(max(start, end - 1))


def _stretches(module: facts.Module) -> Iterator[tuple[int, int]]:
    """Start and end of every statement or header."""
    yield from _of(module.top)
    for cls in module.classes:
        yield cls.header_start, cls.header_end
        yield from _of(cls.body)
    for function in module.functions:
        yield function.header_start, function.header_end
        yield from _of(facts.block(function))


def _of(block: facts.Block) -> Iterator[tuple[int, int]]:
    waiting: list[facts.Stmt] = list(block)
    while waiting:
        statement = waiting.pop()
        yield statement.start, statement.end
        for part, inner in _inside(statement):
            if part is not None:
                yield part.start, part.end
            waiting.extend(inner)


def _inside(statement: facts.Stmt) -> Iterator[tuple[facts.Located | None, facts.Block]]:
    """The blocks of a compound statement, each with the header it has of its own."""
    match statement:
        case facts.If(branches=branches, orelse=orelse):
            yield from ((branch, branch.body) for branch in branches)
            yield None, orelse
        case facts.Loop(body=body, orelse=orelse):
            yield None, body
            yield None, orelse
        case facts.With(body=body):
            yield None, body
        case facts.Try(body=body, handlers=handlers, orelse=orelse, final=final):
            yield from ((handler, handler.body) for handler in handlers)
            yield from ((None, each) for each in (body, orelse, final))
        case facts.Match(cases=cases):
            yield from ((case, case.body) for case in cases)
        case _:
            return
