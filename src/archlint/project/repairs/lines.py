"""The physical lines of a file: what stands on them, and where new ones may go."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from functools import cached_property

from archlint import facts
from archlint.findings import Edit, Span
from archlint.project.code.modules import Module
from archlint.project.code.statements import nested
from archlint.project.code.stretches import stretches
from archlint.project.memory import read_bodies, read_offsets


class Lines:
    """The lines of one file, counted from 1."""

    def __init__(self, module: Module) -> None:
        self._module = module
        read_offsets(module)
        read_bodies(module)
        self._starts = module.facts.line_starts

    def of(self, at: facts.Located) -> tuple[int, int]:
        """The first and the last line that something stands on."""
        return self._line(at.start), self._line(max(at.start, at.end - 1))

    def column(self, at: facts.Located) -> int:
        """How many code points stand before something on its line."""
        return at.start - self._starts[self._line(at.start) - 1]

    def starts_line(self, stmt: facts.Stmt) -> bool:
        """Whether a statement of a file's top level is the first on its line."""
        return self.column(stmt) == 0

    def indentation(self, stmt: facts.Stmt) -> str:
        """The spaces before a statement that starts its line."""
        return " " * self.column(stmt)

    def are_own(self, stmt: facts.Stmt) -> bool:
        """Whether no other statement, and no header, shares a line with a simple statement."""
        first, last = self.of(stmt)
        others = self._stretches - {(stmt.start, stmt.end)}
        return all(self._line(max(start, end - 1)) < first or self._line(start) > last for start, end in others)

    def end(self, stmt: facts.Stmt) -> int:
        """Where the last statement inside a statement ends, or itself."""
        block = [each for inner in nested(stmt) for each in inner]
        if isinstance(stmt, facts.Define):
            if stmt.kind == "function":
                block += self._module.all_functions[stmt.index].body
            else:
                block += self._module.facts.classes[stmt.index].body
        return max((stmt.end, *(self.end(each) for each in block)))

    def between(self, above: facts.Stmt, below: facts.Stmt) -> int:
        """How many lines stand between two statements."""
        return self._line(below.start) - self._line(max(0, self.end(above) - 1)) - 1

    def code_before(self, comment: facts.Pragma) -> int | None:
        """Where the statement or header ends that a comment follows on its line; None where it stands inside one."""
        line = self._line(comment.start)
        ends = [end for start, end in self._stretches if start < comment.start and self._line(end - 1) == line]
        return max(ends) if ends and max(ends) <= comment.start else None

    def gap(self, members: Sequence[facts.Located], opened: int) -> str:
        """What stands between the members of a list that starts on a line: a line break where each has its own line."""
        rows = [self.of(each)[0] for each in members]
        one_each = len(set(rows)) == len(rows) and rows[0] != opened
        return f",\n{' ' * self.column(members[0])}" if one_each else ", "

    def above(self, at: facts.Located, text: str) -> Edit:
        """New lines before the one that something starts on."""
        start = self._starts[self._line(at.start) - 1]
        return self._edit(start, start, text)

    def below(self, end: int, text: str) -> Edit:
        """New lines after the one that a stretch up to `end` ends on."""
        line = self._line(max(0, end - 1))
        if line < len(self._starts):
            return self._edit(self._starts[line], self._starts[line], text)
        return self._edit(self._module.facts.length, self._module.facts.length, "\n" + text.removesuffix("\n"))

    def without(self, at: facts.Located) -> Edit:
        """The lines that something stands on taken away."""
        first, last = self.of(at)
        end = self._starts[last] if last < len(self._starts) else self._module.facts.length
        return self._edit(self._starts[first - 1], end, "")

    def _edit(self, start: int, end: int, text: str) -> Edit:
        return Edit(self._module.path, Span(start, end), text)

    def _line(self, offset: int) -> int:
        return bisect_right(self._starts, offset)

    @cached_property
    def _stretches(self) -> frozenset[tuple[int, int]]:
        return frozenset(stretches(self._module.facts))
