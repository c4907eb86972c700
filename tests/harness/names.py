"""Names that somebody might give a file, a variable or anything else to be obeyed by what prints it."""

from __future__ import annotations

import os

HOSTILE = {
    "with space": "with space",
    "ümlaut 日本": "ümlaut 日本",
    "'quote\"": "'quote\"",
    "<b>&amp;": "<b>&amp;",
    "]]>": "]]>",
    "%41%0A%25": "%41%0A%25",
    "a,b:c=d": "a,b:c=d",
    "[red]x[link=file:y]": "[red]x[link=file:y]",
    "`tick``": "`tick``",
    "$(touch x)${y}": "$(touch x)${y}",
    ";rm -rf": ";rm -rf",
    "-flag": "-flag",
    "::error::x": "::error::x",
    "##[group]x": "##\\[group]x",
    "@everyone": "@everyone",
    "\\n": "\\n",
    "{{x}}": "{{x}}",
    "#12|x~~y~~ GH-3": "#12|x~~y~~ GH-3",
    "[x](y) ![i](z) www.example.org": "[x](y) ![i](z) www.example.org",
    "a\n::error::x": "a\\n::error::x",
    "a\r::error file=x::y": "a\\r::error file=x::y",
    "a\tb\x08\x7f": "a\\tb\\x08\\x7f",
    "a\x1b[31m\x1b]0;x\x07": "a\\x1b[31m\\x1b]0;x\\x07",
    "a\x9b31m\x85b": "a\\x9b31m\\x85b",
    "a\u202eb\u2066c\u2028d": "a\\u202eb\\u2066c\\u2028d",
    os.fsdecode(b"a\xff"): "a\\xff",
}
"""Each with what a reader sees of it: everything that is obeyed or cannot be seen is written out."""
