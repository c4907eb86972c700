"""A cheap look at the text before it is parsed, so that no file can crash the parser or eat the machine's memory."""

from __future__ import annotations

from archlint.extract.cases import check_cases
from archlint.extract.chains import check_chains
from archlint.extract.fstrings import Span, fstring_end
from archlint.extract.lexing import STRUCTURE, formatted_prefix, masked
from archlint.extract.unreadable import WAY_OUT, Unreadable, place

MAX_BRACKETS = 200
"""Open brackets at a time. Python's own tokenizer stops here, so no program is lost; `f(` costs LibCST 93 MB at 200."""
SHALLOW = 10
MAX_EXCESS = 40_000
"""Each bracket below `SHALLOW` counts its depth: a unit of it costs LibCST about 10 kB."""
LONG_LINE = 256
"""The length of a logical line from which its operators are counted."""

_NEWLINES = frozenset({"\n", "\r", "\r\n"})


def prescan(text: str) -> str:
    """The text with f-strings masked, so that any token of it can be told by a regular expression.

    Raises `Unreadable` where the parser could not bear the text.
    """
    fstrings: list[Span] = []
    long_lines: list[Span] = []
    depth = excess = line_start = 0
    at: int | None = 0
    while at is not None:
        resume: int | None = None
        for found in STRUCTURE.finditer(text, at):
            mark = found.group()
            if mark in "([{":
                depth += 1
                if depth > SHALLOW:
                    excess += depth
                    _check_brackets(text, found.start(), depth, excess)
            elif mark in ")]}":
                depth -= depth > 0
            elif mark in _NEWLINES:
                if depth == 0:
                    if found.start() - line_start > LONG_LINE:
                        long_lines.append((line_start, found.start()))
                    line_start = found.end()
            elif mark[0] in "\"'":
                prefix = formatted_prefix(text, found.start())
                if prefix is not None:
                    resume = fstring_end(text, found.start(), prefix)
                    fstrings.append((found.start(), resume))
                    break
        at = resume
    long_lines.append((line_start, len(text)))
    plain = masked(text, fstrings)
    check_chains(plain, long_lines)
    check_cases(plain)
    return plain


def _check_brackets(text: str, offset: int, depth: int, excess: int) -> None:
    if depth > MAX_BRACKETS:
        message = f"brackets nest more than {MAX_BRACKETS} levels deep, which Python itself refuses; {WAY_OUT}"
        raise Unreadable("too-deep", message, *place(text, offset))
    if excess > MAX_EXCESS:
        message = f"too many brackets nest more than {SHALLOW} levels deep to parse the file safely; {WAY_OUT}"
        raise Unreadable("too-deep", message, *place(text, offset))
