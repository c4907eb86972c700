"""Calls of git that nothing in a repository can turn into more than they are."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence
from pathlib import Path

_MISLEADING = frozenset({"GIT_DIR", "GIT_INDEX_FILE", "GIT_NAMESPACE", "GIT_PREFIX", "GIT_WORK_TREE"})
"""What git sets for its hooks: it speaks of the repository of the hook, not of the one that was asked about."""
_FORCED = {
    "GIT_ALLOW_PROTOCOL": "none",  # an old git fetches what is missing whatever the next line says; so it cannot
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",
}
_SETTINGS = {
    "core.fsmonitor": "false",
    "core.hooksPath": os.devnull,
    "core.pager": "cat",
    "diff.external": "",
    "safe.bareRepository": "explicit",
}
"""What a repository's own configuration may not decide. Nothing here asks git for a diff; `changes` compares blobs."""


class GitError(Exception):
    """git cannot tell; says what to do where that is known."""


def command(folder: str, verb: str, *arguments: str) -> list[str]:
    """The command line; `arguments` may come from anywhere once they follow `--end-of-options`."""
    settings = [part for key, value in _SETTINGS.items() for part in ("-c", f"{key}={value}")]
    return [_program(), "--no-pager", "--literal-pathspecs", "-C", folder, *settings, verb, *arguments]


def _program() -> str:
    """The git that is found in PATH, never one that lies in the folder that is looked at; raises GitError."""
    names = ("git.exe", "git") if os.name == "nt" else ("git",)
    for folder in map(Path, os.environ.get("PATH", os.defpath).split(os.pathsep)):
        for name in names if folder.is_absolute() else ():
            if os.access(folder / name, os.X_OK) and (folder / name).is_file():
                return str(folder / name)
    raise GitError("git is not installed, or not in PATH; --base reads the history with it")


def environment() -> dict[str, str]:
    """The variables git is called with."""
    inherited = os.environ
    return {name: value for name, value in inherited.items() if name not in _MISLEADING} | _FORCED


def ask(folder: str, verb: str, *arguments: str) -> bytes:
    """What git prints; raises GitError with what it complains of."""
    done = _run(command(folder, verb, *arguments))
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise GitError(said[0].removeprefix("fatal: ") if said else f"git {verb} failed")
    return done.stdout


def _run(words: Sequence[str]) -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(words, env=environment(), stdin=subprocess.DEVNULL, capture_output=True, check=False)
    except OSError as error:
        raise GitError(f"git cannot be run: {error.strerror}") from None
    except ValueError:  # a NUL byte in an argument
        raise GitError("a name with a NUL byte is none that git knows") from None
