"""From files to findings: who speaks where, and what becomes of what goes wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

import archlint.checks
from archlint import facts
from archlint.catalogue import rules
from archlint.checks import Check
from archlint.config import ConfigError, discover
from archlint.engine import Request, Unsaved, run
from archlint.engine.gathering import Gathering
from archlint.engine.judging import fingerprinted
from archlint.engine.linking import link
from archlint.engine.selection import select
from archlint.findings import Finding, Outcome, Place, Severity
from archlint.project import Module, Project
from engine.conftest import BLOCKS, Runs, told, write

PLACE = Place("a.py", 1, 1, 1, 2)


def test_findings_come_by_place_with_rule_and_severity(judged: Runs) -> None:
    outcome = judged({"app/b.py": BLOCKS, "app/a.py": BLOCKS + "    time.sleep(2)\n"})
    assert told(outcome.findings) == [
        "app/a.py:5 blocking-call",
        "app/a.py:6 blocking-call",
        "app/b.py:5 blocking-call",
    ]
    assert {(each.rule, each.severity) for each in outcome.findings} == {("concurrency/blocking-call", Severity.ERROR)}
    assert (outcome.files, outcome.problems) == (2, ())


@pytest.mark.parametrize("path", ["tests/helper.py", "app/test_x.py", "app/x_test.py", "app/conftest.py"])
def test_in_test_files_only_the_rules_on_tests_speak(path: str, judged: Runs) -> None:
    assert judged({path: BLOCKS}).findings == ()


def test_findings_are_shown_below_the_paths_but_all_files_are_read(judged: Runs) -> None:
    outcome = judged({"app/a.py": BLOCKS, "lib/a.py": BLOCKS}, "app")
    assert (told(outcome.findings), outcome.files, outcome.read) == (["app/a.py:5 blocking-call"], 1, 2)


def test_bodies_are_decoded_once_while_files_are_read_and_those_of_tests_not_at_all(
    service: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    decoded: list[str] = []

    def counted(function: facts.Function) -> facts.Block:
        decoded.append(function.qualname)
        return block(function)

    block = facts.block
    monkeypatch.setattr(facts, "block", counted)
    write(service, {"app/a.py": BLOCKS, "tests/test_a.py": "def test_it():\n    pass\n"})
    (workspace,) = discover([], cwd=service)
    request = Request((workspace,))
    gathered = Gathering(request).of(workspace)
    assert decoded == ["wait"]
    linked = link(workspace, select(workspace, rules()), gathered, request)
    assert told(tuple(linked.judge.findings(["concurrency/blocking-call"]))) == ["app/a.py:5 blocking-call"]
    assert decoded == ["wait"]


def test_settings_silence_rules_per_file_and_change_severities(judged: Runs) -> None:
    settings = """
        [tool.archlint]
        severity = { blocking-call = "warning" }
        per-file-ignores = { "app/**" = ["concurrency"] }
        """
    outcome = judged({"pyproject.toml": settings, "app/a.py": BLOCKS, "lib/a.py": BLOCKS})
    assert told(outcome.findings) == ["lib/a.py:5 blocking-call"]
    assert outcome.findings[0].severity is Severity.WARNING


def test_a_file_that_is_no_python_is_a_problem_and_the_rest_is_judged(judged: Runs) -> None:
    outcome = judged({"app/a.py": BLOCKS, "app/b.py": "def f(:\n"})
    assert told(outcome.findings) == ["app/a.py:5 blocking-call"]
    assert [(each.kind, each.path, each.line) for each in outcome.problems] == [("parse-error", "app/b.py", 1)]
    assert outcome.files == 1


def test_a_file_that_is_too_large_is_a_problem(judged: Runs) -> None:
    outcome = judged({"pyproject.toml": "[tool.archlint]\nmax-file-size = 40\n", "a.py": BLOCKS, "b.py": "x = 1\n"})
    assert [(each.kind, each.path) for each in outcome.problems] == [("too-large", "a.py")]
    assert outcome.files == 1


def test_a_file_that_goes_away_during_the_run_is_a_problem(service: Path) -> None:
    write(service, {"a.py": BLOCKS, "b.py": BLOCKS})
    workspaces = discover(cwd=service)
    (service / "a.py").unlink()
    ((_, outcome),) = run(Request(workspaces))
    assert [(each.kind, each.path) for each in outcome.problems] == [("unreadable", "a.py")]
    assert told(outcome.findings) == ["b.py:5 blocking-call"]


def test_an_unsaved_file_stands_for_the_one_on_the_disk(service: Path, tmp_path: Path) -> None:
    write(service, {"a.py": "x = 1\n"})
    for name in ("a.py", "new.py"):
        request = Request(
            discover(cwd=service), tmp_path / "cache", unsaved=(Unsaved(service / name, BLOCKS.encode()),)
        )
        ((_, outcome),) = run(request)
        assert told(outcome.findings) == [f"{name}:5 blocking-call"]


def test_every_project_is_judged_by_its_own_settings(service: Path) -> None:
    write(service, {"a/pyproject.toml": "[tool.archlint]\nignore = ['concurrency']\n", "a/x.py": BLOCKS})
    write(service, {"b/pyproject.toml": "[tool.archlint]\n", "b/x.py": BLOCKS})
    outcomes = run(Request(discover(cwd=service)))
    assert [(root.name, told(outcome.findings)) for root, outcome in outcomes] == [
        ("a", []),
        ("b", ["x.py:5 blocking-call"]),
    ]


def test_progress_is_told_up_to_the_last_file(service: Path) -> None:
    write(service, {"a.py": BLOCKS, "b.py": BLOCKS, "c.py": "def f(:\n"})
    seen: list[tuple[int, int]] = []
    run(Request(discover(cwd=service), progress=lambda done, total: seen.append((done, total))))
    assert seen == [(1, 3), (2, 3), (3, 3)]


def test_patterns_that_meet_nothing_are_told_before_anything_is_judged(judged: Runs) -> None:
    settings = """\
