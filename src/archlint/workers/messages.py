"""What goes through the pipe between a run and its workers."""

from __future__ import annotations

from typing import TypeAlias

import msgspec

from archlint.records import Record

_FACTS = b"+"
_FAILURE = b"-"


class Task(Record, frozen=True, array_like=True):
    """A file to read; `content` stands for what is on the disk, where it is given."""

    path: bytes
    max_size: int
    content: bytes | None = None

    def packed(self) -> bytes:
        return msgspec.msgpack.encode(self)


class Failure(Record, frozen=True, array_like=True):
    """Why there are no facts of a file; line and column are 0 where none can be told."""

    kind: str
    message: str
    line: int = 0
    column: int = 0
    digest: str = ""
    """Of the bytes that were read, as facts have it; "" where they are not to blame."""


Answer: TypeAlias = bytes | Failure
"""The encoded facts of a file, or why there are none."""


def task(message: bytes) -> Task:
    """Raises `msgspec.DecodeError`."""
    return msgspec.msgpack.decode(message, type=Task)


def packed(answer: Answer) -> bytes:
    """The answer in the form in which it travels and is kept."""
    return _FAILURE + msgspec.msgpack.encode(answer) if isinstance(answer, Failure) else _FACTS + answer


def unpacked(message: bytes) -> Answer:
    """Raises `msgspec.DecodeError` for what is no answer."""
    if message[:1] == _FACTS:
        return message[1:]
    if message[:1] == _FAILURE:
        return msgspec.msgpack.decode(message[1:], type=Failure)
    raise msgspec.DecodeError("no answer")
