"""`# finding: name[, name]`: the line must have a finding of each of these rules.

The comment ends the line it speaks of. Alone on a line it speaks of the next one, for files in which a comment
cannot share a line with anything else.
"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import NamedTuple

_MARKER = re.compile(r"#\s*finding\b(?::\s*(?P<names>[a-z0-9-]+(?:\s*,\s*[a-z0-9-]+)*))?\s*(?P<rest>\S*)")


class Expected(NamedTuple):
    """A finding that must be there, or is: the file, the line from 1, and the rule's short name."""

    path: str
    line: int
    name: str


def in_text(path: str, text: str) -> list[Expected]:
    """What the markers of one file say; raises ValueError for one that is not written as it should be."""
    found = []
    for number, line in enumerate(text.split("\n"), 1):
        marker = _MARKER.search(line)
        if marker is None:
            continue
        if not marker["names"] or marker["rest"]:
            raise ValueError(f"{path}:{number}: a marker is `# finding: name[, name]`")
        alone = not line[: marker.start()].strip()
        found += [Expected(path, number + alone, name.strip()) for name in marker["names"].split(",")]
    return found


def in_folder(folder: Path) -> Counter[Expected]:
    """What the markers of all files of a project say."""
    return Counter(
        expected
        for file in sorted(folder.rglob("*"))
        if file.is_file() and "__pycache__" not in file.parts
        for expected in in_text(file.relative_to(folder).as_posix(), file.read_text(encoding="utf-8"))
    )
