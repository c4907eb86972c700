"""Text from outside, made harmless: whatever a file is called or holds, a report says it and nothing obeys it."""

from __future__ import annotations

import re
import unicodedata

_UNSEEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff\ufff9-\ufffb]|##(?=\\[)"
)
"""Controls, invisible and direction-changing characters, undecodable bytes, and the start of an old CI command."""


def visible(text: str) -> str:
    """The text with everything a terminal or a CI log would obey written out, e.g. ESC as "x1b" after a backslash."""
    return _UNSEEN.sub(_written_out, text)


def visible_line(text: str) -> str:
    """The same for text that may stand at the start of a line, where `::` is a command to a CI log."""
    shown = visible(text)
    return f"\\{shown}" if shown.lstrip().startswith("::") else shown


def visible_path(path: str) -> str:
    """The same for a path at the start of a line, which stays one that can be opened."""
    shown = visible(path)
    return f"./{shown}" if shown.lstrip().startswith("::") else shown


def cells(text: str) -> int:
    """How many columns of a screen the text takes."""
    return len(text) if text.isascii() else sum(_cell(each) for each in text)


def _cell(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _written_out(match: re.Match[str]) -> str:
    found = match.group()
    if found == "##":
        return "##\\"
    code = ord(found)
    if 0xDC80 <= code <= 0xDCFF:
        return f"\\x{code - 0xDC00:02x}"
    if found in "\n\r\t":
        return {"\n": "\\n", "\r": "\\r", "\t": "\\t"}[found]
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
