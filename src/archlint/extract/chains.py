"""Operators in a row: the parser takes time or memory by the square of their number, and recurses for each."""

from __future__ import annotations

from archlint.extract.lexing import CHAIN
from archlint.extract.unreadable import WAY_OUT, Unreadable, place

MAX_LEFT = 2_000
"""Operators of one operand after the other: 2,000 sums take LibCST 0.7 s."""
MAX_POSTFIX = 300
"""Calls, attributes and subscripts on one operand: more would nest too deep for the facts."""
MAX_RIGHT = 500
"""`not`, `lambda`, `else`, `**` and signs in a row: 500 conditional expressions take it 50 MB."""
MAX_FLAT = 2_500
"""Adjacent strings, or `for`s of one comprehension: it refuses 3,000 with a message that helps nobody."""
MAX_PARTS = 100_000
"""`and`, `or`, comparisons and the like: LibCST recurses for each, with 1.5 kB of stack."""
MAX_LEFT_WORK = 5_000_000
MAX_RIGHT_WORK = 2_000_000
"""The same, as sums of squares over a file."""
_POSTFIX_WEIGHT = 4
"""A subscript takes LibCST four times as long as a sum."""

_LINKS = "+-*/%@&|^~.([:<>"
_WORDS = ("not", "else", "if", "and", "or", "in", "is", "for", "await")
FEW = 150
"""So many links may stand in a row anywhere."""

_OPEN, _CLOSE, _NEXT, _INFIX, _RIGHT, _PART, _LOOP, _DOT, _OPERAND, _STRING = range(10)
_KINDS = (
    dict.fromkeys("([{", _OPEN)
    | dict.fromkeys(")]}", _CLOSE)
    | dict.fromkeys(",;", _NEXT)
    | dict.fromkeys(("+", "-", "*", "/", "//", "%", "@", "&", "|", "^", "<<", ">>", "~"), _INFIX)
    | dict.fromkeys(("not", "lambda", "else", "await", "**"), _RIGHT)
    | dict.fromkeys(("and", "or", "in", "is", "if", "from", "yield", "return", "=", ":=", "==", "!=", ":"), _PART)
    | dict.fromkeys(("<=", ">=", "<", ">", "->"), _PART)
    | {"for": _LOOP, ".": _DOT}
)
_AFTER_OPERAND = frozenset({_OPERAND, _STRING, _CLOSE})


class _Level:
    """Counts between one pair of brackets since the last comma."""

    __slots__ = ("last", "left", "loops", "parts", "postfix", "right", "strings")

    def __init__(self) -> None:
        self.left = self.postfix = self.right = self.strings = self.loops = self.parts = 0
        self.last = _NEXT


class ChainBudget:
    """What the chains of a file have cost so far."""

    def __init__(self) -> None:
        self.text = ""
        self.left_work = 0
        self.right_work = 0

    def check(self, text: str, start: int, end: int) -> None:
        """Count along one logical line; raises `Unreadable` where it joins more than the parser can bear."""
        if _links(text[start:end]) <= FEW:
            return
        self.text = text
        levels = [_Level()]
        for found in CHAIN.finditer(text, start, end):
            token = found.group()
            kind = _KINDS.get(token)
            if kind is None:
                if token[0] == "#":
                    continue
                kind = _STRING if token[-1] in "\"'" else _OPERAND
            level = levels[-1]
            if kind == _OPEN:
                if level.last in _AFTER_OPERAND:
                    self.count(level, _DOT, found.start())
                levels.append(_Level())
            elif kind == _CLOSE:
                if len(levels) > 1:
                    self.settle(levels.pop(), found.start())
                levels[-1].last = _CLOSE
            elif kind == _NEXT:
                self.settle(level, found.start())
                levels[-1] = _Level()
            else:
                self.count(level, kind, found.start())
                level.last = kind
        for level in levels:
            self.settle(level, end)

    def count(self, level: _Level, kind: int, offset: int) -> None:
        """One token that is neither bracket nor comma."""
        if kind == _DOT:
            level.postfix += 1
        elif kind == _INFIX and level.last in _AFTER_OPERAND:
            level.left += 1
            self.part(level)
        elif kind in (_INFIX, _RIGHT):
            level.right += 1
            self.settle_left(level)
        elif kind == _STRING:
            level.strings = level.strings + 1 if level.last == _STRING else 0
        elif kind != _OPERAND:
            level.parts += 1
            level.loops += kind == _LOOP
            self.settle_left(level)
        if (
            level.left > MAX_LEFT
            or level.postfix > MAX_POSTFIX
            or level.right > MAX_RIGHT
            or level.strings > MAX_FLAT
            or level.loops > MAX_FLAT
            or level.parts > MAX_PARTS
        ):
            self.refuse(offset)

    def part(self, level: _Level) -> None:
        """The next operand of a chain begins."""
        self.left_work += _POSTFIX_WEIGHT * level.postfix * level.postfix
        level.postfix = 0

    def settle_left(self, level: _Level) -> None:
        """A chain ends."""
        self.part(level)
        self.left_work += level.left * level.left
        level.left = 0

    def settle(self, level: _Level, offset: int) -> None:
        """Add what was counted to the work of the file."""
        self.settle_left(level)
        self.right_work += level.right * level.right
        if self.left_work > MAX_LEFT_WORK or self.right_work > MAX_RIGHT_WORK:
            self.refuse(offset)

    def refuse(self, offset: int) -> None:
        message = f"too many operators, calls or strings in a row to parse the file safely; {WAY_OUT}"
        raise Unreadable("too-deep", message, *place(self.text, offset))


def _links(text: str) -> int:
    """How much may be joined in a text at most, strings and comments counted as if they were code."""
    quotes = text.count('"') + text.count("'")
    return quotes + sum([text.count(mark) for mark in _LINKS]) + sum([text.count(word) for word in _WORDS])
