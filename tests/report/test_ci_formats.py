"""GitLab, JUnit and rdjson are read by programs not written here; so are their reports in these tests."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import msgspec
import pytest
from junitparser import Error, Failure, JUnitXml
from msgspec.structs import replace
from mypy_gitlab_code_quality import GitlabIssue  # type: ignore[import-untyped]

from archlint.findings import Edit, Finding, Fix, Outcome, Place, Safety, Severity, Span
from archlint.report import Format, render
from report.samples import EVIL, chain, everything, hostile, plain, problem, service, sheet

NAMES = [
    "app/plain.py",
    "app/with space.py",
    "app/ümlaut.py",
    "app/日本.py",
    "app/'quote\".py",
    "app/<b>&amp;.py",
    "app/]]>.py",
    "app/%41%0A.py",
    "app/a,b:c.py",
    "app/[red].py",
    "app/`tick`.py",
    "app/$(touch x).py",
    "app/;rm -rf.py",
    "app/-flag.py",
    "::error::.py",
    "##[group].py",
    "app/@everyone.py",
    "app/\\n.py",
    "app/{{x}}.py",
    "app/#12|x.py",
]
"""Names a file may have, as they come from `files.printable`."""
RDJSON_SCHEMA = Path(__file__).parents[1] / "data/rdjson.schema.json"
SEVERITIES = {"info", "minor", "major", "critical", "blocker"}


def gitlab(outcome: Outcome, base: Path) -> list[dict[str, Any]]:
    """The issues, after another program's types have taken them; that one knows fewer severities than GitLab."""
    issues: list[dict[str, Any]] = json.loads(render("gitlab", outcome, sheet(base)))
    assert {each["severity"] for each in issues} <= SEVERITIES
    msgspec.convert([{**each, "severity": "major"} for each in issues], list[GitlabIssue])
    return issues


def junit(outcome: Outcome, base: Path) -> JUnitXml:
    return JUnitXml.fromstring(render("junit", outcome, sheet(base)).encode())


def rdjson(outcome: Outcome, base: Path) -> dict[str, Any]:
    """The document, after a validator that is strict about every key, type and bound has taken it."""
    document: dict[str, Any] = json.loads(render("rdjson", outcome, sheet(base)))
    jsonschema.Draft202012Validator(json.loads(RDJSON_SCHEMA.read_text(encoding="utf-8"))).validate(document)
    return document


def at(path: str) -> Finding:
    return Finding(Place(path, 1, 1, 1, 2), "x").filled("routing/route-on-app", Severity.ERROR, "f")


@pytest.mark.parametrize("outcome", [everything(), Outcome((), (), 0)], ids=["everything", "nothing"])
def test_gitlab_takes_the_report(outcome: Outcome, tmp_path: Path) -> None:
    issues = gitlab(outcome, tmp_path)
    assert len(issues) == len(outcome.findings) + len(outcome.problems)


def test_gitlab_gets_place_severity_and_the_rest_of_the_chain(tmp_path: Path) -> None:
    issue, other = gitlab(Outcome((chain(), plain()), (), 1), tmp_path)
    assert issue["location"] == {"path": "app/api/patients.py", "lines": {"begin": 6, "end": 6}}
    assert [each["path"] for each in issue["other_locations"]] == ["app/mail.py", "app/smtp.py"]
    assert (issue["check_name"], issue["severity"]) == ("concurrency/blocking-call-chain", "major")
    assert "Way out: await asyncio.to_thread" in issue["content"]["body"]
    assert other["severity"] == "minor"


def test_gitlab_gets_no_two_issues_of_one_fingerprint(tmp_path: Path) -> None:
    """Two projects may have the same finding in the same file, seen from their roots."""
    one, other = at("first/app/main.py"), at("second/app/main.py")
    issues = gitlab(Outcome((one, other), (problem(), replace(problem(), line=9)), 1), tmp_path)
    assert len({each["fingerprint"] for each in issues[:3]}) == 3


