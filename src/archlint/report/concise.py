"""One line a finding: `path:line:column: severity[rule] message`."""

from __future__ import annotations

from archlint.findings import Outcome
from archlint.report.escape import visible, visible_path
from archlint.report.sheet import Sheet
from archlint.report.summary import sentences


def render(outcome: Outcome, sheet: Sheet) -> str:
    """The findings, then what could not be analysed, then the summary."""
    lines = [
        f"{visible_path(each.place.path)}:{each.place.line}:{each.place.column}: "
        f"{each.severity}[{each.rule}] {visible(each.message)}"
        for each in outcome.findings
    ]
    for problem in outcome.problems:
        at = f":{problem.line}:{problem.column}" if problem.line else ""
        lines.append(f"{visible_path(problem.path)}{at}: error[{problem.kind}] {visible(problem.message)}")
    lines += sentences(outcome) if sheet.summary else ()
    return "".join(f"{line}\n" for line in lines)
