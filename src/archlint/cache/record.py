"""A finished report on the disk: what was asked, what was looked at, and what was answered.

Light, like `trail`. The form is a line that names it, a checksum, the lengths of the parts, and the parts.
"""

from __future__ import annotations

import os
import zlib

from archlint.trail import Sight

_MAGIC = b"archlint report 2"


class Report:
    """What a run answered: bytes for standard output and standard error, and its exit code."""

    __slots__ = ("_packed", "_sights", "code", "errors", "files", "output", "verbose")

    def __init__(
        self,
        code: int,
        files: int,
        verbose: bool,
        output: bytes,
        errors: bytes,
        sights: dict[str, Sight] | None = None,
        packed: tuple[bytes, ...] = (),
    ) -> None:
        self.code = code
        self.files = files
        self.verbose = verbose
        self.output = output
        self.errors = errors
        self._sights = sights
        self._packed = packed

    @property
    def sights(self) -> dict[str, Sight]:
        """Everything that was looked at."""
        if self._sights is None:
            self._sights = {**_unpacked_steady(*self._packed[:3]), **self.loose()}
        return self._sights

    def steady(self) -> tuple[list[str], str]:
        """The paths whose stat suffices to tell that nothing changed, and their signatures, joined by NUL."""
        paths, signatures, _, _ = self._packed
        return _fields(paths), os.fsdecode(signatures)

    def loose(self) -> dict[str, Sight]:
        """What has to be looked at more closely."""
        fields = iter(_fields(self._packed[3]))
        return {
            path: Sight(kind, signature, digest, bool(racy))
            for path, kind, signature, digest, racy in zip(fields, fields, fields, fields, fields, strict=True)
        }


def save(path: str, question: bytes, report: Report) -> None:
    """Keep a report; where that cannot be done, nothing is kept."""
    parts = question, *_packed(report.sights), report.output, report.errors
    numbers = report.code, report.files, int(report.verbose), *map(len, parts)
    body = b" ".join(b"%d" % each for each in numbers) + b"\n" + b"".join(parts)
    temporary = f"{path}.{os.getpid()}.tmp"
    try:
        os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
        with open(temporary, "wb") as file:
            file.write(_MAGIC + b" %08x\n" % zlib.crc32(body) + body)
        os.replace(temporary, path)
    except OSError:
        try:
            os.unlink(temporary)
        except OSError:
            return


def load(path: str, question: bytes) -> Report | None:
    """The answer to exactly this question; None when there is none, or none that is whole."""
    try:
        with open(path, "rb") as file:
            head, body = file.readline(64), file.read()
    except OSError:
        return None
    if head != _MAGIC + b" %08x\n" % zlib.crc32(body):
        return None
    try:
        at = body.index(b"\n") + 1
        code, files, verbose, *lengths = map(int, body[:at].split())
        parts = []
        for length in lengths:
            parts.append(body[at : at + length])
            at += length
        asked, *sights, output, errors = parts
        return Report(code, files, bool(verbose), output, errors, None, tuple(sights)) if asked == question else None
    except ValueError:
        return None


def _packed(sights: dict[str, Sight]) -> tuple[bytes, ...]:
    """In columns, so that what did not change can be seen without taking anything apart."""
    paths: list[str] = []
    signatures: list[str] = []
    others: list[str] = []
    loose: list[str] = []
    for path, sight in sights.items():
        if sight.kind in ("file", "folder") and not sight.racy:
            paths.append(path)
            signatures.append(sight.signature)
            others += [sight.kind, sight.digest]
        else:
            loose += [path, sight.kind, sight.signature, sight.digest, "racy" if sight.racy else ""]
    return tuple(os.fsencode("\0".join(fields)) for fields in (paths, signatures, others, loose))


def _unpacked_steady(paths: bytes, signatures: bytes, others: bytes) -> dict[str, Sight]:
    rest = iter(_fields(others))
    columns = zip(_fields(paths), _fields(signatures), rest, rest, strict=True)
    return {path: Sight(kind, signature, digest) for path, signature, kind, digest in columns}


def _fields(packed: bytes) -> list[str]:
    return os.fsdecode(packed).split("\0") if packed else []
