"""Which physical lines belong together: those of a statement, or of the header of a compound one."""

from __future__ import annotations

from bisect import bisect_right
from typing import TypeAlias

from archlint import facts
from archlint.project.code.stretches import stretches

Lines: TypeAlias = tuple[int, int]
"""The first and the last line, from 1."""


class Headers:
    """The statements of a file by their lines."""

    def __init__(self, module: facts.Module) -> None:
        self._starts = module.line_starts
        self._stretches = sorted(stretches(module))
        self._lines = sorted(self._between(start, end) for start, end in self._stretches)

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

    def first(self, line: int) -> int:
        """The first line of the statements that share a line; the line itself where there is none."""
        return min((first for first, last in self._lines if first <= line <= last), default=line)

    def start(self, line: int) -> tuple[int, int]:
        """Where a line starts, and how many code points stand before the first statement that does so on it."""
        start = self._starts[line - 1]
        return start, next((at - start for at, _ in self._stretches if self.line(at) == line), 0)

    def line(self, offset: int) -> int:
        return bisect_right(self._starts, offset)

    def _between(self, start: int, end: int) -> Lines:
        return self.line(start), self.line(max(start, end - 1))
