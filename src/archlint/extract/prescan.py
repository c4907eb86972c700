"""A cheap look at the text before it is parsed, so that no file can crash the parser or eat the machine's memory."""

from __future__ import annotations

import re
from typing import NamedTuple

from archlint.extract.cases import CASE_DEPTH, CaseBudget
from archlint.extract.chains import ChainBudget
from archlint.extract.fstrings import FStringWalk, Span
from archlint.extract.lexing import BEGINS_A_WORD, STRUCTURE, formatted_prefix, masked
from archlint.extract.unreadable import WAY_OUT, Unreadable, place

MAX_BRACKETS = 200
"""Open brackets at a time. Python's own tokenizer stops here, so no program is lost; `f(` costs LibCST 93 MB at 200."""
SHALLOW = 10
MAX_EXCESS = 40_000
"""Each bracket below `SHALLOW` counts its depth: a unit of it costs LibCST about 10 kB."""
LONG_LINE = 256
"""The length of a logical line, or of an expression in an f-string, from which its operators are counted."""
PIECE = 1 << 12
"""The length from which a text is cut between statements of its top level, since a tree is a thousand times as big."""

_NEWLINES = frozenset({"\n", "\r", "\r\n"})
_QUIET = frozenset(" \t\f\r\n#\\")
"""What a line starts with that starts no statement of the top level."""
_STATEMENT = re.compile(rf"(?!(?:else|elif|except|finally)\b)(?:@|{BEGINS_A_WORD})")


class Outline(NamedTuple):
    """A text that may be parsed: with its f-strings masked, and cut where it is long."""

    masked: str
    pieces: list[Span]


def prescan(text: str) -> Outline:
    """See how a text nests; raises `Unreadable` where the parser could not bear it."""
    survey = _Survey(text)
    at: int | None = 0
    while at is not None:
        at = survey.run(at)
    survey.finish()
    plain = masked(text, survey.fstrings)
    for start, end in survey.long_lines:
        survey.chains.check(plain, start, end)
    return Outline(plain, list(zip(survey.cuts, [*survey.cuts[1:], len(text)], strict=True)))


class _Survey:
    """What is known of a text up to some offset."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.fstrings: list[Span] = []
        self.long_lines: list[Span] = []
        self.cuts = [0]
        self.chains = ChainBudget()
        self.line_start = 0
        self._cases = CaseBudget(text)
        self._head = ""
        self._depth = self._deepest = self._excess = 0

    def run(self, at: int) -> int | None:
        """Go on to the end, or to that of the next f-string, which is told."""
        depth = self._depth
        for found in STRUCTURE.finditer(self.text, at):
            mark = found.group()
            if mark in "([{":
                depth += 1
                if depth > CASE_DEPTH:
                    self._bracket(depth, found.start())
            elif mark in ")]}":
                depth -= depth > 0
            elif mark in _NEWLINES:
                if depth == 0:
                    self._line(found.start(), found.end())
            elif mark[0] in "\"'":
                prefix = formatted_prefix(self.text, found.start())
                if prefix is not None:
                    self._depth = depth
                    return self._fstring(found.start(), prefix)
        return None

    def finish(self) -> None:
        """The last line ends with the text, even where brackets or quotes are left open."""
        self.long_lines.append((self.line_start, len(self.text)))
        self._cases.check(self.line_start, self._deepest)

    def _bracket(self, depth: int, at: int) -> None:
        """Go into a bracket that is not shallow."""
        self._deepest = max(self._deepest, depth)
        if depth > MAX_BRACKETS:
            message = f"brackets nest more than {MAX_BRACKETS} levels deep, which Python itself refuses; {WAY_OUT}"
            raise Unreadable("too-deep", message, *place(self.text, at))
        if depth > SHALLOW:
            self._add(depth, at)

    def _line(self, end: int, start: int) -> None:
        """A logical line ends, and the next one starts."""
        if self._deepest:
            self._cases.check(self.line_start, self._deepest)
            self._deepest = 0
        head = self.text[self.line_start]
        if head not in _QUIET:
            self._head = head
        if end - self.line_start > LONG_LINE:
            self.long_lines.append((self.line_start, end))
        self.line_start = start
        if start > self.cuts[-1] + PIECE and self._head != "@" and _STATEMENT.match(self.text, start):
            self.cuts.append(start)

    def _fstring(self, at: int, prefix: str) -> int:
        walk = FStringWalk(self.text, at, prefix)
        self.fstrings.append((at, walk.end))
        self._add(walk.excess, at)
        for start, end in walk.fields:
            if end - start > LONG_LINE:
                inner = [(first - start, last - start) for first, last in walk.nested if start <= first and last <= end]
                self.chains.check(masked(self.text[start:end], inner), 0, end - start)
        return walk.end

    def _add(self, excess: int, at: int) -> None:
        self._excess += excess
        if self._excess > MAX_EXCESS:
            message = f"too many brackets nest more than {SHALLOW} levels deep to parse the file safely; {WAY_OUT}"
            raise Unreadable("too-deep", message, *place(self.text, at))
