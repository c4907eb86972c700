"""Small services on the disk, and runs over them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from textwrap import dedent
from typing import TypeAlias

import pytest

from archlint.config import discover
from archlint.engine import Request, run
from archlint.findings import Finding, Outcome

Runs: TypeAlias = Callable[..., Outcome]

BLOCKS = """\
import time


async def wait() -> None:
    time.sleep(1)
"""
"""A file with one finding: `concurrency/blocking-call` in line 5."""


@pytest.fixture
def service(tmp_path: Path) -> Path:
    """The top of an empty work tree."""
    (tmp_path / "service" / ".git").mkdir(parents=True)
    return tmp_path / "service"


@pytest.fixture
def judged(service: Path, tmp_path: Path) -> Runs:
    """Write files into the service, and run over it with a cache of the test's own."""

    def judge(files: Mapping[str, str] | None = None, *paths: str, **flags: list[str]) -> Outcome:
        write(service, files or {})
        workspaces = discover([Path(each) for each in paths], cwd=service, flags=spelled(flags))
        ((_, outcome),) = run(Request(workspaces, cache=tmp_path / "cache"))
        return outcome

    return judge


def write(folder: Path, files: Mapping[str, str]) -> None:
    """Files by path; a file's text is indented as the test is."""
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(dedent(text).lstrip("\n"), encoding="utf-8")


def spelled(flags: Mapping[str, list[str]]) -> dict[str, object]:
    """Flags under the keys of settings."""
    return {key.replace("_", "-"): value for key, value in flags.items()}


def told(findings: tuple[Finding, ...]) -> list[str]:
    """Each finding as `path:line name`."""
    return [f"{each.place.path}:{each.place.line} {each.rule.partition('/')[2]}" for each in findings]
