"""Annotations in quotes are read as the code they hold."""

from __future__ import annotations

from keyword import iskeyword
from typing import TYPE_CHECKING

from archlint.extract.parsing import parse_expression
from archlint.extract.scanner import Still
from archlint.extract.unreadable import TooDeepError
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
        return Name(string.start, string.length, text)
    node = parse_expression(text) if 0 < len(text) <= LONGEST else None
    if node is None:
        return string
    scan, depth = reader.scan, reader.depth
    reader.scan = Still(string.start, string.end)
    try:
        return reader.expr(node)
    except TooDeepError:
        return string
    finally:
        reader.scan, reader.depth = scan, depth
