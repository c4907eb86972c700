"""What the engine finds in a folder, with every rule selected."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from archlint.config import Config, Settings, Workspace, discover
from archlint.engine import Request, run
from archlint.engine.keeping import Keeping
from archlint.files import find
from archlint.findings import Finding, Problem
from harness.markers import Expected

EVERYTHING = {"select": ["all"]}


def judge(root: Path, cache: Path, keeping: Keeping | None = None) -> tuple[Finding, ...]:
    """The findings in a project, of one that is kept where that is given; raises AssertionError where the analysis is
    not complete.

    A folder with `[tool.archlint]` is judged by its own settings, but by every rule.
    """
    problems: list[Problem] = []
    findings: list[Finding] = []
    for _, outcome in run(Request((workspace(root),), cache=cache, keeping=keeping)):
        findings += outcome.findings
        problems += outcome.problems
    assert problems == []
    return tuple(findings)


def workspace(root: Path) -> Workspace:
    """The folder as a project of its own, whatever is around it."""
    pyproject = root / "pyproject.toml"
    if pyproject.exists() and "[tool.archlint" in pyproject.read_text(encoding="utf-8"):
        (found,) = discover((root,), cwd=root, flags=EVERYTHING)
        return found
    return Workspace(root, Config(select=("all",)), Settings(), EVERYTHING, find(str(root)))


def places(findings: tuple[Finding, ...]) -> Counter[Expected]:
    """The findings in the terms of markers."""
    return Counter(Expected(each.place.path, each.place.line, each.rule.partition("/")[2]) for each in findings)


def told(found: Counter[Expected], expected: Counter[Expected], findings: tuple[Finding, ...]) -> str:
    """How what was found differs from what was expected; empty when it does not."""
    messages = {Expected(e.place.path, e.place.line, e.rule.partition("/")[2]): e.message for e in findings}
    lines = [f"not found: {at.path}:{at.line} {at.name}" for at in sorted((expected - found).elements())]
    lines += [
        f"found, not expected: {at.path}:{at.line} {at.name}: {messages.get(at, '')}"
        for at in sorted((found - expected).elements())
    ]
    return "\n".join(lines)
