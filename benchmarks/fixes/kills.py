"""`archlint check --fix` killed at random: no file is torn, and the next run sweeps what was left."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from archlint.writing import SUFFIX

_FILES = 120
_SOURCE = '''"""File number {number}."""

import time


async def wait() -> None:
    time.sleep({number})
'''


def run(runs: int, seed: int) -> int:
    """Kill that many runs; 1 where a file was torn or something was left."""
    chosen = random.Random(seed)
    with tempfile.TemporaryDirectory() as scratch:
        folder, cache = Path(scratch) / "service", Path(scratch) / "cache"
        paths = _service(folder)
        before = {path: path.read_bytes() for path in paths}
        start = time.monotonic()
        _start(folder, cache).wait()
        whole = time.monotonic() - start
        after = {path: path.read_bytes() for path in paths}
        if any(before[path] == after[path] for path in paths):
            raise RuntimeError("nothing is repaired, so nothing can be torn")
        torn = partly = left = killed = 0
        for number in range(runs):
            for path in paths:
                path.write_bytes(before[path])
            process = _start(folder, cache)
            if number % 4:
                _wait_for_writing(process, paths)
                time.sleep(chosen.random() * 0.08)
            else:
                time.sleep(chosen.random() * whole)
            process.send_signal(signal.SIGKILL)
            killed += process.wait() == -signal.SIGKILL
            now = [path.read_bytes() == after[path] for path in paths]
            torn += sum(path.read_bytes() not in (before[path], after[path]) for path in paths)
            partly += 0 < sum(now) < len(now)
            left += _left(folder)
        _start(folder, cache).wait()
        swept = _left(folder) == 0
        done = all(path.read_bytes() == after[path] for path in paths)
    print(f"{runs} runs, {killed} killed before their end, {partly} of them with some files written; {torn} torn files")
    print(f"{left} temporary files seen after a kill, {'none' if swept else 'some'} after the next run, "
          f"which {'repairs' if done else 'does not repair'} all")  # fmt: skip
    return 0 if torn == 0 and swept and done else 1


def _service(folder: Path) -> list[Path]:
    """A service of many files with something to repair in each."""
    app = folder / "app"
    app.mkdir(parents=True)
    (folder / ".git").mkdir()
    paths = [app / f"part_{number}.py" for number in range(_FILES)]
    for number, path in enumerate(paths, 1):
        path.write_text(_SOURCE.format(number=number), encoding="utf-8")
    return paths


def _start(folder: Path, cache: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "archlint", "check", "--isolated", "--fix", "--unsafe-fixes", "--quiet"]
    return subprocess.Popen(
        [*command, "--select", "blocking-call", "--cache-dir", str(cache)],
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def _wait_for_writing(process: subprocess.Popen[bytes], paths: list[Path]) -> None:
    """Return once the first file was written, or the run is over."""
    first = min(paths)
    stamp = first.stat().st_ino
    while process.poll() is None and first.stat().st_ino == stamp:
        time.sleep(0.0005)


def _left(folder: Path) -> int:
    return sum(each.name.endswith(SUFFIX) for each in folder.rglob(".*"))
