"""A repair as a unified diff."""

from __future__ import annotations

from difflib import unified_diff
from pathlib import Path

from archlint.explain.shape import RepairShape
from archlint.findings import Edit, Fix
from archlint.report.frame import text_of


def repair(fix: Fix, root: Path) -> RepairShape:
    """What a fix would change in the files below a root."""
    paths = dict.fromkeys(each.path for each in fix.edits)
    diffs = [_diff(path, [each for each in fix.edits if each.path == path], root) for path in paths]
    return RepairShape(safety=fix.safety.value, message=fix.message, diff="".join(diffs))


def _diff(path: str, edits: list[Edit], root: Path) -> str:
    before = text_of(root / path)
    if before is None:
        return ""
    after = before
    for edit in sorted(edits, key=lambda each: each.span.start, reverse=True):
        after = after[: edit.span.start] + edit.content + after[edit.span.end :]
    lines = unified_diff(_lines(before), _lines(after), f"a/{path}", f"b/{path}")
    return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)


def _lines(text: str) -> list[str]:
    return text.replace("\r\n", "\n").replace("\r", "\n").splitlines(keepends=True)
