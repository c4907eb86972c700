"""No setting of a repository names code that is run, in whichever tool's words it is written."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from harness.processes import archlint, ran

EVIL = "from pathlib import Path\nPath(__file__).with_name('evil.ran').touch()\n"
OURS = {
    "plugins": 'plugins = ["evil"]',
    "plugin": 'plugin = "evil"',
    "rules": 'rules = ["evil.py"]',
    "load-plugins": 'load-plugins = ["evil"]',
    "extractor": 'extractor = "evil:main"',
}
"""Words of which somebody may think that archlint knows them."""
THEIRS = """
[tool.mypy]
plugins = ["evil.py"]
[tool.pylint.main]
load-plugins = ["evil"]
init-hook = "import evil"
[tool.pytest.ini_options]
addopts = "-p evil"
[tool.importlinter]
root_package = "app"
contract_types = ["evil: evil.Contract"]
[[tool.importlinter.contracts]]
name = "evil"
type = "evil"
[[tool.importlinter.contracts]]
name = "layers"
type = "layers"
layers = ["app.good", "app.other"]
[project.entry-points."archlint.rules"]
evil = "evil"
[project.entry-points.archlint]
evil = "evil:main"
[build-system]
requires = []
build-backend = "evil"
backend-path = ["."]
"""
COMMANDS = (
    ("check",),
    ("check", "--fix", "--unsafe-fixes"),
    ("check", "--no-cache"),
    ("explain", "app/good.py:5"),
    ("baseline",),
    ("config",),
    ("init", "--dry-run"),
    ("init", "--from", "import-linter", "--dry-run", "--force"),
)


@pytest.fixture
def trapped(service: Path) -> Path:
    """The service with modules that tell when they are run, wherever one may be looked for."""
    for name in ("evil", "conftest", "sitecustomize", "usercustomize", "setup", "app/evil", "app/__init__"):
        (service / f"{name}.py").write_text(EVIL)
    for name in ("evil", "archlint_evil"):
        metadata = service / f"{name}-1.0.dist-info"
        metadata.mkdir()
        (metadata / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
        (metadata / "entry_points.txt").write_text("[archlint.rules]\nevil = evil\n[archlint]\nevil = evil:main\n")
    return service


def test_the_trap_is_set(trapped: Path, env: dict[str, str]) -> None:
    ran((sys.executable, "-c", "import evil"), trapped, {**env, "PYTHONSAFEPATH": ""})
    assert (trapped / "evil.ran").exists()


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_settings_of_other_tools_run_nothing(command: tuple[str, ...], trapped: Path, env: dict[str, str]) -> None:
    with (trapped / "pyproject.toml").open("a") as file:
        file.write(THEIRS)
    (trapped / "setup.cfg").write_text(
        "[importlinter]\nroot_package = app\ncontract_types =\n    evil: evil.Contract\n"
    )
    told = archlint(trapped, {**env, "PYTHONSAFEPATH": ""}, *command)
    assert "Traceback" not in told.err
    assert "unknown key" not in told.err
    assert list(trapped.rglob("*.ran")) == []
    assert list(trapped.rglob("__pycache__")) == []


@pytest.mark.parametrize("setting", OURS.values(), ids=OURS)
def test_a_setting_that_would_name_code_is_unknown(setting: str, trapped: Path, env: dict[str, str]) -> None:
    (trapped / "pyproject.toml").write_text(f"[tool.archlint]\n{setting}\n")
    told = archlint(trapped, {**env, "PYTHONSAFEPATH": ""}, "check")
    assert (told.code, told.out) == (2, "")
    assert f"unknown key `{setting.partition(' ')[0]}`" in told.err
    assert list(trapped.rglob("*.ran")) == []
