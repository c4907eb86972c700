"""Waiting for what other processes do."""

from __future__ import annotations

import time
from collections.abc import Callable


def wait_for(what: Callable[[], object], seconds: float = 60) -> None:
    """Wait until something holds; raises AssertionError where it comes to nothing."""
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end, "nothing came of it"
        time.sleep(0.05)
