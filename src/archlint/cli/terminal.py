"""What the reader's screen can do, and how text gets there."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal, TextIO, TypeAlias

import click

ColourChoice: TypeAlias = Literal["auto", "always", "never"]
_PIPE_WIDTH = 88
_WIDEST = 110
_FRAME_CHARACTERS = "│├└─"


def wants_colour(choice: ColourChoice, stream: TextIO) -> bool:
    """Whether to write in colour: what was asked, else NO_COLOR, FORCE_COLOR, TERM, else whether it is a terminal."""
    if choice != "auto":
        return choice == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return is_terminal(stream) and os.environ.get("TERM") != "dumb"


def is_terminal(stream: TextIO) -> bool:
    """Whether a person watches; False for a closed stream."""
    try:
        return stream.isatty()
    except (AttributeError, ValueError):
        return False


def width_of(stream: TextIO) -> int:
    """Columns to fill: a terminal's own up to a readable limit, a fixed number in a pipe."""
    if not is_terminal(stream):
        return _PIPE_WIDTH
    return max(40, min(shutil.get_terminal_size((_PIPE_WIDTH, 24)).columns, _WIDEST))


def is_ascii(stream: TextIO) -> bool:
    """Whether the stream's encoding lacks box-drawing characters."""
    try:
        _FRAME_CHARACTERS.encode(_encoding(stream))
    except (UnicodeEncodeError, LookupError):
        return True
    return False


def write(text: str, stream: TextIO | None = None) -> None:
    """Print text whatever the stream's encoding; a reader that went away ends it quietly."""
    stream = sys.stdout if stream is None else stream
    encoding = _encoding(stream)
    with _quietly():
        stream.write(text.encode(encoding, "backslashreplace").decode(encoding))
        stream.flush()


def write_bytes(data: bytes) -> None:
    """Print a file as it is."""
    with _quietly():
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()


@contextmanager
def _quietly() -> Iterator[None]:
    """Ends quietly when the reader has gone away; raises ClickException for any other reason not to print."""
    try:
        yield
    except BrokenPipeError:
        mute_stdout()
    except OSError as error:
        mute_stdout()
        raise click.ClickException(f"cannot print the report: {error.strerror}") from error


def say(line: str) -> None:
    """Tell the person something that is no part of the result."""
    write(f"{line}\n", sys.stderr)


def mute_stdout() -> None:
    """Send what is still to be flushed nowhere, so that the interpreter does not complain when it ends."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, sys.stdout.fileno())
    except (OSError, ValueError):
        pass
    finally:
        os.close(nowhere)


def _encoding(stream: TextIO) -> str:
    return getattr(stream, "encoding", None) or "utf-8"
