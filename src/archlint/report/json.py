"""The findings as JSON; `shape` says what is in it, `docs/schema/report-1.json` is its schema."""

from __future__ import annotations

from archlint.findings import Changes, Finding, Fix, Outcome, Problem
from archlint.report.ascii_json import dumped
from archlint.report.shape import (
    ChangesShape,
    CommentShape,
    EditShape,
    ErrorShape,
    FindingShape,
    FixShape,
    NoteShape,
    ReportShape,
    SummaryShape,
)
from archlint.report.sheet import Sheet


def render(outcome: Outcome, _sheet: Sheet) -> str:
    """One JSON document, indented, in ASCII."""
    return dumped(report(outcome))


def report(outcome: Outcome) -> ReportShape:
    """The document as data."""
    document = ReportShape(
        version=1,
        findings=[_finding(each) for each in outcome.findings],
        errors=[_error(each) for each in outcome.problems],
        summary=SummaryShape(files=outcome.files, findings=len(outcome.findings)),
    )
    if outcome.changes:
        document["changes"] = _changes(outcome.changes)
    return document


def _changes(changes: Changes) -> ChangesShape:
    return ChangesShape(
        base=changes.base,
        gone=[_finding(each) for each in changes.gone],
        comments=[
            CommentShape(path=at.path, line=at.line, column=at.column, message=each.message)
            for each in changes.comments
            for at in (each.place,)
        ],
        remarks=list(changes.remarks),
        elsewhere=changes.elsewhere,
    )


def schema() -> dict[str, object]:
    """The JSON Schema of the document."""
    from pydantic import TypeAdapter

    described = TypeAdapter(ReportShape).json_schema()
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **described}


def _finding(finding: Finding) -> FindingShape:
    place = finding.place
    return FindingShape(
        rule=finding.rule,
        severity=finding.severity.value if finding.severity else "error",
        path=place.path,
        line=place.line,
        column=place.column,
        end_line=place.end_line or None,
        end_column=place.end_column or None,
        message=finding.message,
        symbol=finding.symbol,
        notes=[
            NoteShape(path=at.path, line=at.line, column=at.column, message=each.message)
            for each in finding.notes
            for at in (each.place,)
        ],
        fix=_fix(finding.fix) if finding.fix else None,
        fingerprint=finding.fingerprint,
        url=None,
    )


def _fix(fix: Fix) -> FixShape:
    edits = [EditShape(path=e.path, start=e.span.start, end=e.span.end, content=e.content) for e in fix.edits]
    return FixShape(safety=fix.safety.value, message=fix.message, edits=edits)


def _error(problem: Problem) -> ErrorShape:
    return ErrorShape(
        path=problem.path,
        line=problem.line or None,
        column=problem.column or None,
        kind=problem.kind,
        message=problem.message,
    )
