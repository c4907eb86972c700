"""Where the cache is: in the user's own cache folder, never in the repository."""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

VARIABLE = "ARCHLINT_CACHE_DIR"
_LAYOUT = "2"
"""Goes up when what is inside is laid out in another way; everything is inside the folder of that name."""


def cache_folder(environment: Mapping[str, str] = os.environ, platform: str = sys.platform) -> str:
    """The folder to keep things in where no flag names one; absolute."""
    named = environment.get(VARIABLE)
    if named:
        return os.path.abspath(named)
    if platform == "linux":  # as the library below has it, at none of its cost
        base = environment.get("XDG_CACHE_HOME", "").strip() or os.path.expanduser("~/.cache")
        return os.path.join(base, "archlint")
    from platformdirs import user_cache_dir

    return user_cache_dir("archlint", appauthor=False)


def inside(folder: str, *names: str) -> str:
    """A path in the part of a cache folder that belongs to archlint."""
    return os.path.join(folder, f"archlint-{_LAYOUT}", *names)
