"""`archlint init`: what is told, what is written, and what is left alone."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from cli.conftest import Archlint, write

SERVICE = {
    "pyproject.toml": '[project]\nname = "clinic"\n',
    "app/api/users.py": "from fastapi import APIRouter\n\nrouter = APIRouter()\n",
    "app/services/users.py": "import time\n\n\nasync def find() -> None:\n    time.sleep(1)\n",
    "app/main.py": "from fastapi import FastAPI\n\napp = FastAPI()\n",
}


@pytest.fixture
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A service without settings, as the working directory."""
    folder = tmp_path / "bare"
    write(folder, SERVICE)
    (folder / ".git").mkdir()
    monkeypatch.chdir(folder)
    monkeypatch.setenv("ARCHLINT_CACHE_DIR", str(tmp_path / "cache"))
    return folder


def test_the_evidence_is_printed_and_the_settings_written(bare: Path, archlint: Archlint) -> None:
    ran = archlint("init", "--yes")
    assert ran.code == 0
    assert "since it makes an APIRouter (1)" in ran.out
    settings = tomllib.loads((bare / "pyproject.toml").read_text(encoding="utf-8"))
    assert settings["project"] == {"name": "clinic"}
    assert settings["tool"]["archlint"]["layers"][0] == {"name": "router", "match": ["app/api/**"]}
    assert settings["tool"]["archlint"]["composition-root"] == ["app/main.py"]
    assert archlint("check").code == 1
    assert not (bare / "archlint-baseline.jsonl").exists()


def test_a_dry_run_writes_nothing(bare: Path, archlint: Archlint) -> None:
    ran = archlint("init", "--dry-run", "--baseline", "--hook", "--ci", "github")
    assert (ran.code, "[tool.archlint]" in ran.out) == (0, True)
    assert sorted(each.name for each in bare.iterdir()) == [".git", "app", "pyproject.toml"]


def test_baseline_hook_and_ci_are_written_when_asked_for(bare: Path, archlint: Archlint) -> None:
    assert archlint("init", "--yes", "--baseline", "--hook", "--ci", "github").code == 0
    assert archlint("check").code == 0
    assert "id: archlint" in (bare / ".pre-commit-config.yaml").read_text(encoding="utf-8")
    assert "archlint check" in (bare / ".github/workflows/archlint.yml").read_text(encoding="utf-8")


def test_ci_that_is_there_is_left_alone(bare: Path, archlint: Archlint) -> None:
    write(bare, {".gitlab-ci.yml": "mine: {}\n"})
    ran = archlint("init", "--yes", "--ci", "gitlab")
    assert "this is the job to add" in ran.err
    assert (bare / ".gitlab-ci.yml").read_text(encoding="utf-8") == "mine: {}\n"


def test_where_nobody_can_answer_nothing_is_written(bare: Path, archlint: Archlint) -> None:
    ran = archlint("init")
    assert ran.code == 2
    assert "--yes writes the settings" in ran.err
    assert "archlint" not in (bare / "pyproject.toml").read_text(encoding="utf-8")


def test_settings_that_are_there_need_force(bare: Path, archlint: Archlint) -> None:
    write(bare, {"pyproject.toml": '[tool.archlint]\nselect = ["all"]\n'})
    ran = archlint("init", "--yes")
    assert (ran.code, "--force" in ran.err) == (2, True)
    assert archlint("init", "--yes", "--force").code == 0
    assert tomllib.loads((bare / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["archlint"]["select"] == ["all"]


def test_line_ends_of_the_file_stay(bare: Path, archlint: Archlint) -> None:
    (bare / "pyproject.toml").write_bytes(b'[project]\r\nname = "clinic"\r\n')
    archlint("init", "--yes")
    data = (bare / "pyproject.toml").read_bytes()
    assert data.count(b"\n") == data.count(b"\r\n") > 4


def test_contracts_of_import_linter_are_taken_over(bare: Path, archlint: Archlint) -> None:
    contract = "[importlinter:contract:a]\nname = Down\ntype = layers\nlayers =\n    app.api\n    app.services\n"
    write(bare, {".importlinter": contract, "app/__init__.py": ""})
    assert archlint("init", "--yes", "--from", "import-linter").code == 0
    layers = tomllib.loads((bare / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["archlint"]["layers"]
    assert [each["name"] for each in layers] == ["api", "services"]


def test_without_contracts_the_next_step_is_told(bare: Path, archlint: Archlint) -> None:
    ran = archlint("init", "--yes", "--from", "import-linter")
    assert ran.code == 2
    assert "tells the layers from the code" in ran.err