@pytest.mark.parametrize("outcome", [everything(), Outcome((), (), 0)], ids=["everything", "nothing"])
def test_junit_takes_the_report(outcome: Outcome, tmp_path: Path) -> None:
    suites = junit(outcome, tmp_path)
    assert (suites.failures, suites.errors) == (len(outcome.findings), len(outcome.problems))
    cases = [case for suite in suites for case in suite]
    assert suites.tests == len(cases) >= 1
    results = [type(result) for case in cases for result in case.result]
    assert results == [Failure] * len(outcome.findings) + [Error] * len(outcome.problems)


def test_junit_tells_the_place_the_message_and_the_chain(tmp_path: Path) -> None:
    ((case,),) = (list(suite) for suite in junit(Outcome((chain(),), (), 1), tmp_path))
    (failure,) = case.result
    assert (case.classname, case.name) == ("app/api/patients.py", "concurrency/blocking-call-chain 6:5")
    assert (failure.message, failure.type) == (chain().message, "error")
    assert "app/smtp.py:7:12 send_mail calls requests.post" in failure.text


def test_rdjson_counts_bytes_where_it_can_and_no_columns_where_it_cannot(tmp_path: Path) -> None:
    service(tmp_path)
    (tmp_path / "app/main.py").write_text("é = '日本'; app\n", encoding="utf-8")
    finding = replace(plain(), place=Place("app/main.py", 1, 11, 1, 14), fix=None)
    document = rdjson(Outcome((chain(), finding), (), 1), tmp_path)
    hops, single = document["diagnostics"]
    assert hops["location"]["range"] == {"start": {"line": 6, "column": 5}, "end": {"line": 6, "column": 20}}
    assert single["location"]["range"] == {"start": {"line": 1, "column": 16}, "end": {"line": 1, "column": 19}}
    assert hops["related_locations"][0]["location"] == {
        "path": "app/mail.py",
        "range": {"start": {"line": 12}, "end": {"line": 12}},
    }


def test_rdjson_suggests_a_repair_that_makes_the_same_text(tmp_path: Path) -> None:
    text = "é = 1\nold = '日本'\n"
    (tmp_path / "main.py").write_text(text, encoding="utf-8")
    fix = Fix(Safety.SAFE, "rename", (Edit("main.py", Span(6, 9), "new"), Edit("main.py", Span(13, 15), "x")))
    finding = replace(at("main.py"), fix=fix)
    document = rdjson(Outcome((finding,), (), 1), tmp_path)
    lines = text.encode().split(b"\n")
    for each in reversed(document["diagnostics"][0]["suggestions"]):
        start, end = each["range"]["start"], each["range"]["end"]
        line = lines[start["line"] - 1]
        lines[start["line"] - 1] = line[: start["column"] - 1] + each["text"].encode() + line[end["column"] - 1 :]
    assert b"\n".join(lines).decode() == "é = 1\nnew = 'x'\n"


@pytest.mark.parametrize("outcome", [everything(), Outcome((), (), 0)], ids=["everything", "nothing"])
def test_rdjson_keeps_the_published_format(outcome: Outcome, tmp_path: Path) -> None:
    assert len(rdjson(outcome, service(tmp_path))["diagnostics"]) == len(outcome.findings) + len(outcome.problems)


@pytest.mark.parametrize("name", NAMES)
def test_every_path_comes_back_as_it_was(name: str, tmp_path: Path) -> None:
    outcome = Outcome((at(name),), (), 1)
    assert gitlab(outcome, tmp_path)[0]["location"]["path"] == name
    assert rdjson(outcome, tmp_path)["diagnostics"][0]["location"]["path"] == name
    ((case,),) = (list(suite) for suite in junit(outcome, tmp_path))
    assert case.classname == (name if "##[" not in name else name.replace("##[", "##\\["))


@pytest.mark.parametrize("form", ["gitlab", "junit", "rdjson", "markdown"])
def test_what_is_no_text_and_no_xml_does_not_break_a_report(form: Format, tmp_path: Path) -> None:
    odd = "\x00\x01\x0b\x0c\x7f\x85\u2028\ufffe\uffff\ud800\udcff"
    finding = replace(hostile(), message=odd + EVIL, way_out=odd)
    text = render(form, Outcome((finding,), (), 1), sheet(tmp_path))
    text.encode()
    if form == "junit":
        JUnitXml.fromstring(text.encode())
    elif form != "markdown":
        json.loads(text)
