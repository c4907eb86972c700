"""Where f-strings and t-strings end: found by their own nesting, since quotes may be used again inside their braces."""

from __future__ import annotations

import re
from typing import TypeAlias

from archlint.extract.lexing import FIELD, formatted_prefix
from archlint.extract.unreadable import WAY_OUT, Unreadable, place

Span: TypeAlias = tuple[int, int]

MAX_NESTING = 150
"""Open braces, brackets and quotes inside one f-string; Python itself stops at 150 nested f-strings."""

_QUOTE = re.compile(r'"""|\'\'\'|"|\'')
_SPEC = re.compile(r"[{}]")
_COOKED = {
    quote: re.compile(rf"\\N\{{[^}}]*\}}|\\(?!\{{)[\s\S]|\{{\{{|\}}\}}|\{{|{quote}")
    for quote in ('"""', "'''", '"', "'")
}
_RAW = {quote: re.compile(rf"\\(?![{{}}])[\s\S]|\{{\{{|\}}\}}|\{{|{quote}") for quote in ('"""', "'''", '"', "'")}


class _Text:
    """Between the quotes of an f-string."""

    def __init__(self, quote: str, raw: bool) -> None:
        self.quote = quote
        self.pattern = (_RAW if raw else _COOKED)[quote]


def fstring_end(text: str, quote_at: int, prefix: str) -> int:
    """The offset after the f-string whose opening quote stands at an offset."""
    found = _QUOTE.match(text, quote_at)
    if found is None:
        return quote_at
    stack: list[_Text | str] = [_Text(found.group(), "r" in prefix)]
    at = found.end()
    while stack:
        if len(stack) > MAX_NESTING:
            message = f"f-strings nest more than {MAX_NESTING} levels deep; {WAY_OUT}"
            raise Unreadable("too-deep", message, *place(text, quote_at))
        top = stack[-1]
        after = _text(text, at, top, stack) if isinstance(top, _Text) else _code(text, at, top, stack)
        if after is None:
            return len(text)
        at = after
    return at


def _text(text: str, at: int, top: _Text, stack: list[_Text | str]) -> int | None:
    found = top.pattern.search(text, at)
    if found is None:
        return None
    mark = found.group()
    if mark == "{":
        stack.append("{")
    elif mark == top.quote:
        stack.pop()
    return found.end()


def _code(text: str, at: int, top: str, stack: list[_Text | str]) -> int | None:
    found = (_SPEC if top == ":" else FIELD).search(text, at)
    if found is None:
        return None
    mark = found.group()
    if mark in ("(", "[", "{"):
        stack.append(mark)
    elif mark in (")", "]", "}"):
        _close(mark, stack)
    elif mark == ":":
        if top == "{" and _is_field(stack):
            stack.append(":")
    elif mark[0] in "\"'":
        prefix = formatted_prefix(text, found.start())
        quote = _QUOTE.match(mark)
        if prefix is not None and quote is not None:
            stack.append(_Text(quote.group(), "r" in prefix))
            return found.start() + len(quote.group())
    return found.end()


def _close(mark: str, stack: list[_Text | str]) -> None:
    """Leave a bracket; the brace that ends a field ends its format specification too."""
    if mark == "}" and stack[-1] == ":":
        stack.pop()
    stack.pop()


def _is_field(stack: list[_Text | str]) -> bool:
    """Whether the brace on top opens a replacement field, not a dict or set inside one."""
    return len(stack) > 1 and (isinstance(stack[-2], _Text) or stack[-2] == ":")
