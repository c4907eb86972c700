"""Services that nobody should have written, and the command line over them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pytest

from harness.processes import Ran, archlint, environment

Check: TypeAlias = Callable[..., Ran]

BLOCKS = "import time\n\n\nasync def wait() -> None:\n    time.sleep(1)\n"
"""A file with one finding: `concurrency/blocking-call`."""
RULE = "concurrency/blocking-call"


@pytest.fixture
def service(tmp_path: Path) -> Path:
    """A service with one finding, in app/good.py:5."""
    folder = tmp_path / "service"
    (folder / "app").mkdir(parents=True)
    (folder / "app/good.py").write_text(BLOCKS)
    (folder / "pyproject.toml").write_text("[tool.archlint]\n")
    return folder


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    return environment(tmp_path / "cache")


@pytest.fixture
def check(service: Path, env: dict[str, str]) -> Check:
    """`archlint check` over the service, in a process of its own."""

    def run(*arguments: str, **variables: str) -> Ran:
        return archlint(service, {**env, **variables}, "check", *arguments)

    return run


def concise(ran: Ran) -> list[str]:
    """Path and what is in brackets, of each line."""
    return sorted(f"{line.partition(':')[0]} {line.partition('[')[2].partition(']')[0]}" for line in ran.out.split("\n")
                  if "[" in line)  # fmt: skip
