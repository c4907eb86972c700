"""Keeping the cache from growing for ever."""

from __future__ import annotations

import os
import shutil
import time
from contextlib import suppress

from archlint.cache.folder import inside
from archlint.cache.index import digests, touch

_DAY = 86_400
_UNUSED = 30 * _DAY
"""Seconds after which an index, a report, or what another version of archlint kept goes."""
_YOUNG = 7 * _DAY
"""Seconds that the facts of a file are kept without any project using them: time to switch branches and back."""


def prune(folder: str, facts: str) -> None:
    """Once a day, delete what nothing uses; `facts` is the folder of this version's facts."""
    marker = inside(folder, "pruned")
    if _age(marker) < _DAY:
        return
    with suppress(OSError):
        with open(marker, "ab"):
            touch(marker)
        _delete_old(inside(folder, "index"), _UNUSED)
        _delete_old(inside(folder, "reports"), _UNUSED)
        for maker in os.scandir(inside(folder, "facts")):
            if maker.path != facts and _age(maker.path) > _UNUSED:
                shutil.rmtree(maker.path, ignore_errors=True)
        _delete_unused(facts, digests(inside(folder, "index")))


def _delete_unused(facts: str, used: set[str]) -> None:
    for shelf in os.scandir(facts):
        for kept in os.scandir(shelf.path):
            if shelf.name + kept.name not in used and _age(kept.path) > _YOUNG:
                os.unlink(kept.path)


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
