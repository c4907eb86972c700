"""The harness fails where a rule does: nothing that is marked, misspelt or missing slips through it."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from pydantic import ValidationError

from archlint.findings import Finding, Place, Severity
from harness.judging import places, told, workspace
from harness.markers import Expected, in_folder, in_text
from harness.mutations import Edit, Mutation


def finding(line: int, rule: str) -> Finding:
    return Finding(Place("a.py", line, 1, line, 2), "said").filled(rule, Severity.ERROR, "")


def test_a_marker_speaks_of_its_line_or_of_the_next_when_it_is_alone() -> None:
    text = "x()  # finding: one-rule, other-rule\n    # finding: third-rule\nFROM python\n"
    assert in_text("a", text) == [
        Expected("a", 1, "one-rule"),
        Expected("a", 1, "other-rule"),
        Expected("a", 3, "third-rule"),
    ]


@pytest.mark.parametrize("marker", ["# finding", "# finding:", "# finding: Rule_x", "# finding: one-rule because"])
def test_a_marker_that_is_not_written_as_it_should_be_is_refused(marker: str) -> None:
    with pytest.raises(ValueError, match=r"a\.py:1: a marker is"):
        in_text("a.py", f"x()  {marker}")


def test_markers_are_read_from_every_file_of_a_case(tmp_path: Path) -> None:
    (tmp_path / "docker").mkdir()
    (tmp_path / "docker/Dockerfile").write_text("# finding: root-container\nFROM x\n", encoding="utf-8")
    assert in_folder(tmp_path) == Counter({Expected("docker/Dockerfile", 2, "root-container"): 1})


def test_what_is_missing_and_what_is_too_much_is_told() -> None:
    findings = (finding(1, "f/one-rule"), finding(2, "f/one-rule"), finding(2, "f/one-rule"))
    expected = Counter([Expected("a.py", 2, "one-rule"), Expected("a.py", 3, "one-rule")])
    assert told(places(findings), expected, findings).splitlines() == [
        "not found: a.py:3 one-rule",
        "found, not expected: a.py:1 one-rule: said",
        "found, not expected: a.py:2 one-rule: said",
    ]
    assert told(places(findings), places(findings), findings) == ""


def test_a_case_is_judged_by_every_rule_with_its_own_settings(tmp_path: Path) -> None:
    assert workspace(tmp_path).config.select == ("all",)
    (tmp_path / "pyproject.toml").write_text(
        '[tool.archlint]\nselect = ["typing"]\nshared = ["x/**"]\n', encoding="utf-8"
    )
    judged = workspace(tmp_path)
    assert (judged.root, judged.config.select, judged.config.shared) == (tmp_path, ("all",), ("x/**",))


def test_an_edit_that_does_not_fit_the_service_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("x = 1\nx = 1\n", encoding="utf-8")
    with pytest.raises(ValueError, match="2 times, not once"):
        Edit(file="a.py", find="x = 1", replace="x = 2").apply(tmp_path)
    with pytest.raises(ValueError, match="exists already"):
        Edit(file="a.py", content="").apply(tmp_path)
    with pytest.raises(ValidationError, match="either `find`"):
        Edit(file="a.py", find="x", content="y")


def test_a_mutation_expects_its_own_rule_where_none_is_named() -> None:
    mutation = Mutation.model_validate(
        {
            "rule": "f/one-rule",
            "name": "n",
            "edits": [{"file": "a.py", "content": ""}],
            "finds": [{"path": "b.py", "line": "  y()"}],
            "also": [{"rule": "f/other-rule", "path": "a.py", "line": "x()", "reason": "the same call, seen twice"}],
        }
    )
    assert mutation.expected == [("f/one-rule", "b.py", "y()"), ("f/other-rule", "a.py", "x()")]