[tool.archlint]
src = ["serve"]
shared = ["app/schema/**"]
composition-root = ["app/a.py"]
layers = [
  { name = "router", match = ["app/**"] },
  { name = "model", match = ["app/modles/**", "**/models.py"] },
]
per-file-ignores = { "test/**" = ["typing"] }
"""
    files = {"pyproject.toml": settings, "app/a.py": "", "app/models/b.py": "", "server/c.py": "", "tests/d.py": ""}
    with pytest.raises(ConfigError) as caught:
        judged({**files, "app/schemas/x.py": ""})
    assert [(each.path, each.line, each.message) for each in caught.value.problems] == [
        ("pyproject.toml", 7, "the layer `model` has a pattern that meets no file: `app/modles/**`; "
         "did you mean `app/models/**`?"),
        ("pyproject.toml", 7, "the layer `model` has a pattern that meets no file: `**/models.py`"),
        ("pyproject.toml", 3, "`shared` has a pattern that meets no file: `app/schema/**`; "
         "did you mean `app/schemas/**`?"),
        ("pyproject.toml", 9, "`per-file-ignores` has a pattern that meets no file: `test/**`; "
         "did you mean `tests/**`?"),
        ("pyproject.toml", 2, "`src` names `serve`, a folder without Python files; did you mean `server`?"),
    ]  # fmt: skip


def test_a_check_that_fails_costs_its_own_findings_only(judged: Runs, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_module: Module, _project: Project) -> archlint.checks.Findings:
        raise ZeroDivisionError("by nought\nand more")

    real = archlint.checks.load

    def load(address: str) -> Check[object]:
        return Check(address, Module, fail) if "dropped" in address else real(address)  # type: ignore[arg-type]

    monkeypatch.setattr("archlint.engine.judging.load", load)
    outcome = judged({"app/a.py": BLOCKS}, select=["task-dropped", "blocking-call"])
    assert told(outcome.findings) == ["app/a.py:5 blocking-call"]
    (problem,) = outcome.problems
    assert (problem.kind, problem.path) == ("internal-error", "app/a.py")
    assert "`concurrency/task-dropped` failed with ZeroDivisionError: by nought; please report it" in problem.message


def test_a_check_that_cannot_be_loaded_is_told_once(judged: Runs, monkeypatch: pytest.MonkeyPatch) -> None:
    real, asked = archlint.checks.load, list[str]()

    def load(address: str) -> Check[object]:
        asked.append(address)
        if "dropped" in address:
            raise SyntaxError("half a file")
        return real(address)

    monkeypatch.setattr("archlint.engine.judging.load", load)
    outcome = judged({"app/a.py": BLOCKS}, select=["task-dropped", "blocking-call", "suppressions"])
    assert told(outcome.findings) == ["app/a.py:5 blocking-call"]
    assert [each.message.partition(" with ")[0] for each in outcome.problems] == [
        "the check of `concurrency/task-dropped` failed"
    ]
    assert len(asked) == len(set(asked))


def test_a_fingerprint_survives_moving_and_tells_equals_apart() -> None:
    one = Finding(PLACE, "m", symbol="app.f", target="time.sleep", rule="a/b")
    moved = Finding(Place("a.py", 9, 9, 9, 9), "other words", symbol="app.f", target="time.sleep", rule="a/b")
    elsewhere = Finding(Place("b.py", 1, 1, 1, 2), "m", symbol="app.f", target="time.sleep", rule="a/b")
    (first,), (second,) = fingerprinted([one]), fingerprinted([moved])
    assert first.fingerprint == second.fingerprint
    assert len(first.fingerprint) == 16
    assert len({each.fingerprint for each in fingerprinted([one, moved, elsewhere])}) == 3


def test_the_same_run_gives_the_same_outcome_with_and_without_a_cache(judged: Runs) -> None:
    files = {"app/a.py": BLOCKS, "app/b.py": BLOCKS, "app/c.py": "def f(:\n"}
    first, second = judged(files), judged()
    assert (first.parsed, second.parsed) == (3, 0)
    assert as_told(first) == as_told(second)


def as_told(outcome: Outcome) -> tuple[object, ...]:
    return outcome.findings, outcome.problems, outcome.files
