"""A repository with a small service, and a command line over it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

import pytest

from archlint.cli import main
from harness.repositories import Repo

READS = """
    import os


    def server() -> str:
        return os.environ["MAIL_SERVER"]
    """
"""A module with one finding: `settings/environ-outside-settings`."""
RULE = "settings/environ-outside-settings"


@dataclass
class Told:
    """What `check --base` said."""

    code: int
    new: list[str]
    gone: list[str]
    comments: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    elsewhere: int = 0


class Ran(NamedTuple):
    """What a command line came to."""

    code: int
    out: str
    err: str


Archlint: TypeAlias = Callable[..., Ran]
Compare: TypeAlias = Callable[..., Told]


@pytest.fixture
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repo:
    """A repository as the working directory: one commit, with a module that keeps the rules."""
    made = Repo.made(tmp_path / "service")
    made.commit({"app/__init__.py": "", "app/fine.py": "x = 1\n"})
    monkeypatch.chdir(made.top)
    monkeypatch.setenv("ARCHLINT_CACHE_DIR", str(tmp_path / "cache"))
    for variable in ("NO_COLOR", "FORCE_COLOR", "COLUMNS"):
        monkeypatch.delenv(variable, raising=False)
    return made


@pytest.fixture
def archlint(capsys: pytest.CaptureFixture[str]) -> Archlint:
    """`archlint` in this process."""

    def run(*arguments: str) -> Ran:
        code = main(list(arguments))
        return Ran(code, *capsys.readouterr())

    return run


@pytest.fixture
def compare(archlint: Archlint) -> Compare:
    """`archlint check --base REF`, taken apart."""

    def run(*arguments: str) -> Told:
        ran = archlint("check", "--output-format", "json", "--base", *arguments)
        assert ran.out, ran.err
        document = json.loads(ran.out)
        changes: dict[str, Any] = document.get("changes", {})
        return Told(
            ran.code,
            _places(document["findings"]),
            _places(changes.get("gone", [])),
            [f"{each['path']}:{each['line']} {each['message']}" for each in changes.get("comments", [])],
            changes.get("remarks", []),
            [each["message"] for each in document["errors"]],
            changes.get("elsewhere", 0),
        )

    return run


def _places(findings: list[dict[str, Any]]) -> list[str]:
    return [f"{each['path']}:{each['line']} {each['rule'].partition('/')[2]}" for each in findings]
