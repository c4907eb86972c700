"""Keeping the report of a run for the next one."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable, Mapping
from typing import BinaryIO, TextIO, cast

from archlint import trail
from archlint.cache import record
from archlint.cache.replay import Question
from archlint.catalogue import folder

_LIBRARIES = ("click", "libcst", "msgspec", "pathspec", "pydantic", "rich")


def recorded(asked: Question, run: Callable[[], int], itself: Mapping[str, trail.Sight] | None = None) -> int:
    """Run, and keep what is printed where the next run could print just that; the exit code of the run.

    `itself` is how archlint looks, by whoever knows that.
    """
    output, errors = sys.stdout, sys.stderr
    with trail.kept() as kept:
        tees = _Tee(output, kept), _Tee(errors, kept)
        sys.stdout, sys.stderr = (tee.text for tee in tees)
        try:
            code = run()
        finally:
            for tee in tees:
                tee.let_go()
            sys.stdout, sys.stderr = output, errors
        if kept.judged and kept.repeatable and (seen := itself or seen_of_archlint()):
            trail.note(seen)
            said, complained = (bytes(tee.said) for tee in tees)
            report = record.Report(code, kept.files, kept.verbose, said, complained, kept.sights)
            record.save(asked.path, asked.text, report)
    return code


class _Tee(io.RawIOBase):
    """Bytes on their way to a stream, also kept."""

    def __init__(self, stream: TextIO, kept: trail.Trail) -> None:
        self.said = bytearray()
        self._kept = kept
        self._target = stream.buffer
        self.text = io.TextIOWrapper(cast("BinaryIO", self), stream.encoding, stream.errors, write_through=True)

    def writable(self) -> bool:
        return True

    def write(self, data: bytes | bytearray | memoryview, /) -> int:  # type: ignore[override]
        if not self._kept.aside:
            self.said += data
        try:
            return self._target.write(data)
        except OSError:  # the reader went away: what is kept would not be what was printed
            self._kept.repeatable = False
            raise

    def flush(self) -> None:
        if not self._target.closed:
            self._target.flush()

    def isatty(self) -> bool:
        return self._target.isatty()

    def fileno(self) -> int:
        return self._target.fileno()

    def let_go(self) -> None:
        """End the text on top, but leave the stream below open."""
        self.text.detach()


def seen_of_archlint() -> Mapping[str, trail.Sight]:
    """How archlint itself looks, on which reports depend too, and what it is built from; nothing when those cannot be
    seen.
    """
    with trail.kept() as kept:
        return kept.sights if _look_at_archlint() else {}


def _look_at_archlint() -> bool:
    package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    try:
        for top in (package, str(folder())):
            _look_at_tree(top)
        for name in _LIBRARIES:
            file = getattr(sys.modules.get(name), "__file__", None)
            if file:
                trail.entries(os.path.dirname(os.path.dirname(file)))
    except OSError:
        return False
    return True


def _look_at_tree(top: str) -> None:
    waiting = [top]
    while waiting:
        for entry in trail.entries(waiting.pop()):
            if entry.is_dir(follow_symlinks=False):
                if entry.name != "__pycache__":
                    waiting.append(entry.path)
            elif entry.name.endswith((".py", ".md", ".toml", ".json")):
                trail.read(entry.path)
