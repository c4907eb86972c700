"""A small service in a real git repository, and this checkout as a repository of hooks."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from textwrap import dedent

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
