"""An environment for each application, with what its service declares at the versions that it locks."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).parent
_PACKAGE = re.compile(r"^\[\[package\]\]\n(?P<block>(?:(?!\n\[).)*)", re.MULTILINE | re.DOTALL)
_SAID = re.compile(r'^(name|version) = "([^"\n]+)"$', re.MULTILINE)
_STUB = """\
class Stub(type):
    def __getattr__(cls, name):
        return cls


class Anything(metaclass=Stub):
    def __new__(cls, *args, **kwargs):
        return cls


def __getattr__(name):
    if name.startswith("__"):
        raise AttributeError(name)
    return Anything
"""
"""A module that has everything and does nothing."""


@dataclass(frozen=True)
class Application:
    """How a service's application is imported."""

    name: str
    app: str
    made: str
    """The file whose application it is."""
    path: list[str]
    python: str = ""
    cwd: str = "."
    declared: bool = True
    requirements: list[str] = field(default_factory=list)
    env: dict[str, str] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    """What the service's build would write."""
    stubs: list[str] = field(default_factory=list)
    """Modules that cannot be installed here, and that routes do without."""


def applications() -> list[Application]:
    """Those of `applications.toml`."""
    said = tomllib.loads((HERE / "applications.toml").read_text(encoding="utf-8"))
    return [Application(**each) for each in said["application"]]


def prepare(application: Application, checkout: Path, folder: Path) -> Path:
    """The interpreter of an environment for an application, made where there is none; raises CalledProcessError."""
    home = folder / application.name
    python = home / "bin" / "python"
    if (home / "ready").is_file():
        return python
    interpreter = shutil.which(f"python{application.python}") or sys.executable
    subprocess.run([interpreter, "-m", "venv", "--clear", str(home)], check=True)
    roots = [checkout / application.cwd, checkout]
    constraints = home / "constraints.txt"
    constraints.write_text("\n".join(_locked(roots)), encoding="utf-8")
    wanted = [*(_declared(roots) if application.declared else ()), *application.requirements]
    command = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*command, "-c", str(constraints), *wanted], check=True, capture_output=True, text=True)
    (home / "ready").touch()
    return python


def copied(application: Application, checkout: Path, folder: Path) -> Path:
    """A copy of a checkout: what an import leaves behind must not get into it."""
    copy = folder / application.name / "checkout"
    if not copy.is_dir():
        shutil.copytree(checkout, copy, ignore=shutil.ignore_patterns(".git", "node_modules", "__pycache__"))
    for path, text in application.files.items():
        (copy / path).write_text(text, encoding="utf-8")
    for name in application.stubs:
        file = copy / f"{name.replace('.', '/')}/__init__.py"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(_STUB, encoding="utf-8")
    return copy


def _declared(roots: list[Path]) -> list[str]:
    """What the nearest declaration asks for."""
    for root in roots:
        if (root / "pyproject.toml").is_file():
            said = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
            if found := said.get("project", {}).get("dependencies"):
                return list(found)
            poetry = said.get("tool", {}).get("poetry", {}).get("dependencies", {})
            if found := [_required(name, asked) for name, asked in poetry.items() if name != "python"]:
                return found
        if (root / "requirements.txt").is_file():
            return ["-r", str(root / "requirements.txt")]
    return []


def _required(name: str, asked: object) -> str:
    """A dependency of Poetry's, its versions left to the lock."""
    extras = asked.get("extras", []) if isinstance(asked, dict) else []
    return f"{name}[{','.join(extras)}]" if extras else name


def _locked(roots: list[Path]) -> list[str]:
    """What the nearest lock pins."""
    for root in roots:
        for name in ("uv.lock", "poetry.lock"):
            if (root / name).is_file():
                blocks = _PACKAGE.findall((root / name).read_text(encoding="utf-8"))
                pinned: dict[str, set[str]] = {}
                for block in blocks:
                    said = dict(_SAID.findall(block))
                    if "version" in said:
                        pinned.setdefault(said["name"], set()).add(said["version"])
                return [f"{each}=={versions.pop()}" for each, versions in pinned.items() if len(versions) == 1]
    return []
