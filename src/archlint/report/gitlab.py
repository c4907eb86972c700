"""GitLab's code quality report, for the widget of a merge request."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from typing import TypeAlias

from archlint.findings import Finding, Outcome, Place, Problem
from archlint.report.ascii_json import dumped
from archlint.report.escape import visible
from archlint.report.sheet import Sheet

Json: TypeAlias = int | str | Sequence["Json"] | dict[str, "Json"]

_SEVERITIES = {"error": "major", "warning": "minor", "info": "info"}


def render(outcome: Outcome, _sheet: Sheet) -> str:
    """One JSON array, in ASCII."""
    issues = [_finding(each) for each in outcome.findings] + [_problem(each) for each in outcome.problems]
    return dumped(issues)


def _finding(finding: Finding) -> Json:
    issue: dict[str, Json] = {
        "type": "issue",
        "check_name": finding.rule,
        "description": visible(finding.message),
        "categories": ["Bug Risk"],
        "severity": _SEVERITIES[finding.severity or "error"],
        "fingerprint": _fingerprint(finding.place.path, finding.fingerprint),
        "location": _location(finding.place),
    }
    if finding.notes:
        issue["other_locations"] = [_location(each.place) for each in finding.notes]
    said = [f"- {visible(each.message)}" for each in finding.notes]
    said += [f"Way out: {visible(finding.way_out)}"] if finding.way_out else []
    if said:
        issue["content"] = {"body": "\n".join(said)}
    return issue


def _problem(problem: Problem) -> Json:
    """What could not be analysed, as the worst there is."""
    return {
        "type": "issue",
        "check_name": problem.kind,
        "description": visible(problem.message),
        "categories": ["Bug Risk"],
        "severity": "blocker",
        "fingerprint": _fingerprint(problem.path, problem.kind, problem.message),
        "location": _location(Place(problem.path, problem.line, 0, problem.line, 0)),
    }


def _location(place: Place) -> Json:
    return {
        "path": _text(place.path),
        "lines": {"begin": max(1, place.line), "end": max(1, place.line, place.end_line)},
    }


def _fingerprint(*parts: str) -> str:
    """GitLab drops all but one of those that share theirs; several projects may have a finding in common."""
    return sha256("\0".join(parts).encode(errors="surrogatepass")).hexdigest()[:32]


def _text(path: str) -> str:
    """The path as it is, but what is no text: not every reader of JSON takes that."""
    return path.encode("utf-8", "backslashreplace").decode()
