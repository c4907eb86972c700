"""Whatever a file is called or holds, every report says it and nothing obeys it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from archlint.findings import Outcome
from archlint.report import FORMATS, Format, render
from archlint.report.escape import cells, visible, visible_path
from report.samples import EVIL, everything, hostile, problem, sheet

COMMAND = re.compile(r"^\s*::|##\[")


@pytest.mark.parametrize("form", FORMATS)
def test_no_format_lets_a_control_byte_through(form: Format, tmp_path: Path) -> None:
    text = render(form, everything(), sheet(tmp_path))
    assert set(re.findall(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]", text)) <= {"\n"}


@pytest.mark.parametrize("form", ["text", "concise"])
def test_no_line_for_people_is_a_command_to_ci(form: Format, tmp_path: Path) -> None:
    text = render(form, everything(), sheet(tmp_path))
    assert [line for line in text.splitlines() if COMMAND.search(line)] == []


def test_code_in_a_frame_is_no_command_to_ci(tmp_path: Path) -> None:
    (tmp_path / "app").mkdir()
    (tmp_path / "app/main.py").write_text("x = '''\n::error::gotcha\n##[error]gotcha'''\n", encoding="utf-8")
    text = render("text", everything(), sheet(tmp_path))
    assert "::error::gotcha" in text
    assert [line for line in text.splitlines() if COMMAND.search(line)] == []


def test_github_gets_one_command_a_finding_and_nothing_else(tmp_path: Path) -> None:
    outcome = Outcome((hostile(),), (problem(),), 1)
    lines = render("github", outcome, sheet(tmp_path)).splitlines()
    assert len(lines) == 2
    for line in lines:
        properties, data = re.fullmatch(r"::error ([^\r\n]*?)::(.*)", line).groups()  # type: ignore[union-attr]
        assert [each.partition("=")[0] for each in properties.split(",")][:3] == ["title", "file", "line"]
        assert ":" not in properties
        assert "%250A" in data
        assert "\\x1b[31m" in data


def test_markup_of_rich_is_text(tmp_path: Path) -> None:
    assert "[red]y[/red]" in render("text", everything(), sheet(tmp_path, colour=True))


def test_json_gives_every_text_back_as_it_was(tmp_path: Path) -> None:
    document = json.loads(render("json", everything(), sheet(tmp_path)))
    found = document["findings"][0]
    assert found["path"] == f"::error::{EVIL}.py"
    assert found["notes"][0]["message"] == found["symbol"] == EVIL
    assert document["errors"][0]["message"] == EVIL


def test_visible_text_says_what_cannot_be_seen() -> None:
    assert visible("a\x1b\n\t\x9b\u202e\udcff##[x") == "a\\x1b\\n\\t\\x9b\\u202e\\xff##\\[x"
    assert visible_path(" ::error::x.py") == "./ ::error::x.py"
    assert visible_path("app/::x.py") == "app/::x.py"
    assert cells("日e\u0301") == 3
