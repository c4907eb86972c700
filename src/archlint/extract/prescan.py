"""A cheap look at the text before it is parsed, so that no file can crash the parser or eat the machine's memory."""

from __future__ import annotations

import re
from typing import NamedTuple

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
PIECE = 1 << 15
"""The length from which a text is cut between statements of its top level, since a tree is a thousand times as big."""

_NEWLINES = frozenset({"\n", "\r", "\r\n"})
_QUIET = frozenset(" \t\f\r\n#\\")
"""What a line starts with that starts no statement of the top level."""
_STATEMENT = re.compile(r"(?!(?:else|elif|except|finally)\b)[A-Za-z_@\x80-\U0010ffff]")


class Outline(NamedTuple):
    """A text that may be parsed: with its f-strings masked, and cut where it is long."""

    masked: str
    pieces: list[Span]


def prescan(text: str) -> Outline:
    """See how a text nests; raises `Unreadable` where the parser could not bear it."""
    fstrings: list[Span] = []
    long_lines: list[Span] = []
    cuts = [0]
    depth = excess = line_start = 0
    head = ""
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
                    if text[line_start] not in _QUIET:
                        head = text[line_start]
                    if found.start() - line_start > LONG_LINE:
                        long_lines.append((line_start, found.start()))
                    line_start = found.end()
                    if line_start > cuts[-1] + PIECE and head != "@" and _STATEMENT.match(text, line_start):
                        cuts.append(line_start)
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
    return Outline(plain, list(zip(cuts, [*cuts[1:], len(text)], strict=True)))


def _check_brackets(text: str, offset: int, depth: int, excess: int) -> None:
    if depth > MAX_BRACKETS:
        message = f"brackets nest more than {MAX_BRACKETS} levels deep, which Python itself refuses; {WAY_OUT}"
        raise Unreadable("too-deep", message, *place(text, offset))
    if excess > MAX_EXCESS:
        message = f"too many brackets nest more than {SHALLOW} levels deep to parse the file safely; {WAY_OUT}"
        raise Unreadable("too-deep", message, *place(text, offset))
