"""Where things stand: a walk along the tokens of the text, in step with the descent of the tree."""

from __future__ import annotations

import keyword
from bisect import bisect_left
from itertools import accumulate

from archlint.extract.lexing import COLON, COMMA, OPEN_STRING, TOKEN

_PASSED = frozenset(
    {*keyword.kwlist, "match", "case", "type", "lazy", "...", *"()[]{}+-~@*", "**"} - {"True", "False", "None"}
)
"""Tokens that the descent may leave unmentioned."""


class OutOfStepError(Exception):
    """The tree and the tokens do not tell the same story."""


class Scanner:
    """The tokens of a text, each taken once and in order. `end` is where the last one taken ends."""

    __slots__ = ("_at", "_starts", "_stops", "_text", "_tokens", "end")

    def __init__(self, text: str, start: int, stop: int) -> None:
        """Take a stretch of a text in which f-strings are masked."""
        parts = TOKEN.split(text[start:stop])
        bounds = list(accumulate(map(len, parts), initial=start))[1:]
        self._text = text
        self._tokens = parts[1::2]
        self._starts = bounds[0::2]
        self._stops = bounds[1::2]
        self._at = 0
        self.end = start

    def take(self, token: str) -> int:
        """Go past the next such token and tell where it starts."""
        at = self._at
        tokens = self._tokens
        while tokens[at] != token:
            if tokens[at] not in _PASSED and tokens[at][0] != "#":
                raise OutOfStepError(token, tokens[at])
            at += 1
        self._at = at + 1
        self.end = self._stops[at]
        return self._starts[at]

    def take_formatted(self, opening: str) -> int:
        """Go past the next f-string, told by its prefix and quote."""
        at = self._at
        tokens = self._tokens
        while not tokens[at].startswith(opening):
            if tokens[at] not in _PASSED and tokens[at][0] != "#":
                raise OutOfStepError(opening, tokens[at])
            at += 1
        return self.take(tokens[at])

    def comma(self) -> None:
        """Go past a comma, which is no token of the walk."""
        found = COMMA.match(self._text, self.end)
        if found:
            self.end = found.end()

    def colon(self) -> int:
        """Go past a colon, which is no token of the walk, and tell where it starts."""
        found = COLON.match(self._text, self.end)
        if found is None:
            raise OutOfStepError(":", self._text[self.end : self.end + 20])
        self.end = found.end()
        return self.end - 1

    def comments(self) -> list[tuple[int, str]]:
        """Every comment with its start."""
        return [(start, token) for start, token in zip(self._starts, self._tokens, strict=False) if token[0] == "#"]

    def before(self, offset: int) -> tuple[int, str] | None:
        """The last token that starts before an offset."""
        at = bisect_left(self._starts, offset, 0, len(self._tokens)) - 1
        return (self._starts[at], self._tokens[at]) if at >= 0 else None

    def stray(self, character: str) -> int | None:
        """Where a character stands that is part of no token."""
        at = 0
        for start, stop in zip(self._starts, [*self._stops, len(self._text)], strict=False):
            found = self._text.find(character, at, start)
            if found >= 0:
                return found
            at = stop
        return None

    def open_string(self) -> int | None:
        """Where a string starts that nothing closes."""
        for start, token in zip(self._starts, self._tokens, strict=False):
            if OPEN_STRING.fullmatch(token):
                return start
        return None


class Still:
    """A scanner for what has no places of its own: everything stands where the whole stands."""

    __slots__ = ("_start", "end")

    def __init__(self, start: int, end: int) -> None:
        self._start = start
        self.end = end

    def take(self, _: str) -> int:
        return self._start

    def take_formatted(self, _: str) -> int:
        return self._start

    def comma(self) -> None:
        pass

    def colon(self) -> int:
        return self._start
