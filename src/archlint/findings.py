"""A judgement with a place: the only thing that flows from checks to reports."""

from __future__ import annotations

from enum import StrEnum

from msgspec.structs import replace

from archlint.records import Record


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Safety(StrEnum):
    SAFE = "safe"
    """The edit keeps what the code does at run time."""
    UNSAFE = "unsafe"
    """The edit may change it."""


class Span(Record, frozen=True):
    """A stretch of one file: code points from its start, `end` exclusive."""

    start: int
    end: int


class Place(Record, frozen=True, order=True):
    """Where a finding or note stands. Lines and columns count from 1, columns in code points, ends are exclusive.

    `path` is relative to the project's root, with forward slashes.
    """

    path: str
    line: int
    column: int
    end_line: int
    end_column: int


class Note(Record, frozen=True):
    """Another place that explains a finding, e.g. a hop of a chain."""

    place: Place
    message: str


class Edit(Record, frozen=True):
    """Replace a stretch of a file by `content`."""

    path: str
    span: Span
    content: str
    """Its lines end in a line feed, whatever ends those of the file."""
    replaces: str | None = None
    """What must stand there for the edit to be right; None where anything may."""


class Fix(Record, frozen=True):
    safety: Safety
    message: str
    edits: tuple[Edit, ...]


class Finding(Record, frozen=True):
    """What a check says: checks fill the first block, the engine the second.

    `message` says in one line what is wrong, why, and what to do. `symbol` is the dotted name of the definition it
    stands in; `target` names what the finding is about there (a callee, a parameter): with the rule, both identify
    the finding when lines move.
    """

    place: Place
    message: str
    notes: tuple[Note, ...] = ()
    way_out: str | None = None
    fix: Fix | None = None
    symbol: str | None = None
    target: str = ""
    severity: Severity | None = None
    """Only where it differs from the rule's own."""

    rule: str = ""
    """`family/name`."""
    fingerprint: str = ""

    def filled(self, rule: str, severity: Severity, fingerprint: str) -> Finding:
        """The finding as the engine hands it on."""
        return replace(self, rule=rule, severity=self.severity or severity, fingerprint=fingerprint)


class Problem(Record, frozen=True):
    """Why an analysis is not complete: a file that could not be read or parsed, a configuration that is wrong.

    `kind` is a short word such as "parse-error"; line and column are 0 where none can be told.
    """

    kind: str
    path: str
    message: str
    line: int = 0
    column: int = 0


class Changes(Record, frozen=True):
    """How an outcome came about that tells only what is new since another state of the project."""

    base: str
    """The commit that was compared with."""
    gone: tuple[Finding, ...] = ()
    """What was found there and is no more."""
    comments: tuple[Note, ...] = ()
    """The comments that silence rules and are new, each with its words."""
    remarks: tuple[str, ...] = ()
    """What must be known of the comparison, a sentence each."""
    elsewhere: int = 0
    """How many new findings are not told because they stand in files that did not change."""


class Outcome(Record, frozen=True):
    """All that a run has to tell."""

    findings: tuple[Finding, ...]
    problems: tuple[Problem, ...]
    files: int
    """How many files the findings are about."""
    read: int = 0
    """How many files were read to tell them: the whole project's."""
    parsed: int = 0
    """How many of those were parsed in this run; the others came from the cache."""
    known: int = 0
    """How many findings more there are that the baseline knows."""
    changes: Changes | None = None
    """Where two states were compared; the findings are the new ones then."""
