"""The example service works: a service that only looked right would prove nothing."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

SERVICE = Path(__file__).parents[2] / "example_service"


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run Python in the service's folder."""
    environment = os.environ | {"PYTHONPATH": "."}
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=SERVICE,
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def test_the_example_service_passes_its_own_tests() -> None:
    ran = run("-m", "pytest", "-p", "no:cacheprovider")
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert " passed" in ran.stdout


@pytest.mark.parametrize(
    "command",
    [("mypy", "--cache-dir", os.devnull), ("ruff", "check", "--no-cache"), ("ruff", "format", "--check", "--no-cache")],
    ids=" ".join,
)
def test_the_example_service_is_clean(command: tuple[str, ...]) -> None:
    ran = run("-m", *command)
    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_the_example_service_keeps_its_import_contracts() -> None:
    program = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    ran = run("-c", program, "--no-cache")
    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_its_configuration_silences_nothing() -> None:
    settings = tomllib.loads((SERVICE / "pyproject.toml").read_text(encoding="utf-8"))
    assert settings["tool"]["archlint"] == {"src": ["."]}
    assert not [path for path in SERVICE.rglob("*.py") if "archlint:" in path.read_text(encoding="utf-8")]
