"""The example service works: a service that only looked right would prove nothing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

SERVICE = Path(__file__).parents[2] / "example_service"


def test_the_example_service_passes_its_own_tests() -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider"],
        cwd=SERVICE,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert " passed" in ran.stdout


def test_its_configuration_silences_nothing() -> None:
    assert "archlint" not in (SERVICE / "pyproject.toml").read_text(encoding="utf-8")
    assert not [path for path in SERVICE.rglob("*.py") if "archlint:" in path.read_text(encoding="utf-8")]
