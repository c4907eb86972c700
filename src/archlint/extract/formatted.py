"""Where f-strings stand, told by the tree: the slow and certain way, for texts on which the quick one fails."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from archlint.extract.fstrings import Span
from archlint.extract.lexing import TOKEN

_FORMATTED = (cst.FormattedString, cst.TemplatedString)


def spans_in_tree(tree: cst.Module, text: str, at: int) -> list[Span]:
    """The outermost f-strings of a tree whose text starts at an offset: from opening quote to end."""
    spans: list[Span] = []
    for node in _outermost(tree):
        code = cst.Module([]).code_for_node(node.with_changes(lpar=(), rpar=()))
        start = _start(text, at, code)
        if start is None:
            break
        at = start + len(code)
        spans.append((start + len(node.start.rstrip("\"'")), at))
    return spans


def _start(text: str, at: int, code: str) -> int | None:
    """The next token from which the text reads like some code."""
    for found in TOKEN.finditer(text, at):
        if text.startswith(code, found.start()):
            return found.start()
    return None


def _outermost(tree: cst.CSTNode) -> Iterator[cst.FormattedString | cst.TemplatedString]:
    rest: list[cst.CSTNode] = [tree]
    while rest:
        node = rest.pop()
        if isinstance(node, _FORMATTED):
            yield node
        else:
            rest.extend(reversed(node.children))
