"""Comments that speak to archlint."""

from __future__ import annotations

import re

from archlint.extract.scanner import Scanner
from archlint.facts import Pragma

_PRAGMA = re.compile(r"archlint:[ \t]*(.*)")
_BEFORE = re.compile(r"[^\r\n]*\Z")


def pragmas(text: str, scan: Scanner) -> tuple[Pragma, ...]:
    """Every such comment, in order."""
    if "archlint:" not in text:
        return ()
    return tuple([_pragma(text, start, comment) for start, comment in scan.comments() if "archlint:" in comment])


def _pragma(text: str, start: int, comment: str) -> Pragma:
    line_start = max(text.rfind("\n", 0, start), text.rfind("\r", 0, start)) + 1
    said = comment[comment.index("archlint:") + len("archlint:") :].strip()
    return Pragma(start, len(comment), said, not text[line_start:start].strip())
