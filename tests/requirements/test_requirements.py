"""Which versions the files around a project tell."""

from __future__ import annotations

from pathlib import Path

import pytest

from archlint.requirements import Requirements

UV = """
version = 1

[[package]]
name = "fastapi"
version = "0.120.1"
source = { virtual = "." }

[[package]]
name = "numpy"
version = "2.0.0"

[[package]]
name = "numpy"
version = "2.2.0"
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / ".git").mkdir()
    return tmp_path


def test_a_lock_file_tells_one_version(root: Path) -> None:
    (root / "uv.lock").write_text(UV)
    said = Requirements(root)
    assert said.at_least("fastapi", "0.118") is True
    assert said.at_least("fastapi", "0.121") is False
    assert said.at_least("pydantic", "2") is None


def test_a_lock_that_depends_on_the_platform_tells_only_what_holds_on_all(root: Path) -> None:
    (root / "uv.lock").write_text(UV)
    said = Requirements(root)
    assert (said.at_least("numpy", "2.0"), said.at_least("numpy", "2.1"), said.at_least("numpy", "3")) == (
        True, None, False,
    )  # fmt: skip


def test_the_lock_of_the_repository_around_counts_and_comes_before_what_the_project_declares(root: Path) -> None:
    (root / "uv.lock").write_text(UV)
    (root / "backend").mkdir()
    (root / "backend" / "pyproject.toml").write_text('[project]\ndependencies = ["fastapi>=0.100"]\n')
    assert Requirements(root / "backend").at_least("fastapi", "0.118") is True


def test_nothing_outside_the_repository_is_looked_at(root: Path) -> None:
    (root / "uv.lock").write_text(UV)
    (root / "inner" / ".git").mkdir(parents=True)
    assert Requirements(root / "inner").at_least("fastapi", "0.1") is None


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("poetry.lock", '[[package]]\nname = "FastAPI"\ncategory = "main"\nversion = "0.118.0"\n\n[package.extras]\n'),
        ("requirements.txt", "# pinned\nfastapi[standard]==0.118.0 ; python_version > '3' \\\n    --hash=sha256:00\n"),
        ("requirements.txt", "fastapi ==0.118.0  # the API\nuvicorn\n"),
        ("Pipfile.lock", '{"default": {"fastapi": {"version": "==0.118.0"}}}'),
        ("pyproject.toml", '[project]\ndependencies = ["fastapi~=0.118.0"]\n'),
        ("pyproject.toml", '[dependency-groups]\nweb = ["fastapi==0.118.*"]\n'),
        ("pyproject.toml", '[tool.poetry.dependencies]\nfastapi = "^0.118"\n'),
        ("pyproject.toml", '[tool.poetry.dependencies]\nfastapi = { version = "~0.118.0", extras = ["all"] }\n'),
        ("pyproject.toml", '[project]\ndependencies = ["fastapi>=0.118,<0.119"]\n'),
        ("pyproject.toml", '[project]\ndependencies = ["fastapi>0.118,<=0.118.9"]\n'),
    ],
)
def test_every_kind_of_file_is_read(file: str, text: str, root: Path) -> None:
    (root / file).write_text(text)
    said = Requirements(root)
    assert (said.at_least("fastapi", "0.118"), said.at_least("fastapi", "0.119")) == (True, False)


def test_an_open_range_tells_only_its_lower_end(root: Path) -> None:
    (root / "pyproject.toml").write_text('[project]\ndependencies = ["fastapi>=0.110"]\n')
    said = Requirements(root)
    assert (said.at_least("fastapi", "0.100"), said.at_least("fastapi", "0.118")) == (True, None)


@pytest.mark.parametrize("file", ["uv.lock", "Pipfile.lock", "pyproject.toml", "requirements.txt"])
def test_a_file_that_is_broken_tells_nothing(file: str, root: Path) -> None:
    (root / file).write_bytes(b"\xff[[package]]\n{ fastapi == \n")
    assert Requirements(root).at_least("fastapi", "0.1") is None
