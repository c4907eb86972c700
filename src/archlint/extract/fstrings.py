"""Where f-strings and t-strings end: found by their own nesting, since quotes may be used again inside their braces."""

from __future__ import annotations

import re
from typing import NamedTuple, TypeAlias

from archlint.extract.lexing import FIELD, formatted_prefix
from archlint.extract.unreadable import WAY_OUT, Unreadable, place

Span: TypeAlias = tuple[int, int]

MAX_NESTING = 150
"""Open braces, brackets and quotes inside one f-string; Python itself stops at 150 nested f-strings."""
SHALLOW = 6
"""Deeper ones are counted, each with its depth, as brackets are: see `prescan`."""

_QUOTE = re.compile(r'"""|\'\'\'|"|\'')
_SPEC = re.compile(r"[{}]")
_QUOTES = ('"""', "'''", '"', "'")
_COOKED = {
    quote: re.compile(rf"\\N\{{[^}}'\"\r\n]*\}}?|\\(?!\{{)[\s\S]|\{{\{{|\}}\}}|\{{|{quote}") for quote in _QUOTES
}
_RAW = {quote: re.compile(rf"\\(?![{{}}])[\s\S]|\{{\{{|\}}\}}|\{{|{quote}") for quote in _QUOTES}


_SIMPLE = re.compile(
    "|".join(
        rf"{quote}(?!{quote}{quote})(?:[^{quote}\\{{}}\r\n]++|\{{\{{|\}}\}}|\{{[\w.]{{1,99}}(?:![rsa])?\}})*+{quote}"
        for quote in ('"', "'")
    )
)
"""Most f-strings: nothing in braces but names and attributes."""


class _Open(NamedTuple):
    """A quote, bracket or colon that is not closed yet, and what to look for inside it."""

    mark: str
    start: int
    pattern: re.Pattern[str]
    is_text: bool


class FStringWalk:
    """A walk from the opening quote of an f-string to its `end`.

    `fields` are the expressions in its braces, `nested` the f-strings in those, at any level.
    """

    def __init__(self, text: str, quote_at: int, prefix: str) -> None:
        self.fields: list[Span] = []
        self.nested: list[Span] = []
        self.excess = 0
        self._text = text
        self._open: list[_Open] = []
        simple = _SIMPLE.match(text, quote_at)
        self.end = simple.end() if simple else self._enter(quote_at, prefix)
        while self._open:
            found = self._open[-1].pattern.search(text, self.end)
            if found is None:
                self.end = len(text)
                self.fields += [(entry.start, self.end) for entry in self._open if entry.mark == "field"]
                break
            self.end = found.end()
            self._in_text(found) if self._open[-1].is_text else self._in_code(found)

    def _enter(self, quote_at: int, prefix: str) -> int:
        """Begin an f-string; tell where its text starts."""
        quote = _QUOTE.match(self._text, quote_at)
        assert quote is not None
        patterns = _RAW if "r" in prefix else _COOKED
        self._push(_Open(quote.group(), quote_at, patterns[quote.group()], is_text=True))
        return quote.end()

    def _push(self, opened: _Open) -> None:
        self._open.append(opened)
        depth = len(self._open)
        if depth > SHALLOW:
            self.excess += depth
        if depth > MAX_NESTING:
            message = f"f-strings nest more than {MAX_NESTING} levels deep; {WAY_OUT}"
            raise Unreadable("too-deep", message, *place(self._text, opened.start))

    def _in_text(self, found: re.Match[str]) -> None:
        mark = found.group()
        if mark == "{":
            self._push(_Open("field", found.end(), FIELD, is_text=False))
        elif mark == self._open[-1].mark:
            self.nested.append((self._open.pop().start, self.end))

    def _in_code(self, found: re.Match[str]) -> None:
        mark = found.group()
        top = self._open[-1]
        if mark == "{" and top.mark == ":":
            self._push(_Open("field", found.end(), FIELD, is_text=False))
        elif mark in ("(", "[", "{"):
            self._push(_Open(mark, found.start(), FIELD, is_text=False))
        elif mark in (")", "]", "}"):
            self._close(mark, found.start())
        elif mark == ":" and top.mark == "field":
            self.fields.append((top.start, found.start()))
            self._push(_Open(":", found.start(), _SPEC, is_text=False))
        elif mark[0] in "\"'":
            prefix = formatted_prefix(self._text, found.start())
            if prefix is not None:
                self.end = self._enter(found.start(), prefix)

    def _close(self, mark: str, at: int) -> None:
        """Leave a bracket; the brace that ends a field ends its format specification too."""
        if mark == "}" and self._open[-1].mark == ":":
            self._open.pop()
        elif self._open[-1].mark == "field":
            self.fields.append((self._open[-1].start, at))
        self._open.pop()
