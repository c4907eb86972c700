"""Nested patterns: LibCST's time grows fourfold with each level, so a dozen would never end."""

from __future__ import annotations

from archlint.extract.lexing import CASE, STRUCTURE
from archlint.extract.unreadable import WAY_OUT, Unreadable, place

MAX_DEPTH = 8
GROWTH = 4
MAX_WORK = 40 * GROWTH**MAX_DEPTH
"""A tuple in eight tuples takes 0.1 s; this many of them a file."""


def check_cases(text: str) -> None:
    """Refuse a text whose patterns nest too deep."""
    work = 0
    for found in CASE.finditer(text):
        depth = _depth(text, found.end())
        work += GROWTH**depth if depth > 2 else 0
        if depth > MAX_DEPTH or work > MAX_WORK:
            message = f"patterns nest too deep to parse the file safely (more than {MAX_DEPTH} levels, or too often); "
            raise Unreadable("too-deep", message + WAY_OUT, *place(text, found.start()))


def _depth(text: str, at: int) -> int:
    """The deepest bracket of the logical line that starts at an offset."""
    depth = deepest = 0
    for found in STRUCTURE.finditer(text, at):
        mark = found.group()
        if mark in "([{":
            depth += 1
            deepest = max(deepest, depth)
        elif mark in ")]}":
            depth -= 1
        elif mark[0] in "\r\n" and depth <= 0:
            break
    return deepest
