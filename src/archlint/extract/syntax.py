"""What a syntax error has to tell, and where it stands."""

from __future__ import annotations

import re

from archlint.extract.lexing import LINE_END
from archlint.extract.nodes import SyntaxRefused
from archlint.extract.scanner import Scanner
from archlint.extract.unreadable import WAY_OUT, Unreadable, place

_AT = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)
_CHARACTER = re.compile(r"'(.)' is not a valid character")
_RAW_TEMPLATE = re.compile(r"(?i:tr|rt)[\"']")
_SHORT = 50


def refusal(error: SyntaxRefused, text: str, begin: int, scan: Scanner) -> Unreadable:
    """What to tell the user about a file that does not parse from an offset on."""
    found = _AT.search(error.message)
    if "too many indentation levels" in error.message:
        return Unreadable("too-deep", f"the file has too many levels of indentation; {WAY_OUT}")
    if found is None:
        reason = plain(error.message.removeprefix("tokenizer error: "))
        return _unreadable(reason, _misspelt(error.message, text, scan))
    offset = begin + _offset(text[begin:], int(found[1]), int(found[2]))
    start, near = scan.before(offset) or (0, "")
    reason = _reason(found[3], near)
    return _unreadable(_gap(text, start, near) or reason, place(text, start))


def plain(text: str) -> str:
    """Words of the source or the parser on one line, control characters written out, not too long."""
    shown = "".join(
        char if char.isprintable() else char.encode("unicode_escape").decode() for char in text[: _SHORT * 2]
    )
    return shown + "…" if len(text) > _SHORT * 2 else shown


def _unreadable(reason: str, where: tuple[int, int]) -> Unreadable:
    return Unreadable("parse-error", f"the file cannot be parsed: {reason}; correct it or {WAY_OUT}", *where)


def _reason(expected: str, near: str) -> str:
    where = f" near `{plain(near[:_SHORT])}`" if near else ""
    if len(expected) > _SHORT:
        return f"unexpected code{where}"
    return f"unexpected code{where}, {plain(expected).replace('INDENT', 'an indented block')}"


def _gap(text: str, start: int, near: str) -> str | None:
    """Valid Python that LibCST does not read."""
    if _RAW_TEMPLATE.match(near):
        return "raw template strings are beyond LibCST"
    if near == ")" and text[start + 1 :].lstrip(" \t").startswith(":"):
        return "an annotated name in parentheses is beyond LibCST (write it without them)"
    return None


def _misspelt(message: str, text: str, scan: Scanner) -> tuple[int, int]:
    """Where a tokenizer's complaint stands, as it does not tell."""
    character = _CHARACTER.search(message)
    offset = scan.stray(character[1]) if character else scan.open_string() if "unterminated" in message else None
    return (0, 0) if offset is None else place(text, offset)


def _offset(text: str, line: int, column: int) -> int:
    starts = [0, *(found.end() for found in LINE_END.finditer(text))]
    return starts[line - 1] + column if line <= len(starts) else len(text)
