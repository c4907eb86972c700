"""After each of many random edits exactly what is new is told, and exactly what is gone is stale."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import pytest

from baseline.conftest import CLOCK, SETTINGS

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("seed", ["1"])
def test_random_edits_of_a_service(seed: str, tmp_path: Path) -> None:
    service = tmp_path / "service"
    (service / "app").mkdir(parents=True)
    (service / "pyproject.toml").touch()
    for name, text in (
        ("clock", CLOCK),
        ("mail", SETTINGS),
        ("ward", CLOCK + SETTINGS),
        ("main", "import app.clock\n"),
    ):
        (service / f"app/{name}.py").write_text(dedent(text), encoding="utf-8")
    command = (sys.executable, "-m", "benchmarks.baseline", str(service), "--edits", "15", "--seed", seed)
    env = {
        **os.environ,
        "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
        "ARCHLINT_CACHE_DIR": str(tmp_path / "cache"),
    }
    done = subprocess.run(command, env=env, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    rows = [line.rsplit(maxsplit=5) for line in done.stdout.splitlines()[-5:]]
    assert [(row[0].strip(), row[1]) for row in rows] == [
        ("moved lines", "3"),
        ("reformatted", "3"),
        ("renamed file", "3"),
        ("new", "3"),
        ("removed", "3"),
    ]
