"""A change of a file as a unified diff."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import unified_diff

from archlint.extract.decode import decoded


def diff(path: str, before: bytes, after: bytes) -> str:
    """What `git apply` takes; `path` with forward slashes. Line ends are those of the file."""
    old, new = _lines(decoded(before).text), _lines(decoded(after).text)
    return "".join(_ended(unified_diff(old, new, f"a/{path}", f"b/{path}")))


def _lines(text: str) -> list[str]:
    """The lines with their ends, which are what git takes for one: other separators are part of a line."""
    return [f"{line}\n" for line in text.split("\n")[:-1]] + [last for last in (text.rpartition("\n")[2],) if last]


def _ended(lines: Iterator[str]) -> Iterator[str]:
    for line in lines:
        yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"
