"""How much memory a tree will take: told from its text, since LibCST would take it all before it failed."""

from __future__ import annotations

from archlint.extract.lexing import BLOT, TOKEN
from archlint.extract.unreadable import WAY_OUT, Unreadable

HEAVIEST = 2 << 30
LIGHT = 400_000
"""No text this long reaches `HEAVIEST`: the densest takes 4.2 kB for each code point."""
_TOKEN = 2_200
_SEPARATOR = 1_900
_LINE = 4_300
"""Measured on texts of one kind of statement, right within a third on real code."""


def check_weight(masked: str) -> None:
    """Refuse a text whose tree would not fit."""
    if len(masked) <= LIGHT:
        return
    gaps = TOKEN.split(masked)[::2]
    lines = sum("\n" in gap or "\r" in gap for gap in gaps)
    between = "".join(gaps)
    separators = sum(between.count(mark) for mark in ",:.=;<>|/%&^!") + masked.count(BLOT)
    weight = len(gaps) * _TOKEN + separators * _SEPARATOR + lines * _LINE
    if weight > HEAVIEST:
        message = f"one of its statements needs about {weight >> 20} MB to be parsed, too much; {WAY_OUT}"
        raise Unreadable("too-large", message)
