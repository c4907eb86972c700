"""How much memory a command and all that it starts take together, at the highest. Linux only."""

from __future__ import annotations

import subprocess
import time
from contextlib import suppress
from pathlib import Path

_PAUSE = 0.02


def together(command: list[str], folder: Path, environment: dict[str, str]) -> float:
    """Megabytes, shared pages counted once; 0 where the system does not tell. To look costs time."""
    highest = 0
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, cwd=folder, env=environment, stdin=quiet, stdout=quiet, stderr=quiet) as process:
        while process.poll() is None:
            highest = max(highest, sum(_share(each) for each in _family(process.pid)))
            time.sleep(_PAUSE)
    return highest / 1024


def _family(process: int) -> list[int]:
    """A process and its descendants."""
    found = [process]
    for each in found:
        with suppress(OSError):  # it is over
            for children in Path(f"/proc/{each}/task").glob("*/children"):
                found += [int(child) for child in _text(children).split()]
    return found


def _share(process: int) -> int:
    """Kilobytes of one process, each page divided among those who share it."""
    for line in _text(Path(f"/proc/{process}/smaps_rollup")).splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1])
    return 0


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii")
    except OSError:  # it is over
        return ""
