"""A line's findings are taken apart: promise, chain, decisions, cut, fix, silence."""

from __future__ import annotations

import json
from pathlib import Path
from textwrap import dedent

import pytest

from archlint.explain.diff import repair
from archlint.findings import Edit, Fix, Safety, Span
from cli.conftest import Archlint, write
from explain.conftest import Data, Explain

CHAIN = "app/api/patients.py:14"


def only(answer: Data) -> Data:
    (finding,) = listed(answer, "findings")
    return finding


def listed(data: Data, key: str) -> list[Data]:
    found = data[key]
    assert isinstance(found, list)
    return found


def place(data: Data) -> str:
    where = data["place"]
    assert isinstance(where, dict)
    return f"{where['path']}:{where['line']}:{where['column']}"


def test_every_hop_is_quoted_from_its_file(service: Path, explain: Explain) -> None:
    hops = listed(only(explain(CHAIN)), "hops")
    assert [place(each) for each in hops] == ["app/api/patients.py:14:5", "app/mail.py:5:5", "app/smtp.py:5:5"]
    for hop, text in zip(hops, ["notify(name)", 'send_mail(f"welcome {name}")', "requests.post("], strict=True):
        last = listed(hop, "code")[-1]
        assert text in str(last["text"])
        path, line, _ = place(hop).split(":")
        assert (service / path).read_text(encoding="utf-8").splitlines()[int(line) - 1] == last["text"]
    assert [each["edge"] for each in hops][:2] == [
        {"kind": "calls", "source": "app.api.patients.create_patient", "target": "app.mail.notify"},
        {"kind": "calls", "source": "app.mail.notify", "target": "app.smtp.send_mail"},
    ]


def test_the_promise_and_the_deciding_settings_are_told_with_their_lines(service: Path, explain: Explain) -> None:
    finding = only(explain(CHAIN))
    assert finding["promise"] == "A coroutine must not reach a blocking call through functions of the project."
    assert [(each["subject"], each["value"], each["origin"]) for each in listed(finding, "decisions")] == [
        ("selection", "`select` has `default`", "pyproject.toml:2"),
        ("severity", "`severity` makes it warning", "pyproject.toml:11"),
    ]


def test_the_layers_that_decided_lead_to_their_patterns(service: Path, explain: Explain) -> None:
    write(service, {"app/repositories/orders.py": "from app.api.patients import router\n\nPREFIX = router.prefix\n"})
    finding = only(explain("app/repositories/orders.py:1"))
    assert finding["rule"] == "layers/upward-import"
    decisions = {str(each["value"]): each["origin"] for each in listed(finding, "decisions")}
    layer = next(value for value in decisions if value.startswith("`app.repositories.orders` is a repository module"))
    assert decisions[layer] == "pyproject.toml:7"


def test_the_layer_that_is_passed_leads_to_where_it_is_closed(service: Path, explain: Explain) -> None:
    write(service, {"app/api/raw.py": "from app.repositories.patients import Patients\n\nALL = Patients.all\n"})
    finding = only(explain("app/api/raw.py:1"))
    assert finding["rule"] == "layers/skipped-layer"
    closed = [each for each in listed(finding, "decisions") if each["subject"] == "closed"]
    assert [(each["value"], each["origin"]) for each in closed] == [("`service` is closed", "pyproject.toml:6")]


def test_the_edge_to_cut_is_the_one_that_most_findings_share(service: Path, explain: Explain) -> None:
    cut = only(explain(CHAIN))["cut"]
    assert isinstance(cut, dict)
    assert [(each["path"], each["line"]) for each in cut["places"]] == [("app/smtp.py", 5)]
    assert "3 findings of this rule go through it" in str(cut["message"])


def test_a_chain_of_its_own_is_cut_at_its_start(service: Path, explain: Explain) -> None:
    (service / "app/api/patients.py").write_text("", encoding="utf-8")
    cut = only(explain("app/smtp.py:9"))["cut"]
    assert isinstance(cut, dict)
    assert [(each["path"], each["line"]) for each in cut["places"]] == [("app/smtp.py", 9)]
    assert "`app.smtp.remind` calls `app.smtp.send_mail`" in str(cut["message"])


def test_the_suppression_that_is_told_silences_the_finding(service: Path, explain: Explain, archlint: Archlint) -> None:
    suppress = only(explain(CHAIN))["suppress"]
    assert isinstance(suppress, dict)
    file = service / "app/api/patients.py"
    lines = file.read_text(encoding="utf-8").splitlines()
    lines[13] = str(suppress["line"]).replace("…", "tried")
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    told = json.loads(archlint("check", "--output-format", "json").out)["findings"]
    assert [each["line"] for each in told if each["path"] == "app/api/patients.py"] == [19]
    finding = only(explain(CHAIN))
    assert finding["state"] == "silenced by the comment at app/api/patients.py:14"


