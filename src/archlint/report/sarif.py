"""SARIF 2.1.0, for code scanning."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TypeAlias
from urllib.parse import quote

from archlint.catalogue import Rule
from archlint.findings import Finding, Fix, Note, Outcome, Place, Problem
from archlint.report.ascii_json import dumped
from archlint.report.escape import visible
from archlint.report.sheet import Sheet
from archlint.report.version import installed

Json: TypeAlias = bool | int | str | Sequence["Json"] | dict[str, "Json"] | None

_LEVELS = {"error": "error", "warning": "warning", "info": "note"}
_TOP = "SRCROOT"
_FINGERPRINT = "archlint/v1"


def render(outcome: Outcome, sheet: Sheet) -> str:
    """One SARIF log with one run."""
    log = {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [_run(outcome, sheet)],
    }
    return dumped(log)


def _run(outcome: Outcome, sheet: Sheet) -> Json:
    found = sorted({each.rule for each in outcome.findings})
    driver: dict[str, Json] = {
        "name": "archlint",
        "version": installed(),
        "rules": [_rule(address, sheet.rules.get(address)) for address in found],
    }
    return {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {_TOP: {"description": {"text": "The top of the git work tree."}}},
        "invocations": [_invocation(outcome.problems, sheet)],
        "results": [_result(each, found.index(each.rule)) for each in outcome.findings],
    }


def _rule(address: str, rule: Rule | None) -> Json:
    if rule is None:
        return {"id": address}
    return {
        "id": address,
        "shortDescription": {"text": rule.summary},
        "fullDescription": {"text": rule.sections()["Why"]},
        "help": {"text": f"{rule.summary}\n\n{rule.body.strip()}", "markdown": f"# {address}\n\n{rule.body.strip()}"},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": {"tags": [rule.family], "scope": list(rule.scope), "since": rule.since},
    }


def _invocation(problems: Sequence[Problem], sheet: Sheet) -> Json:
    return {
        "executionSuccessful": not problems,
        "exitCode": sheet.exit_code,
        "toolExecutionNotifications": [_notification(each) for each in problems],
    }


def _notification(problem: Problem) -> Json:
    place = Place(problem.path, problem.line, problem.column, 0, 0)
    return {
        "level": "error",
        "descriptor": {"id": problem.kind},
        "message": {"text": visible(problem.message)},
        "locations": [_location(place)] if problem.path else [],
    }


def _result(finding: Finding, rule_index: int) -> Json:
    way_out = f"\nWay out: {visible(finding.way_out)}" if finding.way_out else ""
    result: dict[str, Json] = {
        "ruleId": finding.rule,
        "ruleIndex": rule_index,
        "level": _LEVELS[finding.severity or "error"],
        "message": {"text": visible(finding.message) + way_out},
        "locations": [_location(finding.place, finding.symbol)],
        "partialFingerprints": {_FINGERPRINT: finding.fingerprint},
    }
    if finding.notes:
        result["relatedLocations"] = [{**_noted(each), "id": number} for number, each in enumerate(finding.notes, 1)]
        result["codeFlows"] = [{"threadFlows": [{"locations": _flow(finding)}]}]
    if finding.fix:
        result["fixes"] = [_fix(finding.fix)]
    return result


def _flow(finding: Finding) -> list[Json]:
    """The chain as steps, from the finding to its last note."""
    steps = [_noted(Note(finding.place, finding.message)), *(_noted(each) for each in finding.notes)]
    return [{"location": step} for step in steps]


def _noted(note: Note) -> dict[str, Json]:
    return {**_location(note.place), "message": {"text": visible(note.message)}}


def _location(place: Place, symbol: str | None = None) -> dict[str, Json]:
    physical: dict[str, Json] = {"artifactLocation": {"uri": _uri(place.path), "uriBaseId": _TOP}}
    if place.line:
        physical["region"] = _region(place)
    location: dict[str, Json] = {"physicalLocation": physical}
    if symbol:
        location["logicalLocations"] = [{"fullyQualifiedName": symbol}]
    return location


def _region(place: Place) -> Json:
    region: dict[str, Json] = {"startLine": place.line, "startColumn": max(1, place.column)}
    if place.end_line >= place.line and place.end_column:
        region |= {"endLine": place.end_line, "endColumn": place.end_column}
    return region


def _fix(fix: Fix) -> Json:
    changes: dict[str, list[Json]] = {}
    for edit in fix.edits:
        changes.setdefault(edit.path, []).append(
            {
                "deletedRegion": {"charOffset": edit.span.start, "charLength": edit.span.end - edit.span.start},
                "insertedContent": {"text": edit.content},
            }
        )
    return {
        "description": {"text": visible(fix.message)},
        "artifactChanges": [
            {"artifactLocation": {"uri": _uri(path), "uriBaseId": _TOP}, "replacements": replacements}
            for path, replacements in changes.items()
        ],
    }


def _uri(path: str) -> str:
    """A relative URI; bytes that are no text stay the bytes they are."""
    return quote(os.fsencode(path))
