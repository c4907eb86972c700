"""A run that is killed while it writes leaves every file whole; the next one sweeps and ends the work."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from archlint.writing import SUFFIX

SOURCE = '"""File number {number}."""\n\nimport time\n\n\nasync def wait() -> None:\n    time.sleep({number})\n'
COMMAND = ("check", "--isolated", "--fix", "--unsafe-fixes", "--quiet", "--select", "blocking-call")


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="there is no such signal")
def test_no_file_is_torn_by_a_kill(tmp_path: Path) -> None:
    chosen = random.Random(5)
    app = tmp_path / "service" / "app"
    app.mkdir(parents=True)
    (tmp_path / "service" / ".git").mkdir()
    before = {app / f"part_{number:03}.py": SOURCE.format(number=number).encode() for number in range(60)}
    after = {path: data.replace(b"import time", b"import asyncio\nimport time") for path, data in before.items()}
    after = {path: data.replace(b"    time.sleep", b"    await asyncio.sleep") for path, data in after.items()}
    write(before)
    for _ in range(8):
        process = started(tmp_path)
        while process.poll() is None and (app / "part_000.py").read_bytes() == before[app / "part_000.py"]:
            time.sleep(0.001)
        time.sleep(chosen.random() * 0.05)
        process.kill()
        process.wait()
        assert [path.name for path in before if path.read_bytes() not in (before[path], after[path])] == []
        write(before)
    assert started(tmp_path).wait() == 0
    assert {path: path.read_bytes() for path in before} == after
    assert [each.name for each in app.iterdir() if each.name.endswith(SUFFIX)] == []


def write(files: dict[Path, bytes]) -> None:
    for path, data in files.items():
        path.write_bytes(data)


def started(folder: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "archlint", *COMMAND, "--cache-dir", str(folder / "cache")],
        cwd=folder / "service",
        env={**os.environ, "NO_COLOR": "1"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
