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


def test_the_folder_stands_on_its_own() -> None:
    """The suite of the project runs the service's tests; from the service's folder the same ones are found."""
    ran = run("-m", "pytest", "--collect-only", "-p", "no:cacheprovider")
    assert ran.returncode == 0, ran.stdout + ran.stderr
    found = {line.partition("::")[0] for line in ran.stdout.splitlines() if "::" in line}
    assert found == {path.relative_to(SERVICE).as_posix() for path in SERVICE.glob("tests/**/test_*.py")}


def test_the_project_installs_what_the_service_needs() -> None:
    theirs = tomllib.loads((SERVICE / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    ours = tomllib.loads((SERVICE.parent / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    needed = {*theirs["dependencies"], *theirs["optional-dependencies"]["dev"]}
    assert needed <= set(ours["optional-dependencies"]["dev"])


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
