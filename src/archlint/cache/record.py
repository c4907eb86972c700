"""A finished report on the disk: what was asked, what was looked at, and what was answered.

Light, like `trail`. The form is a line that names it, a checksum, the lengths of the parts, and the parts.
"""

from __future__ import annotations

import os
import zlib

from archlint.trail import Sight

_MAGIC = b"archlint report 1"


class Report:
    """What a run answered: bytes for standard output and standard error, and its exit code."""

    __slots__ = ("code", "errors", "files", "output", "sights", "verbose")

    def __init__(
        self, code: int, files: int, verbose: bool, output: bytes, errors: bytes, sights: dict[str, Sight]
    ) -> None:
        self.code = code
        self.files = files
        self.verbose = verbose
        self.output = output
        self.errors = errors
        self.sights = sights


def save(path: str, question: bytes, report: Report) -> None:
    """Keep a report; where that cannot be done, nothing is kept."""
    parts = question, _packed(report.sights), report.output, report.errors
    numbers = report.code, report.files, int(report.verbose), *map(len, parts)
    body = b"%d %d %d %d %d %d %d\n" % numbers + b"".join(parts)
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
        line, _, rest = body.partition(b"\n")
        code, files, verbose, *lengths = map(int, line.split())
        parts = []
        for length in lengths:
            parts.append(rest[:length])
            rest = rest[length:]
        asked, sights, output, errors = parts
        return Report(code, files, bool(verbose), output, errors, _unpacked(sights)) if asked == question else None
    except ValueError:
        return None


def _packed(sights: dict[str, Sight]) -> bytes:
    fields = []
    for path, sight in sights.items():
        fields += [path, sight.kind, sight.signature, sight.digest, "racy" if sight.racy else ""]
    return os.fsencode("\0".join(fields))


def _unpacked(packed: bytes) -> dict[str, Sight]:
    fields = iter(os.fsdecode(packed).split("\0") if packed else ())
    sights = {}
    for path, kind, signature, digest, racy in zip(fields, fields, fields, fields, fields, strict=True):
        sights[path] = Sight(kind, signature, digest, bool(racy))
    return sights
