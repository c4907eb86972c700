"""The hook as a team has it: the real pre-commit installs it into a real repository and stops a bad commit."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from textwrap import dedent

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = (
    "src",
    "rules",
    "playbooks",
    "pyproject.toml",
    "README.md",
    "CHANGELOG.md",
    "LICENSE",
    ".pre-commit-hooks.yaml",
)
GOOD = {
    "app/__init__.py": "",
    "app/api.py": """
        from fastapi import APIRouter

        router = APIRouter(prefix="/api/v1")


        @router.get("/patients")
        async def count() -> int:
            return 0
        """,
    "app/main.py": """
        from fastapi import FastAPI

        from app.api import router


        def create_app() -> FastAPI:
            app = FastAPI()
            app.include_router(router)
            return app
        """,
}
BAD = (
    GOOD["app/main.py"]
    .replace(
        "        def create_app", "        def version() -> int:\n            return 1\n\n\n        def create_app"
    )
    .replace("            return app\n", '            app.add_api_route("/version", version)\n            return app\n')
)


class Repository:
    """A git repository with the hook switched on."""

    def __init__(self, folder: Path, environment: dict[str, str]) -> None:
        self.folder = folder
        self.environment = environment

    def run(self, *command: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        ran = subprocess.run(
            command, cwd=self.folder, env=self.environment, capture_output=True, text=True, check=False, timeout=600
        )
        assert ran.returncode == 0 or not check, ran.stdout + ran.stderr
        return ran

    def git(self, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        return self.run("git", *arguments, check=check)

    def write(self, path: str, text: str) -> None:
        (self.folder / path).parent.mkdir(parents=True, exist_ok=True)
        (self.folder / path).write_text(dedent(text).lstrip(), encoding="utf-8")

    def commit(self, *paths: str) -> subprocess.CompletedProcess[str]:
        self.git("add", *paths)
        return self.git("commit", "-m", "change", check=False)


def environment(home: Path) -> dict[str, str]:
    """What git and pre-commit see: nothing of the user's own settings."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("GIT_", "PRE_COMMIT", "PYTHON"))}
    identity = {
        f"GIT_{who}_{what}": "tester@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")
    }
    return {
        **kept,
        **identity,
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_SYSTEM": os.devnull,
        "PRE_COMMIT_HOME": str(home / "pre-commit"),
        "ARCHLINT_CACHE_DIR": str(home / "cache"),
        "NO_COLOR": "1",
    }


def commit_all(repository: Repository) -> str:
    repository.git("init", "--quiet", "--initial-branch=main")
    repository.git("add", "--all")
    repository.git("commit", "--quiet", "-m", "all")
    return repository.git("rev-parse", "HEAD").stdout.strip()


def copy(names: Sequence[str], target: Path) -> None:
    target.mkdir()
    for name in names:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, target / name, ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
        elif (ROOT / name).exists():
            shutil.copy(ROOT / name, target / name)


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """A service that keeps the rules, under pre-commit with this checkout's hook."""
    home = tmp_path_factory.mktemp("hook")
    settings = environment(home)
    copy(PACKAGE, home / "archlint")
    revision = commit_all(Repository(home / "archlint", settings))
    (home / "service").mkdir()
    service = Repository(home / "service", settings)
    for path, text in GOOD.items():
        service.write(path, text)
    service.write(
        ".pre-commit-config.yaml",
        f"""
        repos:
          - repo: {home / "archlint"}
            rev: {revision}
            hooks:
              - id: archlint
                args: [--select, route-on-app]
        """,
    )
    commit_all(service)
    service.run(sys.executable, "-m", "pre_commit", "install", "--install-hooks")
    return service


def test_a_service_that_keeps_the_rules_passes(repository: Repository) -> None:
    ran = repository.run(sys.executable, "-m", "pre_commit", "run", "--all-files")
    assert "Passed" in ran.stdout


def test_a_commit_that_breaks_a_rule_is_stopped_and_told_why(repository: Repository) -> None:
    repository.write("app/main.py", BAD)
    ran = repository.commit("app/main.py")
    assert ran.returncode == 1
    assert "error  routing/route-on-app" in ran.stderr
    assert "app/main.py:13:" in ran.stderr
    repository.write("app/main.py", GOOD["app/main.py"])
    repository.write("app/ready.py", "READY = True\n")
    assert repository.commit("app").returncode == 0


def test_the_hook_looks_at_the_service_when_a_deployment_file_changes_and_not_for_prose(
    repository: Repository,
) -> None:
    repository.git("reset", "--hard", "--quiet")
    repository.write("README.md", "# A service\n")
    assert "Skipped" in repository.commit("README.md").stderr
    repository.write("Dockerfile", "FROM python:3.13-slim\n")
    assert "Passed" in repository.commit("Dockerfile").stderr
