"""JUnit's XML, which every CI server reads: a test case that fails for each finding."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from archlint.findings import Finding, Outcome, Problem
from archlint.report.escape import visible
from archlint.report.sheet import Sheet
from archlint.report.text import at

_NO_XML = re.compile("[\ufffe\uffff]")


def render(outcome: Outcome, _sheet: Sheet) -> str:
    """One document; without findings, one case that passes."""
    counts = {
        "tests": str(len(outcome.findings) + len(outcome.problems) or 1),
        "failures": str(len(outcome.findings)),
        "errors": str(len(outcome.problems)),
    }
    suites = Element("testsuites", {"name": "archlint", **counts})
    suite = SubElement(suites, "testsuite", {"name": "archlint", **counts, "skipped": "0"})
    for finding in outcome.findings:
        _finding(suite, finding)
    for problem in outcome.problems:
        _problem(suite, problem)
    if not outcome.findings and not outcome.problems:
        SubElement(suite, "testcase", {"classname": "archlint", "name": "check"})
    indent(suites)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + tostring(suites, encoding="unicode") + "\n"


def _finding(suite: Element, finding: Finding) -> None:
    place = finding.place
    name = f"{finding.rule} {place.line}:{place.column}"
    case = _case(suite, place.path, name, place.line)
    said = [f"{at(place)} {visible(finding.message)}"]
    said += [f"  {at(each.place)} {visible(each.message)}" for each in finding.notes]
    said += [f"way out: {visible(finding.way_out)}"] if finding.way_out else []
    attributes = {"message": _text(finding.message), "type": str(finding.severity or "error")}
    SubElement(case, "failure", attributes).text = _NO_XML.sub("?", "\n".join(said))


def _problem(suite: Element, problem: Problem) -> None:
    case = _case(suite, problem.path, problem.kind, problem.line)
    SubElement(case, "error", {"message": _text(problem.message), "type": problem.kind})


def _case(suite: Element, path: str, name: str, line: int) -> Element:
    about = {"classname": _text(path) or "archlint", "name": name, "file": _text(path)}
    return SubElement(suite, "testcase", {**about, "line": str(line)} if line else about)


def _text(text: str) -> str:
    return _NO_XML.sub("?", visible(text))
