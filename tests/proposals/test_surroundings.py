"""The entry for pre-commit and the jobs for CI are what those read."""

from __future__ import annotations

import pytest
import yaml

from archlint.proposals.surroundings import hook, job, with_hook

ENTRY = hook("0.1.0", "backend")
EXISTING = """\
default_stages: [pre-commit]
repos:
  - repo: https://github.com/astral-sh/ruff-pre-commit
    rev: v0.9.0
    hooks:
      - id: ruff  # first
"""


@pytest.mark.parametrize("text", [None, "", EXISTING, EXISTING.replace("\n  ", "\n"), EXISTING.replace("\n", "\r\n")])
def test_the_hook_comes_last_and_everything_else_stays(text: str | None) -> None:
    made = with_hook(text, ENTRY)
    assert made is not None
    assert made.startswith((text or "").rstrip())
    last = yaml.safe_load(made)["repos"][-1]
    assert last["repo"].endswith("/archlint")
    assert last["hooks"] == [{"id": "archlint", "args": ["backend"]}]


def test_a_hook_that_is_there_is_not_added_again() -> None:
    once = with_hook(EXISTING, ENTRY)
    assert with_hook(once, ENTRY) == ""


@pytest.mark.parametrize("text", ["repos: []\n", "repos:\n  - repo: local\nci: {}\n", "{repos: []}\n"])
def test_where_only_a_person_can_tell_nothing_is_written(text: str) -> None:
    assert with_hook(text, ENTRY) is None


def test_jobs_judge_the_folder_of_the_service() -> None:
    github = yaml.safe_load(job("github", "backend"))
    assert github["jobs"]["archlint"]["steps"][-1] == {"run": 'archlint check "backend" --output-format github'}
    assert github["permissions"] == {"contents": "read"}
    assert "pull_request_target" not in github[True]
    assert yaml.safe_load(job("gitlab", "."))["archlint"]["script"][-1] == "archlint check"
