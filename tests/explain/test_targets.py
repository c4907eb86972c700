"""What a word means, what was meant by one that means nothing, and the formats."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema  # type: ignore[import-untyped]
import pytest

from archlint import catalogue
from archlint.explain import guides
from archlint.explain.json import schema
from cli.conftest import Archlint, write
from explain.conftest import Explain

ROOT = Path(__file__).parents[2]
EVERYTHING = (
    "blocking-call-chain",
    "layers",
    "idempotency-and-outbox",
    "backups",
    guides.CHECKLIST,
    "app/api/patients.py:14",
    "app/api/patients.py",
    "app",
    "create_patient",
    "PatientService",
)


@pytest.mark.parametrize(
    ("word", "hint"),
    [
        ("blocking-cal-chain", "`blocking-call-chain`"),
        ("concurrency/blocking-cal", "`concurrency/blocking-call`"),
        ("idempotency-and-outbx", "`idempotency-and-outbox`"),
        ("create_patent", "`create_patient`"),
        ("app/api/patient.py", "`app/api/patients.py`"),
        ("app/api/patient.py:14", "`app/api/patients.py`"),
        ("revew-checklist", "`review-checklist`"),
    ],
)
def test_an_unknown_word_brings_what_may_have_been_meant(
    service: Path, archlint: Archlint, word: str, hint: str
) -> None:
    ran = archlint("explain", word)
    assert (ran.code, ran.out) == (2, "")
    assert f"did you mean {hint}" in ran.err


def test_a_word_that_can_be_no_name_is_refused_without_reading_the_project(service: Path, archlint: Archlint) -> None:
    write(service, {"pyproject.toml": "[tool.archlint]\nselekt = 1\n"})
    assert "is no rule" in archlint("explain", "zzz-zzz").err
    assert "selekt" in archlint("explain", "create_patient").err


def test_a_line_beyond_the_file_and_a_file_that_is_not_read_are_told(service: Path, archlint: Archlint) -> None:
    write(service, {"app/broken.py": "def f(:\n", "notes.txt": "x\n"})
    assert "the file has" in archlint("explain", "app/mail.py:99").err
    assert "could not be read" in archlint("explain", "app/broken.py").err
    assert "belongs to no project that is read" in archlint("explain", "notes.txt").err


def test_a_file_called_like_a_rule_is_reached_by_a_path(service: Path, explain: Explain) -> None:
    write(service, {"layers/__init__.py": ""})
    assert explain("layers")["kind"] == "family"
    assert explain("./layers")["kind"] == "folder"


@pytest.mark.parametrize("target", EVERYTHING)
def test_json_is_what_the_schema_says(service: Path, explain: Explain, target: str) -> None:
    answer = explain(target)
    jsonschema.validate(answer, schema())
    assert answer["version"] == 1


def test_the_committed_schema_is_the_one_of_the_code() -> None:
    committed = json.loads((ROOT / "docs/schema/explain-1.json").read_text(encoding="utf-8"))
    assert committed == schema()


@pytest.mark.parametrize("target", EVERYTHING)
def test_markdown_and_colour_say_the_same_words(service: Path, archlint: Archlint, target: str) -> None:
    markdown = archlint("explain", target, "--output-format", "markdown")
    assert markdown.code == 0
    assert markdown.out.startswith("# ")
    assert "\x1b" not in markdown.out
    coloured = archlint("explain", target, "--color", "always")
    assert "\x1b[" in coloured.out


def test_markdown_shows_each_hop_as_code(service: Path, archlint: Archlint) -> None:
    out = archlint("explain", "app/api/patients.py:14", "--output-format", "markdown").out
    assert out.startswith("# warning `concurrency/blocking-call-chain` `app/api/patients.py:14:5`\n")
    assert '```python\n    4 def notify(name: str) -> None:\n    5     send_mail(f"welcome {name}")\n```\n' in out


def test_a_page_is_the_same_as_markdown_and_as_text(archlint: Archlint) -> None:
    for name in ("route-on-app", "backups", guides.CHECKLIST):
        assert archlint("explain", name).out == archlint("explain", name, "--output-format", "markdown").out


def test_a_rule_names_the_playbooks_that_name_it(archlint: Archlint) -> None:
    assert "Playbooks that name it: " in archlint("explain", "sql-in-service").out
    assert set(catalogue.rules()) >= {rule for each in guides.playbooks().values() for rule in each["rules"]}


def test_a_path_is_explained_as_part_of_what_check_judges_from_the_same_folder(
    tmp_path: Path, archlint: Archlint, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = """
        import time

        from fastapi import APIRouter

        router = APIRouter()


        @router.get("/slow", response_model=None)
        async def slow() -> None:
            time.sleep(1)
        """
    write(tmp_path, {"pyproject.toml": "", "backend/pyproject.toml": "", "backend/app/slow.py": module})
    monkeypatch.chdir(tmp_path)
    (found,) = json.loads(archlint("check", "--select", "blocking-call", "--output-format", "json").out)["findings"]
    for folder, path in ((".", "backend/app/slow.py"), ("backend", "app/slow.py")):
        monkeypatch.chdir(tmp_path / folder)
        shown = json.loads(archlint("explain", f"{path}:{found['line']}", "--output-format", "json").out)["findings"]
        told = json.loads(archlint("check", "--select", "blocking-call", "--output-format", "json").out)["findings"]
        assert [each["fingerprint"] for each in told] == [
            each["fingerprint"] for each in shown if each["rule"] == "concurrency/blocking-call"
        ]
