"""archlint as users run it: a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

COMMAND = (sys.executable, "-m", "archlint")


class Ran(NamedTuple):
    """What a process came to."""

    code: int
    out: str
    err: str


def environment(cache: Path, **variables: str) -> dict[str, str]:
    """The variables of this process, with a cache folder and without what changes how things look."""
    kept = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "FORCE_COLOR", "COLUMNS")}
    return {**kept, "ARCHLINT_CACHE_DIR": str(cache), "PYTHONSAFEPATH": "1", **variables}


def archlint(cwd: Path, env: Mapping[str, str], *arguments: str, seconds: float = 120) -> Ran:
    """Run a command line to its end."""
    return ran((*COMMAND, *arguments), cwd, env, seconds=seconds)


def ran(command: tuple[str, ...], cwd: Path, env: Mapping[str, str], *, seconds: float = 120) -> Ran:
    """Run any command to its end; output that is no UTF-8 raises UnicodeDecodeError."""
    done = subprocess.run(command, cwd=cwd, env=env, capture_output=True, timeout=seconds, check=False)
    return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())
