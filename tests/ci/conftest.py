"""What the recipes for CI need: their files, a service in a repository, and the tool where a job would install it."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pytest

from harness.processes import Ran, environment, ran
from harness.repositories import Repo

ROOT = Path(__file__).parents[2]
READS = """
    import os


    def server() -> str:
        return os.environ["MAIL_SERVER"]
    """
"""A module with one finding: `settings/environ-outside-settings`, in line 5."""
Job: TypeAlias = Callable[..., Ran]


def fenced(path: Path, language: str) -> list[str]:
    """The blocks of one language in a page."""
    return re.findall(rf"^```{language}\n(.*?)^```$", path.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    """A repository whose last commit brings a finding."""
    made = Repo.made(tmp_path / "work")
    made.commit({"pyproject.toml": "[tool.archlint]\n", "app/__init__.py": "", "app/old.py": READS})
    made.commit({"app/new.py": READS.replace("MAIL_SERVER", "MAIL_PORT")})
    return made


@pytest.fixture
def variables(tmp_path: Path) -> dict[str, str]:
    """The variables of a job, with the tool installed."""
    tool = tmp_path / "temp/archlint/bin/archlint"
    tool.parent.mkdir(parents=True)
    tool.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m archlint "$@"\n', encoding="utf-8")
    tool.chmod(0o755)
    inherited = environment(tmp_path / "cache")
    return {
        **inherited,
        "PATH": f"{tool.parent}:{inherited['PATH']}",
        "RUNNER_TEMP": str(tmp_path / "temp"),
        "GITHUB_ACTION_PATH": str(ROOT),
        "GITHUB_OUTPUT": str(tmp_path / "output"),
        "GITHUB_STEP_SUMMARY": str(tmp_path / "summary.md"),
    }


@pytest.fixture
def action(repo: Repo, variables: dict[str, str]) -> Job:
    """The step of action.yml that judges, with inputs by name."""

    def run(**inputs: str) -> Ran:
        said = {f"INPUT_{name.upper()}": value for name, value in inputs.items()}
        return ran(("bash", str(ROOT / "tools/action.sh"), "check"), repo.top, {**variables, **said})

    return run
