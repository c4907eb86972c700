"""What is raised for a file that cannot become facts."""

from __future__ import annotations

from typing import Literal, TypeAlias

Kind: TypeAlias = Literal["parse-error", "encoding-error", "too-deep", "too-large"]

WAY_OUT = "exclude the file with extend-exclude"


class Unreadable(Exception):  # noqa: N818
    """One sentence for the user, with the place it is about (1-based; 0 where none can be told)."""

    def __init__(self, kind: Kind, message: str, line: int = 0, column: int = 0) -> None:
        super().__init__(kind, message, line, column)
        self.kind = kind
        self.message = message
        self.line = line
        self.column = column

    def __str__(self) -> str:
        return self.message


class TooDeepError(Exception):
    """The facts would nest deeper than they can be decoded."""


def place(text: str, offset: int) -> tuple[int, int]:
    """Line and column, both from 1, of an offset into decoded source."""
    before = text[:offset].replace("\r\n", "\n").replace("\r", "\n")
    return before.count("\n") + 1, len(before) - before.rfind("\n")
