"""Where the time of a run of archlint goes: `python where.py OUTPUT ARGUMENTS...`, in archlint's environment.

A clock looks a thousand times a second at what the main process is doing, and counts the time since its last look for
the room of archlint that is innermost on the stack, or for the import under way. Workers are not looked into: the time
in which the main process waits for them counts for `workers`.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from collections import defaultdict
from pathlib import Path
from types import FrameType

_TICK = 0.001
_IMPORT = "<frozen importlib._bootstrap>"


class Clock:
    """Seconds by room."""

    def __init__(self) -> None:
        self.seconds: defaultdict[str, float] = defaultdict(float)
        self.last = time.perf_counter()

    def look(self, _: int, frame: FrameType | None) -> None:
        """Count the time since the last look."""
        now = time.perf_counter()
        self.seconds[_room(frame)] += now - self.last
        self.last = time.perf_counter()


def _room(frame: FrameType | None) -> str:
    innermost, imported = "", ""
    while frame is not None:
        code = frame.f_code
        if code.co_filename == _IMPORT and code.co_name == "_find_and_load":
            name = str(frame.f_locals.get("name", "")).partition(".")[0]
            if name not in sys.stdlib_module_names or not imported:
                imported = name if name != "archlint" or not imported else imported
        elif not innermost and "/archlint/" in code.co_filename:
            parts = code.co_filename.rpartition("/archlint/")[2].removesuffix(".py").split("/")
            innermost = "/".join(parts[: 2 if parts[0] == "project" else 1])
        frame = frame.f_back
    return f"import {imported}" if imported else innermost or "Python"


def main(output: str, arguments: list[str]) -> int:
    """Run archlint under the clock."""
    started = time.perf_counter()
    clock = Clock()
    signal.signal(signal.SIGALRM, clock.look)
    signal.setitimer(signal.ITIMER_REAL, _TICK, _TICK)
    me = os.getpid()
    sys.argv = ["archlint", *arguments]
    try:
        from archlint.__main__ import main as run

        return run()
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        if os.getpid() == me:
            clock.seconds["all"] = time.perf_counter() - started
            Path(output).write_text(json.dumps(clock.seconds), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
