"""A repair as a unified diff, as `archlint check --diff` prints it."""

from __future__ import annotations

from pathlib import Path

from archlint.explain.shape import RepairShape
from archlint.findings import Edit, Fix
from archlint.fixing.diff import diff
from archlint.fixing.source import UnfitError, edited


def repair(fix: Fix, base: Path) -> RepairShape:
    """What a fix would change in the files that it names from a folder."""
    paths = dict.fromkeys(each.path for each in fix.edits)
    diffs = [_diff(path, [each for each in fix.edits if each.path == path], base) for path in paths]
    return RepairShape(safety=fix.safety.value, message=fix.message, diff="".join(diffs))


def _diff(path: str, edits: list[Edit], base: Path) -> str:
    """The diff of one file; "" where the file is not as the repair expects it."""
    try:
        before = (base / path).read_bytes()
        return diff(path, before, edited(before, edits))
    except (OSError, UnfitError):
        return ""
