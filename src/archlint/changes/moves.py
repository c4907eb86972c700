"""Which files a change renames."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from archlint.baseline.likeness import alike
from archlint.baseline.moves import Moves
from archlint.changes.state import State

Read: TypeAlias = Callable[[str], bytes]
"""The bytes of a file by its path; none where it cannot be read."""


def moves(base: State, head: State, read_base: Read, read_head: Read) -> Moves:
    """The files that are gone from the base and have come back under another name."""
    gone = {path: read_base(path) for path in base.modules if path not in head.modules}
    fresh = {path: read_head(path) for path in head.modules if path not in base.modules} if gone else {}
    paths = alike(gone, fresh)
    return Moves(paths, {base.modules[old]: head.modules[new] for old, new in paths.items()})
