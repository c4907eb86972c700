"""Nested patterns: LibCST's time grows fourfold with each level, so a dozen would never end."""

from __future__ import annotations

from archlint.extract.lexing import CASE
from archlint.extract.unreadable import WAY_OUT, Unreadable, place

CASE_DEPTH = 2
"""The depth of brackets that any number of patterns may have."""
MAX_DEPTH = 8
GROWTH = 4
MAX_WORK = 40 * GROWTH**MAX_DEPTH
"""A tuple in eight tuples takes 0.1 s; this many of them a file."""


class CaseBudget:
    """What the patterns of a text have cost so far."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._work = 0

    def check(self, start: int, depth: int) -> None:
        """Count a logical line whose brackets nest so deep, if it may be a case."""
        if depth > CASE_DEPTH and CASE.match(self._text, start):
            self._work += GROWTH**depth
            if depth > MAX_DEPTH or self._work > MAX_WORK:
                message = f"patterns nest too deep to parse the file safely (over {MAX_DEPTH} levels, or too often); "
                raise Unreadable("too-deep", message + WAY_OUT, *place(self._text, start))
