"""What the machine can do."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable

FORKS = sys.platform == "linux"
"""Whether processes are forked: that costs a hundredth of a fresh interpreter, but is not safe on every system."""


def cores() -> int:
    """How many processes can run at once."""
    affinity: Callable[[int], set[int]] | None = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1
