"""The lines around a finding, read from the file again."""

from __future__ import annotations

import io
import stat
import tokenize
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from archlint import trail
from archlint.findings import Place
from archlint.report.escape import cells, visible

_BEFORE = 2
"""Lines shown before the one that is marked."""
_LARGEST = 16_000_000
"""Bytes; a larger file is not read for a frame."""
_LONGEST = 240
"""Code points; of a longer line only the part around the mark is shown."""
_LEAD = 60
"""Code points kept before the mark in a line that is cut."""
_TAB = "    "


@dataclass(frozen=True, slots=True)
class CodeLine:
    """A line ready to be shown; `mark` is where the finding stands in it, in columns of the screen, and how wide."""

    number: int
    text: str
    mark: tuple[int, int] | None = None


def frame(base: Path, place: Place) -> list[CodeLine]:
    """The line a place stands on, marked, and up to two before it; empty when the file does not have that place."""
    lines = lines_of(base / place.path)
    if not 1 <= place.line <= len(lines) or not 1 <= place.column <= len(lines[place.line - 1]) + 1:
        return []
    first = max(1, place.line - _BEFORE)
    while first < place.line and not lines[first - 1].strip():
        first += 1
    before = [CodeLine(number, _shown(lines[number - 1][:_LONGEST])) for number in range(first, place.line)]
    return [*before, _marked(lines[place.line - 1], place)]


def _marked(line: str, place: Place) -> CodeLine:
    start = place.column - 1
    end = place.end_column - 1 if place.end_line == place.line else len(line.rstrip())
    lead = ""
    if len(line) > _LONGEST:
        cut = max(0, start - _LEAD)
        line, start, end, lead = line[cut : cut + _LONGEST], start - cut, end - cut, "..." if cut else ""
    shown = _shown(lead + line[:start])
    wide = cells(_shown(line[start : max(end, start + 1)]))
    text = visible(shown + _shown(line[start:]))  # once more: what was cut in two may be a command when joined
    return CodeLine(place.line, text, (cells(shown), max(1, wide)))


def _shown(text: str) -> str:
    return visible(text.replace("\t", _TAB))


@lru_cache(maxsize=64)
def lines_of(path: Path) -> list[str]:
    """The file's lines as Python counts them; none when it cannot be read as text."""
    text = text_of(path)
    return [] if text is None else text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def text_of(path: Path) -> str | None:
    """What a file holds, its line ends as they are and without a byte order mark; None when it is no text."""
    try:
        if tree := trail.tree_over(str(path)):
            return _decode(path, tree.read(str(path)))
        about = path.stat()
        if not stat.S_ISREG(about.st_mode) or about.st_size > _LARGEST:
            return None
        return _decode(path, path.read_bytes())
    except (OSError, ValueError, SyntaxError, LookupError):
        return None


def _decode(path: Path, data: bytes) -> str:
    """The text of a file: by its cookie or byte order mark when it is Python, else UTF-8 with what is wrong shown."""
    if path.suffix not in {".py", ".pyi"}:
        return data.decode("utf-8-sig", "surrogateescape")
    lines = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")  # a cookie stands on a line of its own, however ended
    encoding, _ = tokenize.detect_encoding(io.BytesIO(lines).readline)
    return data.decode(encoding)
