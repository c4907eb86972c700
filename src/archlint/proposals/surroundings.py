"""What runs archlint for a project: the entry of pre-commit, the jobs of GitHub and GitLab."""

from __future__ import annotations

import json
import re
from typing import Literal, TypeAlias

Ci: TypeAlias = Literal["github", "gitlab", "none"]

HOOKS = ".pre-commit-config.yaml"
CI_FILES: dict[Ci, str] = {"github": ".github/workflows/archlint.yml", "gitlab": ".gitlab-ci.yml"}
_REPOSITORY = "https://github.com/archlint/archlint"
_ITEM = re.compile(r"^( *)- +repo:", re.MULTILINE)
_KEY = re.compile(r"^[\w'\"-]+ *:", re.MULTILINE)


def hook(version: str, folder: str) -> str:
    """The entry of archlint among the `repos` of pre-commit; `folder` is the service below the top of the work tree."""
    where = f"      args: [{json.dumps(folder)}]\n" if folder not in ("", ".") else ""
    return f"- repo: {_REPOSITORY}\n  rev: v{version}\n  hooks:\n    - id: archlint\n{where}"


def with_hook(text: str | None, entry: str) -> str | None:
    """A .pre-commit-config.yaml with the entry at the end of its `repos`; None where only a person can tell where that
    is, and "" for one that has archlint already.
    """
    if text is None or not text.strip():
        return f"repos:\n{_indented(entry, 2)}"
    if _REPOSITORY in text or "id: archlint" in text:
        return ""
    keys = [found.group() for found in _KEY.finditer(text)]
    items = _ITEM.findall(text)
    if not items or not keys or not keys[-1].startswith("repos") or len(set(items)) > 1:
        return None
    newline = "\r\n" if "\r\n" in text else "\n"
    return text.rstrip("\r\n ") + newline + _indented(entry, len(items[0])).replace("\n", newline)


def job(ci: Ci, folder: str) -> str:
    """The whole file for GitHub; the job for GitLab. Neither runs anything of the pull request."""
    check = "archlint check" + (f" {json.dumps(folder)}" if folder not in ("", ".") else "")
    return (_GITHUB if ci == "github" else _GITLAB).replace("archlint check", check)


def _indented(entry: str, spaces: int) -> str:
    return "".join(f"{' ' * spaces}{line}\n" for line in entry.splitlines())


_GITHUB = """\
name: archlint

on:
  pull_request:
  push:
    branches: [main]

permissions:
  contents: read

jobs:
  archlint:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
        with:
          persist-credentials: false
      - uses: actions/setup-python@v5
        with:
          python-version: "3.13"
      - run: pip install archlint
      - run: archlint check --output-format github
"""
_GITLAB = """\
archlint:
  image: python:3.13-slim
  script:
    - pip install archlint
    - archlint check
"""
