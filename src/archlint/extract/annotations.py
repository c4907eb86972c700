"""Annotations in quotes are read as the code they hold."""

from __future__ import annotations

from keyword import iskeyword
from typing import TYPE_CHECKING

import libcst as cst

from archlint.extract.parsing import PARSE_ERRORS, parse_expression
from archlint.extract.scanner import Still
from archlint.extract.unreadable import Unreadable
from archlint.facts import Expr, Name, String

if TYPE_CHECKING:
    from archlint.extract.reader import Reader

LONGEST = 2_000
"""Annotations are short; what is longer stays a string."""


def quoted(reader: Reader, string: String) -> Expr:
    """The expression that an annotation holds in quotes, or the string where it holds none."""
    text = string.value.strip()
    if text.isidentifier() and not iskeyword(text):
        reader.words.add(text)
        return Name(string.start, string.end, text)
    node = _parsed(text)
    if node is None:
        return string
    before, reader.scan = reader.scan, Still(string.start, string.end)
    found = reader.expr(node)
    reader.scan = before
    return found


def _parsed(text: str) -> cst.BaseExpression | None:
    if not text or len(text) > LONGEST:
        return None
    try:
        return parse_expression(text)
    except (Unreadable, *PARSE_ERRORS):
        return None
