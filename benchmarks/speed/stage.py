"""One tool with a copy of a tree and a cache of its own."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.speed import memory
from benchmarks.speed.record import Usage
from benchmarks.speed.tools import PEERS, Tool
from benchmarks.speed.trees import Edits, Tree

SCRIPTS = Path(__file__).parent
_SOON = 120.0
"""Seconds that a daemon may take to come."""
_NOWHERE = "http://127.0.0.1:9"
"""Where programs that want to phone home are sent."""


class Stage:
    """Runs the tool; nothing that it writes outlives the stage."""

    def __init__(self, tool: Tool, programs: Path, tree: Tree, folder: Path, patience: float) -> None:
        self.tool = tool
        self.patience = patience
        self.tree, self.cache, self.output = folder / "tree", folder / "cache", folder / "output"
        for each in (self.tree, self.cache, folder / "home"):
            each.mkdir()
        tree.copy(self.tree)
        self._names = {
            "bin": str(programs),
            "cache": str(self.cache),
            "tree": str(self.tree),
            "peers": str(PEERS),
            "scripts": str(SCRIPTS),
            "package": tree.packages[0] if tree.packages else "",
            "packages": "\n    ".join(tree.packages),
            "containers": "\n    ".join(tree.containers),
        }
        for path, text in tool.files.items():
            (self.tree / path).write_text(self._filled(text), encoding="utf-8")
        self.edits = Edits(self.tree, list(tree.files))
        self.command = [self._filled(each) for each in tool.command]
        self.environment = {
            "PATH": f"{programs}:/usr/bin:/bin",
            "HOME": str(folder / "home"),
            "XDG_CACHE_HOME": str(self.cache / "xdg"),
            "LC_ALL": "C.UTF-8",
            "http_proxy": _NOWHERE,
            "https_proxy": _NOWHERE,
            **{name: self._filled(value) for name, value in tool.environment.items()},
        }
        self._beside(tool.prepare)

    def cold(self) -> Usage:
        """A run with nothing kept."""
        self.forget()
        return self.run()

    def run(self) -> Usage:
        """A run with whatever the last one left."""
        stopwatch = [sys.executable, "-I", "-S", str(SCRIPTS / "stopwatch.py"), str(self.output), str(self.patience)]
        done = subprocess.run(
            [*stopwatch, *self.command], cwd=self.tree, env=self.environment, capture_output=True, text=True, check=True
        )
        wall, cpu, largest, code = done.stdout.split()
        said = self.said() if self.tool.floor else b""
        return Usage(float(wall), float(said or cpu), int(largest) / 1024, int(code))

    def edited(self, beyond: bool = False) -> Usage:
        """A run after a change of one file, of a body or beyond."""
        self.edits.make(beyond)
        return self.run()

    def wait_for_daemon(self) -> None:
        """Wait until a process stays that answers the next runs; raises TimeoutError."""
        end = time.monotonic() + _SOON
        while not [each for each in self.cache.glob("*/daemons/*") if not each.suffix]:
            if time.monotonic() > end:
                raise TimeoutError("no daemon came")
            time.sleep(0.1)

    def together(self) -> float:
        """Megabytes of all processes of a run with nothing kept."""
        self.forget()
        return memory.together(self.command, self.tree, self.environment)

    def forget(self) -> None:
        """Delete what the tool kept."""
        for path in (self.cache, *(self.tree / each for each in self.tool.leftovers)):
            shutil.rmtree(path, ignore_errors=True)
        self.cache.mkdir()

    def said(self) -> bytes:
        """What the last run printed."""
        return self.output.read_bytes()

    def complaint(self, usage: Usage) -> str:
        """Why a run does not count; "" for one that does."""
        if usage.code == -14:
            return f"not done after {self.patience:.0f} s"
        said = (self.said() + b"\n" + Path(f"{self.output}.errors").read_bytes()).decode(errors="replace")
        if usage.code in self.tool.codes and re.search(self.tool.says, said):
            return ""
        last = next((line for line in reversed(said.splitlines()) if line.strip()), "")
        return f"ends with {usage.code}: {last.replace(str(self.tree), '.')[:160]}"

    def close(self) -> None:
        """Leave no process behind."""
        self._beside(self.tool.finish)

    def _beside(self, command: tuple[str, ...]) -> None:
        """Run what is not measured, if anything."""
        if command:
            filled = [self._filled(each) for each in command]
            subprocess.run(filled, cwd=self.tree, env=self.environment, capture_output=True, check=False)

    def _filled(self, text: str) -> str:
        for name, value in self._names.items():
            text = text.replace("{" + name + "}", value)
        return text


@contextmanager
def staged(tool: Tool, programs: Path, tree: Tree, patience: float) -> Iterator[Stage]:
    """A stage for a while."""
    with tempfile.TemporaryDirectory(prefix="bench-", ignore_cleanup_errors=True) as folder:
        stage = Stage(tool, programs, tree, Path(folder), patience)
        try:
            yield stage
        finally:
            stage.close()
