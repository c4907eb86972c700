"""Where a setting stands in a TOML file: the standard library's parser does not tell."""

from __future__ import annotations

import re
from collections.abc import Sequence

_HEADER = re.compile(r"\s*\[\[?(?P<keys>[^]]+)\]")
_KEY = re.compile(
    r"""\s*(?P<keys>(?:[A-Za-z0-9_-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[A-Za-z0-9_-]+|"[^"]*"|'[^']*'))*)\s*="""
)
_PART = re.compile(r"""[A-Za-z0-9_-]+|"[^"]*"|'[^']*'""")


def line_of(text: str, keys: Sequence[str], word: str = "") -> int:
    """The line, from 1, of the setting that `keys` lead to, or of `word` in or after it; 1 where neither is found.

    Of keys that stand in no line of their own, such as those of an inline table, the outermost that does counts.
    """
    lines = text.splitlines()
    depth, start = _nearest(lines, list(keys))
    wanted = word or (keys[depth] if depth < len(keys) else "")
    if wanted:
        pattern = re.compile(rf"(?<![\w-]){re.escape(wanted)}(?![\w-])")
        for number, line in enumerate(lines[start - 1 :], start):
            if pattern.search(line):
                return number
    return start


def _nearest(lines: list[str], keys: list[str]) -> tuple[int, int]:
    """How many of the keys lead to the best line, and that line."""
    best, line_number = 0, 1
    table: list[str] = []
    for number, line in enumerate(lines, 1):
        if header := _HEADER.match(line):
            table = found = _parts(header["keys"])
        elif key := _KEY.match(line):
            found = table + _parts(key["keys"])
        else:
            continue
        if len(found) > best and keys[: len(found)] == found:
            best, line_number = len(found), number
    return best, line_number


def _parts(dotted: str) -> list[str]:
    return [part.strip("\"'") for part in _PART.findall(dotted)]
