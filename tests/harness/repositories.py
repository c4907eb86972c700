"""Real git repositories, made by tests."""

from __future__ import annotations

import hashlib
import os
import subprocess
from collections.abc import Mapping
from pathlib import Path
from textwrap import dedent

_IDENTITY = {
    "GIT_AUTHOR_NAME": "n",
    "GIT_AUTHOR_EMAIL": "n@example.org",
    "GIT_COMMITTER_NAME": "n",
    "GIT_COMMITTER_EMAIL": "n@example.org",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_SYSTEM": os.devnull,
}


class Repo:
    """A repository with a work tree."""

    def __init__(self, top: Path) -> None:
        self.top = top

    @classmethod
    def made(cls, top: Path) -> Repo:
        """A new one, without commits."""
        top.mkdir(parents=True, exist_ok=True)
        repo = cls(top)
        repo.git("init", "-q", "-b", "main")
        return repo

    def git(self, *arguments: str) -> str:
        """What git prints; raises CalledProcessError."""
        command = ("git", "-c", "protocol.file.allow=always", "-c", "commit.gpgsign=false", *arguments)
        environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")} | _IDENTITY
        done = subprocess.run(command, cwd=self.top, env=environment, capture_output=True, check=True)
        return done.stdout.decode("utf-8", "surrogateescape").strip()

    def write(self, files: Mapping[str, str]) -> None:
        """Files by path; a file's text is indented as the test is."""
        for path, text in files.items():
            (self.top / path).parent.mkdir(parents=True, exist_ok=True)
            (self.top / path).write_text(dedent(text).lstrip("\n"), encoding="utf-8")

    def commit(self, files: Mapping[str, str] | None = None, message: str = "c") -> str:
        """Write, and commit everything; the commit's name."""
        self.write(files or {})
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", message)
        return self.git("rev-parse", "HEAD")


def fingerprint(folder: Path) -> dict[str, str]:
    """Everything below a folder, git's own files included: what each path is, when it was written, and its bytes."""
    found = {}
    for path in sorted(folder.rglob("*")):
        about = path.lstat()
        digest = ""
        if path.is_file() and not path.is_symlink():
            digest = hashlib.sha256(path.read_bytes()).hexdigest()
        found[str(path.relative_to(folder))] = f"{about.st_mode:o} {about.st_mtime_ns} {about.st_size} {digest}"
    return found
