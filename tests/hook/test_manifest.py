"""Which changes of a repository make the hook judge it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

MANIFEST = Path(__file__).parents[2] / ".pre-commit-hooks.yaml"


@pytest.fixture(scope="module")
def hook() -> dict[str, Any]:
    (found,) = yaml.safe_load(MANIFEST.read_text(encoding="utf-8"))
    return dict(found)


def test_the_service_is_judged_whole_and_once(hook: dict[str, Any]) -> None:
    assert hook["id"] == "archlint"
    assert hook["pass_filenames"] is False
    assert hook["require_serial"] is True
    assert hook["minimum_pre_commit_version"] == "3.2.0"
    assert "pre-commit" in hook["stages"]


@pytest.mark.parametrize(
    "path",
    [
        "app/main.py",
        "pyproject.toml",
        "backend/uv.lock",
        "requirements-dev.txt",
        "requirements/base.in",
        "Dockerfile",
        "docker/api.Dockerfile",
        "docker/Dockerfile.prod",
        "docker-compose.yml",
        "k8s/deployment.yaml",
        ".env.example",
        "deploy/example.env",
        "nginx.conf",
        "deploy/nginx/conf.d/default.conf",
        "nginx.conf.template",
        "entrypoint.sh",
        "alembic.ini",
        "archlint-baseline.jsonl",
    ],
)
def test_a_file_that_rules_read_triggers_the_hook(hook: dict[str, Any], path: str) -> None:
    assert re.search(hook["files"], path)


@pytest.mark.parametrize("path", ["README.md", "web/index.ts", "docs/environment.html", "logo.svg", "data/env.csv"])
def test_a_file_that_no_rule_reads_does_not(hook: dict[str, Any], path: str) -> None:
    assert not re.search(hook["files"], path)
