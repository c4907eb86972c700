"""GitHub's workflow commands: annotations on the lines of a pull request."""

from __future__ import annotations

from collections import Counter

from archlint.findings import Finding, Outcome, Place, Problem
from archlint.report.escape import visible
from archlint.report.sheet import Sheet
from archlint.report.text import at

_COMMANDS = {"error": "error", "warning": "warning", "info": "notice"}
_SHOWN = 10
"""How many annotations of a kind GitHub shows for one step."""


def render(outcome: Outcome, _sheet: Sheet) -> str:
    """One command a line; what a newline or a colon means to GitHub is written as data."""
    lines = [_finding(each) for each in outcome.findings] + [_problem(each) for each in outcome.problems]
    lines += _beyond(lines)
    return "".join(f"{line}\n" for line in lines)


def _beyond(lines: list[str]) -> list[str]:
    """Says what GitHub does not show of too many commands of one kind."""
    counts = Counter(line.partition(" ")[0] for line in lines)
    more = sum(max(0, number - _SHOWN) for number in counts.values())
    if not more:
        return []
    said = f"{more} more are in the log: GitHub shows {_SHOWN} annotations of a kind for a step"
    return [f"::notice title=archlint::{said}"]


def _finding(finding: Finding) -> str:
    said = [visible(finding.message)]
    said += [f"  {at(each.place)}  {visible(each.message)}" for each in finding.notes]
    if finding.way_out:
        said.append(f"way out: {visible(finding.way_out)}")
    return _command(_COMMANDS[finding.severity or "error"], finding.place, finding.rule, "\n".join(said))


def _problem(problem: Problem) -> str:
    place = Place(problem.path, problem.line, problem.column, problem.line, 0)
    return _command("error", place, problem.kind, visible(problem.message))


def _command(command: str, place: Place, rule: str, message: str) -> str:
    about = {"title": f"archlint {rule}"}
    if place.path:
        about["file"] = visible(place.path)
    if place.line:
        about["line"] = str(place.line)
    if place.column and place.end_column and place.line == place.end_line:
        about |= {"endLine": str(place.end_line), "col": str(place.column), "endColumn": str(place.end_column)}
    return f"::{command} {','.join(f'{key}={_property(value)}' for key, value in about.items())}::{_data(message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
