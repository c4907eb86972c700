"""Where f-strings stand, told by the tree: the slow and certain way, for texts on which the quick one fails."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from archlint.extract.fstrings import Span
from archlint.extract.lexing import TOKEN

if TYPE_CHECKING:
    import libcst as cst


def spans_in_tree(text: str, at: int, stop: int) -> list[Span]:
    """The outermost f-strings of a stretch of a text that parses: from opening quote to end."""
    import libcst as cst  # takes its time, and is seldom needed

    spans: list[Span] = []
    for node in _outermost(cst.parse_module(text[at:stop]), (cst.FormattedString, cst.TemplatedString)):
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


def _outermost(
    tree: cst.Module, kinds: tuple[type[cst.FormattedString], type[cst.TemplatedString]]
) -> Iterator[cst.FormattedString | cst.TemplatedString]:
    rest: list[cst.CSTNode] = [tree]
    while rest:
        node = rest.pop()
        if isinstance(node, kinds):
            yield node
        else:
            rest.extend(reversed(node.children))
