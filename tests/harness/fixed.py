"""What `--fix` makes of a fixture: the repairs of its own rule, safe or not, judged by every rule."""

from __future__ import annotations

import shutil
from pathlib import Path

from archlint.engine import Request
from archlint.engine.repairing import Repaired, repair
from archlint.findings import Finding
from harness.judging import workspace


def repaired(case: Path, rule: str, cache: Path) -> Repaired:
    """The repairs of one rule's findings in a project, none of them written."""

    def is_its(finding: Finding) -> bool:
        return finding.rule == rule

    return repair(Request((workspace(case),), cache=cache), is_its)


def write(case: Path, target: Path, made: Repaired) -> None:
    """A repaired copy of a project."""
    shutil.copytree(case, target, ignore=shutil.ignore_patterns("__pycache__"))
    for each in made.changes:
        (target / each.path).write_bytes(each.after)


def files(folder: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    found = sorted(folder.rglob("*"))
    return {
        each.relative_to(folder).as_posix(): each.read_bytes()
        for each in found
        if each.is_file() and "__pycache__" not in each.parts
    }
