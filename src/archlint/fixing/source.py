"""A file's bytes with edits in them: what no edit touches stays the bytes that it was."""

from __future__ import annotations

import re
from collections.abc import Sequence

from archlint.extract.decode import decoded
from archlint.extract.unreadable import Unreadable
from archlint.findings import Edit

_LINE_END = re.compile(r"\r\n|\r|\n")


class UnfitError(ValueError):
    """Edits that cannot be made in a file; says why."""


def edited(data: bytes, edits: Sequence[Edit]) -> bytes:
    """The bytes of a file after edits that do not overlap; raises UnfitError."""
    try:
        text, encoding, mark = decoded(data)
    except Unreadable as error:
        raise UnfitError(error.message) from None
    first_end = _LINE_END.search(text)
    newline = first_end.group() if first_end else "\n"
    before: list[bytes] = [mark]
    after: list[bytes] = [mark]
    at = 0
    try:
        for edit in sorted(edits, key=lambda each: (each.span.start, each.span.end)):
            start, end = edit.span.start, edit.span.end
            old = text[start:end]
            if not at <= start <= end <= len(text) or edit.replaces not in (None, old):
                raise UnfitError(f"the code is not written as the repair of {edit.path} expects it")
            kept = text[at:start].encode(encoding)
            before += kept, old.encode(encoding)
            after += kept, edit.content.replace("\n", newline).encode(encoding)
            at = end
        rest = text[at:].encode(encoding)
    except UnicodeEncodeError:
        raise UnfitError(f"the encoding {encoding} has no way to write the repair") from None
    if b"".join((*before, rest)) != data:
        raise UnfitError(f"the encoding {encoding} cannot be written in pieces")
    return b"".join((*after, rest))
