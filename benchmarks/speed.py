"""How long a run takes and how much memory, cold and warm: `python benchmarks/speed.py FOLDER...`.

Times are of this machine and this moment: compare runs, not machines.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

RUNS = 3
"""Warm runs; the quickest counts."""


def measured(folder: Path, cache: str) -> tuple[float, float, int]:
    """Seconds, megabytes of the largest process, and the exit code of one run."""
    command = [sys.executable, "-m", "archlint", "check", str(folder), "--output-format", "json", "--cache-dir", cache]
    start = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    return time.perf_counter() - start, usage.ru_maxrss / 1024, process.returncode


def main(folders: list[str]) -> int:
    """A table, a line a folder."""
    if not folders:
        sys.stderr.write("usage: python benchmarks/speed.py FOLDER...\n")
        return 2
    sys.stdout.write(f"{'folder':<40} {'cold s':>8} {'warm s':>8} {'cold MB':>8} {'warm MB':>8}  exit\n")
    for folder in folders:
        with tempfile.TemporaryDirectory() as cache:
            cold, cold_memory, code = measured(Path(folder), cache)
            measured(Path(folder), cache)
            warm, warm_memory, _ = min(measured(Path(folder), cache) for _ in range(RUNS))
        line = f"{folder[-40:]:<40} {cold:>8.2f} {warm:>8.3f} {cold_memory:>8.0f} {warm_memory:>8.0f}  {code}\n"
        sys.stdout.write(line)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
