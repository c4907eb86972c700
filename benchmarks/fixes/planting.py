"""Copies of services with comments planted that silence nothing: work for the safe repairs."""

from __future__ import annotations

import io
import random
import shutil
import stat
import tokenize
from pathlib import Path

_COMMENT = b'  # archlint: ignore[blocking-call] reason="planted"'
_IGNORED = shutil.ignore_patterns(".git", "node_modules", "__pycache__", "*.pyc")


def copied(service: Path, target: Path) -> Path:
    """A copy of a service that is a work tree of its own, settings of whoever wrote it aside."""
    shutil.copytree(service, target, ignore=_IGNORED, symlinks=True)
    (target / ".git").mkdir(exist_ok=True)
    return target


def plant(folder: Path, seed: int, files: int) -> int:
    """End a random line of some files with a comment that silences nothing; how many were planted."""
    chosen = random.Random(seed)
    sources = [each for each in sorted(folder.rglob("*.py")) if "test" not in each.as_posix().lower()]
    planted = 0
    for path in chosen.sample(sources, min(files, len(sources))):
        data = path.read_bytes()
        ends = _statement_ends(data)
        if ends:
            at = chosen.choice(ends)
            lines = data.splitlines(keepends=True)
            body = lines[at].rstrip(b"\r\n")
            lines[at] = body + _COMMENT + lines[at][len(body) :]
            path.write_bytes(b"".join(lines))
            planted += 1
    return planted


def snapshot(folder: Path) -> dict[str, tuple[int, bytes]]:
    """The mode and the bytes of every file below a folder."""
    found = {}
    for path in folder.rglob("*"):
        if path.is_file() and not path.is_symlink():
            found[path.relative_to(folder).as_posix()] = stat.S_IMODE(path.stat().st_mode), path.read_bytes()
    return found


def _statement_ends(data: bytes) -> list[int]:
    """The lines, from 0, on which a statement ends without a comment."""
    ends: list[int] = []
    before = tokenize.ENCODING
    try:
        for token in tokenize.tokenize(io.BytesIO(data).readline):
            if token.type == tokenize.NEWLINE and before != tokenize.COMMENT and token.string:
                ends.append(token.start[0] - 1)
            before = token.type
    except (tokenize.TokenError, SyntaxError):
        return []
    return ends if len(data.splitlines()) == data.count(b"\n") else []  # other separators would shift the lines
