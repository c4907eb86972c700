"""Keeping the cache from growing for ever."""

from __future__ import annotations

import os
import time
from contextlib import suppress

from archlint.cache.facts import FactsCache
from archlint.cache.folder import inside
from archlint.cache.index import digests, touch

_DAY = 86_400
_UNUSED = 30 * _DAY
"""Seconds after which an index, a report, or what another version of archlint kept goes."""
_YOUNG = 7 * _DAY
"""Seconds that the facts of a file are kept without any project using them: time to switch branches and back."""


def prune(folder: str, facts: FactsCache) -> None:
    """Once a day, delete what nothing uses; `facts` are those of this version."""
    marker = inside(folder, "pruned")
    if _age(marker) < _DAY:
        return
    with suppress(OSError):
        with open(marker, "ab"):
            touch(marker)
        touch(facts.path)
        for kind in ("index", "reports", "facts"):
            _delete_old(inside(folder, kind), _UNUSED)
        facts.forget(digests(inside(folder, "index")), _YOUNG)


def _delete_old(folder: str, seconds: int) -> None:
    if os.path.isdir(folder):
        for kept in os.scandir(folder):
            if _age(kept.path) > seconds:
                os.unlink(kept.path)


def _age(path: str) -> float:
    """Seconds since something was last written; infinite for what is not there."""
    try:
        return time.time() - os.stat(path).st_mtime
    except OSError:
        return float("inf")