def test_a_rule_that_nobody_may_silence_is_said_to_be_one(service: Path, explain: Explain, archlint: Archlint) -> None:
    write(service, {"pyproject.toml": '[tool.archlint]\nnever-suppress = ["concurrency"]\n'})
    finding = only(explain(CHAIN))
    assert finding["suppress"] is None
    silence = [each for each in listed(finding, "decisions") if each["subject"] == "silence"]
    assert [(each["value"], each["origin"]) for each in silence] == [
        ("`never-suppress` has `concurrency`", "pyproject.toml:2")
    ]
    assert "Not at all: `never-suppress` names the rule." in archlint("explain", CHAIN).out


def test_a_rule_that_is_not_selected_is_told_all_the_same_and_said_to_be_so(service: Path, explain: Explain) -> None:
    write(service, {"app/api/bare.py": dedent("""\
        from fastapi import APIRouter

        router = APIRouter()


        @router.get("/bare")
        def bare():
            return {"a": compute()}
        """)})  # fmt: skip
    finding = only(explain("app/api/bare.py:7"))
    assert finding["rule"] == "routing/missing-response-model"
    assert finding["state"] == "told only where its rule is selected"
    (selection,) = [each for each in listed(finding, "decisions") if each["subject"] == "selection"]
    assert (selection["value"], selection["origin"]) == ("`ignore` has `missing-response-model`", "pyproject.toml:3")


def test_a_line_that_a_chain_goes_through_names_its_findings(service: Path, explain: Explain) -> None:
    answer = explain("app/mail.py:5")
    assert answer["findings"] == []
    assert [place(each) for each in listed(answer, "passing")] == [
        "app/api/patients.py:14:5",
        "app/api/patients.py:19:5",
    ]


def test_a_line_without_findings_names_the_nearest(service: Path, explain: Explain) -> None:
    answer = explain("app/api/patients.py:16")
    assert (answer["findings"], answer["passing"]) == ([], [])
    assert [place(each) for each in listed(answer, "near")] == [
        "app/api/patients.py:14:5",
        "app/api/patients.py:19:5",
    ]


def test_a_fingerprint_brings_its_finding(service: Path, explain: Explain, archlint: Archlint) -> None:
    told = json.loads(archlint("check", "--output-format", "json").out)["findings"]
    for each in told:
        finding = only(explain(each["fingerprint"]))
        assert (finding["rule"], finding["fingerprint"]) == (each["rule"], each["fingerprint"])
        assert place(finding) == f"{each['path']}:{each['line']}:{each['column']}"
    assert len(told) == 3


def test_a_column_may_follow_and_the_paths_are_those_of_the_reader(
    service: Path, explain: Explain, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(service / "app/api")
    finding = only(explain("patients.py:14:5"))
    assert [place(each) for each in listed(finding, "hops")] == ["patients.py:14:5", "../mail.py:5:5", "../smtp.py:5:5"]


def test_what_a_report_points_to_is_there(service: Path, archlint: Archlint) -> None:
    more = [line.split("archlint ")[1] for line in archlint("check").out.splitlines() if line.startswith("  more ")]
    assert len(more) == 3
    for each in more:
        ran = archlint(*each.split())
        assert ran.code == 0
        assert "Nothing is found here" not in ran.out


def test_the_text_shows_the_chain_with_a_frame_for_every_hop(service: Path, archlint: Archlint) -> None:
    out = archlint("explain", CHAIN).out
    assert out.startswith("warning  concurrency/blocking-call-chain ")
    sections = [line for line in out.splitlines() if line[:1].isupper() and not line.startswith("The fix")]
    assert sections == [
        "The promise",
        "The chain",
        "What decided",
        "The smallest edge to cut",
        "The way out",
        "How to silence it",
    ]
    for frame in (
        "   14 │     notify(name)\n      │     ^^^^^^^^^^^^\n",
        '    5 │     send_mail(f"welcome {name}")\n      │     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^\n',
        "    5 │     requests.post(",
    ):
        assert frame in out


def test_a_fix_is_a_diff(tmp_path: Path) -> None:
    write(tmp_path, {"app/main.py": "first = 1\nsecond = 2\nthird = 3\n"})
    edits = (Edit("app/main.py", Span(19, 20), "4"), Edit("app/main.py", Span(0, 5), "one"))
    told = repair(Fix(Safety.SAFE, "rename it", edits), tmp_path)
    assert (told["safety"], told["message"]) == ("safe", "rename it")
    assert told["diff"] == dedent("""\
        --- a/app/main.py
        +++ b/app/main.py
        @@ -1,3 +1,3 @@
        -first = 1
        -second = 2
        +one = 1
        +second = 4
         third = 3
        """)
