"""Bytes that tell whether they are whole, and files of them."""

from __future__ import annotations

import os
from contextlib import suppress
from hashlib import blake2b

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import BinaryIO

_MAGIC = b"archlint\x01"
_DIGEST = 16


def load(path: str) -> bytes | None:
    """What was saved; None when it is not there, cannot be read, or is not what was saved."""
    try:
        with open(path, "rb") as file:
            return opened(file.read())
    except OSError:
        return None


def save(path: str, content: bytes) -> bool:
    """Put a file in place, whole or not at all; False when it cannot be written."""
    temporary = f"{path}.{os.getpid()}.tmp"
    try:
        with _created(temporary) as file:
            file.write(sealed(content))
        os.replace(temporary, path)
    except OSError:
        with suppress(OSError):
            os.unlink(temporary)
        return False
    return True


def sealed(content: bytes) -> bytes:
    """Bytes that tell whether they are whole."""
    return _MAGIC + _sum(content) + content


def opened(data: bytes) -> bytes | None:
    """What was sealed; None for anything else."""
    start = len(_MAGIC) + _DIGEST
    content = data[start:]
    return content if data[:start] == _MAGIC + _sum(content) else None


def _created(path: str) -> BinaryIO:
    """A new file, in a folder that is made when it is not there."""
    try:
        return open(path, "wb")
    except FileNotFoundError:
        os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
        return open(path, "wb")


def _sum(content: bytes) -> bytes:
    return blake2b(content, digest_size=_DIGEST).digest()
