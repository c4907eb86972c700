"""Regular expressions for the tokens of Python source."""

from __future__ import annotations

import re

BEGINS_A_WORD = r"[^\x00-@\[-^`{-\x7f]"
"""Letters, the underscore, and all beyond ASCII; told by what is left out, which compiles ten times as fast."""
_WORD = rf"{BEGINS_A_WORD}[^\x00-/:-@\[-^`{{-\x7f]*+"
_TRIPLE_DOUBLE = r'"""(?:[^"\\]++|\\[\s\S]|"(?!""))*+(?:""")?'
_TRIPLE_SINGLE = r"'''(?:[^'\\]++|\\[\s\S]|'(?!''))*+(?:''')?"
_DOUBLE = r'"(?:[^"\\\r\n]++|\\\r\n|\\[\s\S])*+"?'
_SINGLE = r"'(?:[^'\\\r\n]++|\\\r\n|\\[\s\S])*+'?"
_STRING = rf"(?:{_TRIPLE_DOUBLE}|{_DOUBLE}|{_TRIPLE_SINGLE}|{_SINGLE})"
_PREFIXED = rf"(?:[bB][rR]?|[rR][bBfFtT]?|[uU]|[fFtT][rR]?){_STRING}"
_DIGITS = r"[0-9](?:_?[0-9])*+"
_EXPONENT = rf"(?:[eE][-+]?{_DIGITS})?[jJ]?"
_NUMBER = (
    r"0[xX](?:_?[0-9a-fA-F])++|0[oO](?:_?[0-7])++|0[bB](?:_?[01])++"
    rf"|{_DIGITS}(?:\.(?:{_DIGITS})?)?{_EXPONENT}|\.{_DIGITS}{_EXPONENT}"
)
_COMMENT = r"#[^\r\n]*+"
_NEWLINE = r"\r\n?|\n"
_JOINED = rf"\\(?:{_NEWLINE})"

_STRINGS = rf"{_TRIPLE_DOUBLE}|{_DOUBLE}|{_TRIPLE_SINGLE}|{_SINGLE}"

TOKEN = re.compile(
    rf"""({_WORD}(?!["'])|[()\[\]{{}}]|{_STRINGS}|{_PREFIXED}|{_WORD}|{_NUMBER}|\.\.\."""
    rf"|\*\*?|[-+~](?![=>])|@(?!=)|{_COMMENT})"
)
"""The tokens the descent walks along, in a group of their own so that `split` keeps them."""

STRUCTURE = re.compile(
    rf"\(|\)|\[|\]|\{{|\}}|{_COMMENT}|{_TRIPLE_DOUBLE}|{_DOUBLE}|{_TRIPLE_SINGLE}|{_SINGLE}|\n|\r\n?|{_JOINED}"
)
"""What decides nesting and where a logical line ends; each alternative starts with a literal, which makes it fast."""

CHAIN = re.compile(
    rf"""{_STRINGS}|{_PREFIXED}|{_WORD}|{_NUMBER}|{_COMMENT}|\*\*|//|<<|>>|->|[-+*/%@&|^<>=!:]?=|[-+*/%@&|^~.,;:<>()\[\]{{}}]"""
)
"""Everything that can join or part operands."""

FIELD = re.compile(rf"\(|\)|\[|\]|\{{|\}}|:|{_COMMENT}|{_TRIPLE_DOUBLE}|{_DOUBLE}|{_TRIPLE_SINGLE}|{_SINGLE}")
"""What matters inside the braces of an f-string."""

CASE = re.compile(r"[ \t\f]*case\b(?![ \t]*(?:[.,)=]|:[^=]))")
"""A logical line that may be a case of a match statement."""

_GAP = rf"(?:[ \t\f\r\n]++|{_COMMENT}|{_JOINED})*+"
COMMA = re.compile(rf"{_GAP},")
COLON = re.compile(rf"{_GAP}(?:,{_GAP})?:")

OPEN_STRING = re.compile(
    r"""\w*(?:"(?!"")(?:[^"\\]|\\[\s\S])*|'(?!'')(?:[^'\\]|\\[\s\S])*"""
    r"""|"{3}(?:(?!"{3})[^\\]|\\[\s\S])*|'{3}(?:(?!'{3})[^\\]|\\[\s\S])*)"""
)
"""A token that is a string without its end."""

LINE_END = re.compile(_NEWLINE)


BLOT = "\0"
"""What f-strings are masked with: no file that is read holds it."""

_FORMATTED = frozenset({"f", "t", "rf", "fr", "tr", "rt"})


def formatted_prefix(text: str, quote: int) -> str | None:
    """The prefix of the f-string or t-string whose quote stands at an offset, or None for any other string."""
    start = quote
    while start > 0 and quote - start < 3 and (text[start - 1].isalnum() or text[start - 1] == "_"):
        start -= 1
    prefix = text[start:quote].lower()
    return prefix if prefix in _FORMATTED else None


def masked(text: str, formatted: list[tuple[int, int]]) -> str:
    """The text with the insides of f-strings blotted out, as long as before."""
    pieces: list[str] = []
    at = 0
    for start, end in sorted(formatted):
        width = 3 if text.startswith(('"""', "'''"), start) else 1
        if start >= at and end - start >= 2 * width:
            pieces += (text[at : start + width], BLOT * (end - start - 2 * width), text[end - width : end])
            at = end
    pieces.append(text[at:])
    return "".join(pieces)
