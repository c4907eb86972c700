"""The Reviewdog Diagnostic Format, as one JSON document."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TypeAlias

from archlint.findings import Edit, Finding, Note, Outcome, Place, Problem
from archlint.report.ascii_json import dumped
from archlint.report.escape import visible
from archlint.report.frame import lines_of, text_of
from archlint.report.sheet import Sheet

Json: TypeAlias = int | str | Sequence["Json"] | dict[str, "Json"]

_SEVERITIES = {"error": "ERROR", "warning": "WARNING", "info": "INFO"}


def render(outcome: Outcome, sheet: Sheet) -> str:
    """One JSON document, in ASCII. Columns count bytes there."""
    said = [_finding(each, sheet.base) for each in outcome.findings]
    said += [_problem(each) for each in outcome.problems]
    return dumped({"source": {"name": "archlint"}, "diagnostics": said})


def _finding(finding: Finding, base: Path) -> Json:
    way_out = f"\nway out: {visible(finding.way_out)}" if finding.way_out else ""
    diagnostic: dict[str, Json] = {
        "message": visible(finding.message) + way_out,
        "location": _location(finding.place, base),
        "severity": _SEVERITIES[finding.severity or "error"],
        "code": {"value": finding.rule},
    }
    if finding.notes:
        diagnostic["related_locations"] = [_related(each, base) for each in finding.notes]
    if finding.fix and (suggestions := list(_suggestions(finding.fix.edits, finding.place.path, base))):
        diagnostic["suggestions"] = suggestions
    return diagnostic


def _problem(problem: Problem) -> Json:
    place: dict[str, Json] = {"path": _text(problem.path)}
    if problem.line:
        place["range"] = {"start": {"line": problem.line}}
    return {
        "message": visible(problem.message),
        "location": place,
        "severity": "ERROR",
        "code": {"value": problem.kind},
    }


def _related(note: Note, base: Path) -> Json:
    return {"message": visible(note.message), "location": _location(note.place, base)}


def _location(place: Place, base: Path) -> Json:
    location: dict[str, Json] = {"path": _text(place.path)}
    if place.line:
        span: dict[str, Json] = {"start": _position(place.line, place.column, place, base)}
        if place.end_line >= place.line and place.end_column:
            span["end"] = _position(place.end_line, place.end_column, place, base)
        location["range"] = span
    return location


def _position(line: int, column: int, place: Place, base: Path) -> Json:
    """The line alone where the file does not have it: then nobody knows how many bytes are before the column."""
    lines = lines_of(base / place.path)
    if not 1 <= line <= len(lines) or column < 1:
        return {"line": line}
    return {"line": line, "column": len(lines[line - 1][: column - 1].encode(errors="surrogateescape")) + 1}


def _suggestions(edits: Sequence[Edit], path: str, base: Path) -> Iterator[Json]:
    """The edits of a repair that stays in the finding's file; others cannot be said."""
    text = text_of(base / path) if all(each.path == path for each in edits) else None
    if text is None or any(each.span.end > len(text) for each in edits):
        return
    starts = [0, *(at + 1 for at, each in enumerate(text) if each == "\n")]
    for each in edits:
        ends = {"start": each.span.start, "end": each.span.end}
        yield {"range": {name: _at(offset, text, starts) for name, offset in ends.items()}, "text": each.content}


def _at(offset: int, text: str, starts: Sequence[int]) -> Json:
    line = bisect_right(starts, offset)
    return {"line": line, "column": len(text[starts[line - 1] : offset].encode(errors="surrogateescape")) + 1}


def _text(path: str) -> str:
    return path.encode("utf-8", "backslashreplace").decode()
