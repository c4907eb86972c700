"""A virtual environment for each tool, made of its pinned requirements and kept for the next time."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

from benchmarks.speed.tools import PEERS, SUBJECT, Tool

ROOT = Path(__file__).parents[2]
_DONE = "complete"
_VERSION = """
import platform, sysconfig
known = sysconfig.get_config_var("CONFIG_ARGS") or ""
flags = [each for each in ("--enable-optimizations", "--with-lto") if each in known]
print(platform.python_version(), f"(built with {' '.join(flags)})" if flags else "(built without optimizations)")
"""
"""How a Python was built decides as much as its version: distributors build theirs with both flags."""


class AbsentError(Exception):
    """A tool that cannot be had here, and why."""


class Environments:
    """The environments below one folder, all with the same Python."""

    def __init__(self, folder: Path, python: str) -> None:
        self.folder = folder
        self.python = python
        self._found: dict[str, Path] = {}
        self.version = _said(python, "-c", _VERSION)

    def bin(self, tool: Tool) -> Path:
        """The folder of a tool's programs; raises AbsentError."""
        name = tool.environment_of or tool.name
        if name not in self._found:
            self._found[name] = self._made(name, tool)
        return self._found[name]

    def _made(self, name: str, tool: Tool) -> Path:
        """The same, found where an earlier measurement left it or made anew."""
        wanted = sha256(f"{self.version}\0{tool.requirements.read_text(encoding='utf-8')}".encode())
        if name == SUBJECT:
            wanted.update(_sources())
        place = self.folder / f"{name}-{wanted.hexdigest()[:12]}"
        if not (place / _DONE).exists():
            for old in self.folder.glob(f"{name}-{12 * '[0-9a-f]'}"):
                shutil.rmtree(old)
            self._build(place, tool.requirements, own=name == SUBJECT)
        return place / "bin"

    def versions(self, tool: Tool) -> str:
        """The version of a tool, as its environment has it."""
        listed = json.loads(_said(str(self.bin(tool) / "python"), "-m", "pip", "list", "--format", "json"))
        return next((str(each["version"]) for each in listed if each["name"].lower() == tool.requirements.stem), "")

    def _build(self, place: Path, requirements: Path, *, own: bool) -> None:
        """Make an environment; archlint itself comes from this work tree, installed as users have it."""
        sys.stderr.write(f"making the environment of {requirements.stem}\n")
        _said(self.python, "-m", "venv", str(place))
        install = [str(place / "bin" / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        _said(*install, "-r", str(PEERS / "pip.txt"))
        _said(*install, "--no-deps", "-r", str(requirements))
        if own:
            _said(*install, "--no-deps", str(ROOT))
        (place / _DONE).touch()


def newest_python() -> str:
    """The newest Python that is here; one too old for a peer leaves that peer out."""
    for name in ("python3.14", "python3.13", "python3.12"):
        found = shutil.which(name)
        if found and subprocess.run([found, "-c", ""], capture_output=True, check=False).returncode == 0:
            return found
    return sys.executable


def _said(*command: str) -> str:
    """What a command prints; raises AbsentError with the last thing that it complains about."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "PIP_REQUIRE"))}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=plain)
    if done.returncode:
        complaints = [line for line in done.stderr.splitlines() if line.startswith("ERROR")]
        raise AbsentError((complaints or done.stderr.splitlines() or ["no reason given"])[-1].removeprefix("ERROR: "))
    return done.stdout.strip()


def _sources() -> bytes:
    """Stands for archlint as it is in this work tree."""
    digest = sha256()
    for folder in ("src", "rules"):
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in (".py", ".md", ".toml", ".json"):
                digest.update(f"{path.relative_to(ROOT)}\0".encode() + path.read_bytes())
    return digest.digest()
