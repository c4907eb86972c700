"""The shape of the JSON report, version 1: what is printed and what its schema is made of."""

from __future__ import annotations

import sys
from typing import Literal, NotRequired

if sys.version_info >= (3, 12):
    from typing import TypedDict
else:  # pydantic reads a TypedDict of the standard library from 3.12 on
    from typing_extensions import TypedDict


class NoteShape(TypedDict):
    """Another place that explains a finding, such as one hop of a chain."""

    path: str
    line: int
    column: int
    message: str


class EditShape(TypedDict):
    """Replace the code points from `start` up to `end` of a file by `content`; offsets count from 0."""

    path: str
    start: int
    end: int
    content: str


class FixShape(TypedDict):
    """A repair; `safe` keeps what the code does at run time."""

    safety: Literal["safe", "unsafe"]
    message: str
    edits: list[EditShape]


class FindingShape(TypedDict):
    """One judgement. Lines and columns count from 1, columns in code points, ends are exclusive."""

    rule: str
    severity: Literal["error", "warning", "info"]
    path: str
    line: int
    column: int
    end_line: int | None
    end_column: int | None
    message: str
    symbol: str | None
    notes: list[NoteShape]
    fix: FixShape | None
    fingerprint: str
    url: str | None


class ErrorShape(TypedDict):
    """Why the analysis is not complete; line and column are null where none can be told."""

    path: str
    line: int | None
    column: int | None
    kind: str
    message: str


class SummaryShape(TypedDict):
    files: int
    findings: int


class CommentShape(TypedDict):
    """A comment that silences rules; `message` is what follows `archlint:`."""

    path: str
    line: int
    column: int
    message: str


class ChangesShape(TypedDict):
    """What a change did, with `--base`; the findings of the report are the new ones then. `elsewhere` counts those that
    `--changed` leaves out.
    """

    base: str
    gone: list[FindingShape]
    comments: list[CommentShape]
    remarks: list[str]
    elsewhere: int


class ReportShape(TypedDict):
    """The report of `archlint check --output-format json`. Paths are relative to the working directory."""

    version: Literal[1]
    findings: list[FindingShape]
    errors: list[ErrorShape]
    summary: SummaryShape
    changes: NotRequired[ChangesShape]
