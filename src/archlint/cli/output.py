"""A report to standard output or into a file."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import click

from archlint.cli.terminal import write


def deliver(text: str, file: Path | None) -> None:
    """Write the report; into a file all or nothing."""
    if file is None:
        write(text)
        return
    try:
        _replace(file, text.encode("utf-8", "backslashreplace"))
    except OSError as error:
        raise click.ClickException(f"cannot write `{file}`: {error.strerror}; choose another --output-file") from error


def _replace(file: Path, data: bytes) -> None:
    if file.exists() and not file.is_file():  # a device or a pipe is written to, not replaced
        file.write_bytes(data)
        return
    target = Path(os.path.realpath(file))
    handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        Path(temporary).chmod(_mode(target))
        Path(temporary).replace(target)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def _mode(target: Path) -> int:
    """The permissions of the file that is replaced, else those that a new file gets."""
    if target.exists():
        return target.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
