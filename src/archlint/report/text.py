"""Findings for people: a header, the message, the code, the chain, the way out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from shlex import quote
from textwrap import wrap
from typing import TypeAlias

from archlint.findings import Finding, Note, Outcome, Place, Problem
from archlint.report.escape import cells, visible, visible_line, visible_path
from archlint.report.frame import CodeLine, frame
from archlint.report.sheet import Sheet
from archlint.report.summary import sentences

Piece: TypeAlias = tuple[str, str]
"""Text and what it is: "error", "warning", "info", "rule", "place", "gutter", "mark", "label" or ""."""
Line: TypeAlias = tuple[Piece, ...]

_ASCII = str.maketrans({"│": "|", "├": "|", "└": "`", "─": "-"})
_BLANK: Line = ()


def render(outcome: Outcome, sheet: Sheet) -> str:
    """The whole report; the words are the same with and without colour."""
    lines = [*_blocks(outcome, sheet)]
    if sheet.summary:
        lines += [((sentence, "label"),) for sentence in sentences(outcome)]
    return paint(lines, sheet)


def paint(lines: Iterable[Line], sheet: Sheet) -> str:
    """The lines as text, with the terminal's codes where the sheet takes colour."""
    if sheet.ascii:
        lines = [
            tuple((text.translate(_ASCII) if kind == "gutter" else text, kind) for text, kind in line) for line in lines
        ]
    if sheet.colour:
        from archlint.report.paint import coloured  # rich is for terminals only: a pipe does not pay for it

        return coloured(lines)
    return "".join("".join(text for text, _ in line).rstrip() + "\n" for line in lines)


def _blocks(outcome: Outcome, sheet: Sheet) -> Iterator[Line]:
    for finding in outcome.findings:
        yield from finding_lines(finding, sheet)
        yield _BLANK
    for problem in outcome.problems:
        yield from _problem_lines(problem, sheet)
        yield _BLANK


def finding_lines(finding: Finding, sheet: Sheet) -> Iterator[Line]:
    """One finding, as DESIGN lays it out."""
    yield header(finding.severity or "error", finding.rule, at(finding.place), sheet)
    yield from sentence((), finding.message, sheet)
    yield from framed(finding.place, finding.notes, sheet)
    yield _BLANK
    if finding.way_out:
        yield from sentence(_label("way out"), finding.way_out, sheet)
    yield from sentence(_label("more"), f"archlint explain {_argument(finding.place)}", sheet)


def framed(place: Place, notes: tuple[Note, ...], sheet: Sheet) -> Iterator[Line]:
    """The code at a place, marked, and below it the chain of notes; nothing when there is neither."""
    code = frame(sheet.base, place)
    if not code and not notes:
        return
    yield _BLANK
    gutter = max(5, len(str(place.line)) + 1)
    for line in code:
        yield from _code(line, gutter)
    width = max((cells(at(note.place)) for note in notes), default=0)
    for note in notes:
        corner = "└─ " if note is notes[-1] else "├─ "
        where = at(note.place)
        padding = " " * (width - cells(where) + 4)
        yield (
            (" " * (gutter + 1) + corner, "gutter"),
            (where, "place"),
            (padding + visible(note.message), ""),
        )


def at(place: Place) -> str:
    """`path:line:column`."""
    return f"{visible_path(place.path)}:{place.line}:{place.column}"


def _argument(place: Place) -> str:
    """`path:line`, as a shell takes it for one word."""
    path = visible_path(place.path)
    return quote(f"{'./' if path.startswith('-') else ''}{path}:{place.line}")


def _code(line: CodeLine, gutter: int) -> Iterator[Line]:
    yield (f"{line.number:>{gutter}} │ ", "gutter"), (line.text, "")
    if line.mark:
        start, wide = line.mark
        yield (" " * gutter + " │ ", "gutter"), (" " * start + "^" * wide, "mark")


def _problem_lines(problem: Problem, sheet: Sheet) -> Iterator[Line]:
    place = Place(problem.path, problem.line, max(1, problem.column), problem.line, problem.column + 1)
    yield header("error", problem.kind, at(place) if problem.line else visible_path(problem.path), sheet)
    yield from sentence((), problem.message, sheet)
    if problem.line:
        yield from framed(place, (), sheet)


def header(severity: str, rule: str, where: str, sheet: Sheet) -> Line:
    """How severe, what, and at the right where."""
    space = sheet.width - len(severity) - 2 - len(rule) - cells(where)
    said: Line = ((severity, severity), ("  ", "")) if severity else ()
    return *said, (rule, "rule"), (" " * max(2, space), ""), (where, "place")


def _label(label: str) -> Line:
    return ((f"  {label:<7}", "label"),)


def sentence(label: Line, text: str, sheet: Sheet) -> Iterator[Line]:
    """A sentence behind a label, its other lines, where it is broken, below its first."""
    start = sum(len(text) for text, _ in label) + 2
    lines = [visible(text)] if label else [visible_line(text)]
    if sheet.wrap:
        lines = wrap(lines[0], max(20, sheet.width - start), break_long_words=False, break_on_hyphens=False)
    for number, line in enumerate(lines):
        yield (*(label if number == 0 else ((" " * (start - 2), ""),)), ("  " + line, ""))
