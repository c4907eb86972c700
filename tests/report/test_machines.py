"""JSON, GitHub and SARIF keep the contracts that other programs read them by."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote_to_bytes

import jsonschema  # type: ignore[import-untyped]
import pytest

from archlint.findings import Outcome
from archlint.report import render
from archlint.report.json import schema
from report.samples import chain, everything, hostile, plain, problem, sheet

ROOT = Path(__file__).parents[2]
REPORT_SCHEMA = ROOT / "docs/schema/report-1.json"
SARIF_SCHEMA = ROOT / "tests/data/sarif-schema-2.1.0.json"


def document(form: str, outcome: Outcome, base: Path, exit_code: int = 1) -> Any:
    return json.loads(render(form, outcome, sheet(base, exit_code=exit_code)))  # type: ignore[arg-type]


def test_the_committed_schema_is_the_one_of_the_code() -> None:
    assert json.loads(REPORT_SCHEMA.read_text(encoding="utf-8")) == schema()


@pytest.mark.parametrize("outcome", [everything(), Outcome((), (), 0)], ids=["everything", "nothing"])
def test_json_keeps_its_schema(outcome: Outcome, tmp_path: Path) -> None:
    validator = jsonschema.Draft202012Validator(json.loads(REPORT_SCHEMA.read_text(encoding="utf-8")))
    validator.validate(document("json", outcome, tmp_path))


def test_json_says_what_the_contract_fixes(tmp_path: Path) -> None:
    report = document("json", Outcome((chain(), plain()), (problem(),), 42), tmp_path)
    assert report["version"] == 1
    assert report["summary"] == {"files": 42, "findings": 2}
    assert report["findings"][0] == {
        "rule": "concurrency/blocking-call-chain",
        "severity": "error",
        "path": "app/api/patients.py",
        "line": 6,
        "column": 5,
        "end_line": 6,
        "end_column": 20,
        "message": "`create_patient` reaches `requests.post`, which blocks the event loop",
        "symbol": "app.api.patients.create_patient",
        "notes": [
            {"path": "app/mail.py", "line": 12, "column": 5, "message": "notify calls send_mail"},
            {"path": "app/smtp.py", "line": 7, "column": 12, "message": "send_mail calls requests.post   (http)"},
        ],
        "fix": None,
        "fingerprint": "f1",
        "url": None,
    }
    assert report["findings"][1]["fix"] == {
        "safety": "unsafe",
        "message": "put the route on a router",
        "edits": [{"path": "app/main.py", "start": 4, "end": 7, "content": "router"}],
    }
    assert report["errors"][0].keys() == {"path", "line", "column", "kind", "message"}


def test_github_annotates_the_lines(tmp_path: Path) -> None:
    assert render("github", Outcome((chain(), plain()), (), 1), sheet(tmp_path)).splitlines() == [
        "::error title=archlint concurrency/blocking-call-chain,file=app/api/patients.py,line=6,endLine=6,col=5,"
        "endColumn=20::`create_patient` reaches `requests.post`, which blocks the event loop"
        "%0A  app/mail.py:12:5  notify calls send_mail%0A  app/smtp.py:7:12  send_mail calls requests.post   (http)"
        "%0Away out: await asyncio.to_thread(notify, patient), or an async client in app/smtp.py",
        "::warning title=archlint routing/route-on-app,file=app/main.py,line=3,endLine=3,col=2,endColumn=5"
        "::`app` holds a route",
    ]


@pytest.mark.parametrize("outcome", [everything(), Outcome((), (), 0)], ids=["everything", "nothing"])
def test_sarif_keeps_its_standard(outcome: Outcome, tmp_path: Path) -> None:
    standard = json.loads(SARIF_SCHEMA.read_text(encoding="utf-8"))
    validator = jsonschema.validators.validator_for(standard)(standard)
    validator.validate(document("sarif", outcome, tmp_path))


def test_sarif_carries_the_chain_the_fingerprint_and_the_help(tmp_path: Path) -> None:
    run = document("sarif", Outcome((chain(), plain()), (), 1), tmp_path)["runs"][0]
    hops, single = run["results"]
    steps = hops["codeFlows"][0]["threadFlows"][0]["locations"]
    places = [each["location"]["physicalLocation"] for each in steps]
    assert [place["artifactLocation"]["uri"] for place in places] == [
        "app/api/patients.py",
        "app/mail.py",
        "app/smtp.py",
    ]
    assert {place["artifactLocation"]["uriBaseId"] for place in places} == set(run["originalUriBaseIds"])
    assert hops["partialFingerprints"] == {"archlint/v1": "f1"}
    assert hops["locations"][0]["physicalLocation"]["region"] == {
        "startLine": 6,
        "startColumn": 5,
        "endLine": 6,
        "endColumn": 20,
    }
    assert "codeFlows" not in single
    rule = run["tool"]["driver"]["rules"][single["ruleIndex"]]
    assert rule["id"] == single["ruleId"] == "routing/route-on-app"
    assert "## When to suppress" in rule["help"]["markdown"]
    assert single["level"] == "warning"
    assert rule["defaultConfiguration"]["level"] == "error"


def test_sarif_writes_any_path_as_a_uri_that_leads_back_to_it(tmp_path: Path) -> None:
    (result,) = document("sarif", Outcome((hostile(),), (), 1), tmp_path)["runs"][0]["results"]
    uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert re.fullmatch(r"[A-Za-z0-9/%._~-]+", uri)
    assert unquote_to_bytes(uri) == os.fsencode(hostile().place.path)


def test_sarif_tells_an_analysis_that_is_not_complete(tmp_path: Path) -> None:
    whole = document("sarif", Outcome((), (), 1), tmp_path, 0)["runs"][0]["invocations"][0]
    assert (whole["executionSuccessful"], whole["exitCode"]) == (True, 0)
    broken = document("sarif", everything(), tmp_path, 2)["runs"][0]["invocations"][0]
    assert (broken["executionSuccessful"], broken["exitCode"]) == (False, 2)
    assert [each["descriptor"]["id"] for each in broken["toolExecutionNotifications"]] == ["parse-error", "unreadable"]


@pytest.mark.parametrize(("errors", "warnings", "more"), [(10, 10, ""), (11, 3, "1 more"), (25, 12, "17 more")])
def test_github_is_told_what_it_does_not_show(errors: int, warnings: int, more: str, tmp_path: Path) -> None:
    found = (*[chain()] * errors, *[plain()] * warnings)
    lines = render("github", Outcome(found, (), 1), sheet(tmp_path)).splitlines()
    assert len(lines) == errors + warnings + bool(more)
    assert lines[-1].startswith(f"::notice title=archlint::{more}") == bool(more)
