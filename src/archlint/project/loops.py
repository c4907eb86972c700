"""Which event loops serve requests."""

from __future__ import annotations

from archlint.project.modules import Module

_LAYERS = frozenset({"migration", "script"})
_FOLDERS = frozenset({"bin", "cli", "migrations", "scripts"})
"""Whatever stands below these runs a loop of its own, whichever layer it belongs to there."""


def serves_requests(module: Module, layer: str) -> bool:
    """Whether the coroutines of a module of that layer run on a loop that serves requests too."""
    return layer not in _LAYERS and _FOLDERS.isdisjoint(module.path.split("/")[:-1])
