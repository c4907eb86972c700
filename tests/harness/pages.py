"""The examples on a rule's page, as projects.

A fenced block with `title="path"` after its language is a file of the example; a Python block without one is
`example.py`. A third-level heading starts a new example; a shell or text block is prose.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal, NamedTuple

from archlint.catalogue import Rule

_FENCE = re.compile(r"^```(?P<language>[a-z]*)(?: title=\"(?P<title>[^\"]+)\")?$")
_PROSE = ("", "text", "bash", "console")


class Example(NamedTuple):
    """A project on a page: its files by path; `title` is the third-level heading above it, or ""."""

    title: str
    files: dict[str, str]

    def write(self, folder: Path) -> None:
        """Make the project on the disk."""
        for path, text in self.files.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(text, encoding="utf-8")


def examples(rule: Rule, heading: Literal["Bad", "Good"]) -> list[Example]:
    """The examples under a heading; raises ValueError for a block that is neither a file nor prose."""
    found = [Example("", {})]
    block: list[str] | None = None
    path = ""
    for line in rule.sections()[heading].split("\n"):
        if block is None and line.startswith("### "):
            found.append(Example(line[4:].strip(), {}))
        elif block is None and line.startswith("```"):
            path, block = _path(rule, line, found[-1]), []
        elif block is not None and line == "```":
            if path:
                found[-1].files[path] = "\n".join(block) + "\n"
            block = None
        elif block is not None:
            block.append(line)
    return [each for each in found if each.files]


def _path(rule: Rule, line: str, example: Example) -> str:
    """The file that a block is; "" for prose."""
    fence = _FENCE.match(line)
    if fence is None:
        raise ValueError(f'{rule.page}: a block starts with three backticks, its language and title="path": {line}')
    path = fence["title"] or ("example.py" if fence["language"] == "python" else "")
    if not path and fence["language"] not in _PROSE:
        raise ValueError(f"{rule.page}: give the block a title, the path of the file it is: {line}")
    if path in example.files:
        raise ValueError(f"{rule.page}: {path} stands twice in one example; a third-level heading starts a new one")
    return path
