"""The text a string literal stands for."""

from __future__ import annotations

import re
import unicodedata

_ESCAPE = re.compile(
    r"\\(?:(\n)|([\\'\"abfnrtv])|([0-7]{1,3})|x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|N\{([^}]*)\})"
)
_SIMPLE = {
    "\\": "\\",
    "'": "'",
    '"': '"',
    "a": "\a",
    "b": "\b",
    "f": "\f",
    "n": "\n",
    "r": "\r",
    "t": "\t",
    "v": "\v",
}
_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


def evaluated(literal: str) -> str:
    """The value of a whole literal of text, prefix and quotes included."""
    quote = literal[-1]
    opening = literal.index(quote)
    width = 3 if literal.startswith(quote * 3, opening) and len(literal) - opening >= 6 else 1
    return unescaped(literal[opening + width : -width], raw="r" in literal[:opening].lower())


def unescaped(text: str, *, raw: bool) -> str:
    """What stands between the quotes, as Python understands it."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if raw or "\\" not in text:
        return text
    return _ESCAPE.sub(_character, text)


def _character(found: re.Match[str]) -> str:
    newline, simple, octal, short, middle, long, name = found.groups()
    if newline:
        return ""
    if simple:
        return _SIMPLE[simple]
    if octal:
        return chr(int(octal, 8))
    if name is not None:
        return _named(name) or found.group()
    return _coded(int(short or middle or long, 16))


def _named(name: str) -> str | None:
    try:
        return unicodedata.lookup(name)
    except KeyError:
        return None


def _coded(code: int) -> str:
    """A character by its number; half of a surrogate pair cannot be written down, nor what is no code point."""
    return _REPLACEMENT if 0xD800 <= code <= 0xDFFF or code > 0x10FFFF else chr(code)
