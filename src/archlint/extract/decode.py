"""From the bytes of a file to its text, as Python itself would read them."""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from archlint.extract.unreadable import WAY_OUT, Unreadable, place

_COOKIE = re.compile(rb"^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)")
_BLANK = re.compile(rb"^[ \t\f]*(?:#.*)?$")
_LINE_END = re.compile(rb"\r\n?|\n")
_UNFIT = frozenset({"punycode", "idna", "undefined"})
"""Codecs for host names: quadratic on hostile input, and no file of code is written in them."""


class Decoded(NamedTuple):
    """A file's text, without its byte order mark, and how its bytes tell it."""

    text: str
    encoding: str
    mark: bytes


def decode(data: bytes) -> str:
    """The text of a file, without its byte order mark."""
    return decoded(data).text


def decoded(data: bytes) -> Decoded:
    """The text of a file, and what it takes to write it again; raises Unreadable."""
    marked = data.startswith(codecs.BOM_UTF8)
    body = data.removeprefix(codecs.BOM_UTF8)
    declared = _declared(body)
    encoding = _codec(declared) if declared else "utf-8"
    if marked and encoding != "utf-8":
        message = f"the file starts with a UTF-8 mark but declares the encoding {declared!r}; remove one of the two"
        raise Unreadable("encoding-error", message, 1, 1)
    text = _decoded(body, encoding, declared or encoding)
    nul = text.find("\0")
    if nul >= 0:
        message = f"the file holds a NUL byte, so it is not Python source; {WAY_OUT}"
        raise Unreadable("parse-error", message, *place(text, nul))
    return Decoded(text, encoding, data[: len(data) - len(body)])


def _declared(body: bytes) -> str | None:
    """The encoding that a comment on the first two lines names; the second counts only after a blank first."""
    for line in _LINE_END.split(body, maxsplit=2)[:2]:
        found = _COOKIE.match(line)
        if found:
            return found.group(1).decode("ascii", "replace")
        if not _BLANK.match(line):
            return None
    return None


def _codec(declared: str) -> str:
    try:
        name = codecs.lookup(declared.replace("_", "-")).name
    except (LookupError, ValueError):
        raise _unknown(declared) from None
    return "utf-8" if name == "utf-8-sig" else name


def _decoded(body: bytes, encoding: str, declared: str) -> str:
    if encoding in _UNFIT:
        raise _unknown(declared)
    try:
        return body.decode(encoding)
    except UnicodeDecodeError as error:
        good = body[: error.start].decode(encoding, "replace")
        message = f"the bytes are not valid {encoding} ({error.reason}); save the file as UTF-8 or declare its encoding"
        raise Unreadable("encoding-error", message, *place(good, len(good))) from None
    except (LookupError, UnicodeError, ValueError):
        raise _unknown(declared) from None


def _unknown(declared: str) -> Unreadable:
    message = f"the file declares the encoding {declared!r}, which cannot be read; save it as UTF-8 or {WAY_OUT}"
    return Unreadable("encoding-error", message, 1, 1)
