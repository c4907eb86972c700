"""Trees of files, for tests of what a run is about."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest


class Tree:
    """A folder that tests fill."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def put(self, path: str, text: str = "") -> Path:
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(dedent(text).lstrip(), encoding="utf-8")
        return file


@pytest.fixture
def tree(tmp_path: Path) -> Tree:
    """An empty work tree: nothing above it counts."""
    (tmp_path / "tree" / ".git").mkdir(parents=True)
    return Tree(tmp_path / "tree")
