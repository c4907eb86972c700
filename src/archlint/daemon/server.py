"""The side of the daemon: one question after the other, each answered into the streams of who asked."""

from __future__ import annotations

import gc
import json
import os
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import TypedDict

from archlint import trail
from archlint.cache.recording import recorded, seen_of_archlint
from archlint.cache.replay import Question, environment, question
from archlint.cli import main
from archlint.daemon.client import HERE, NO
from archlint.engine.keeping import Beyond, Keeping
from archlint.engine.request import KEEPING
from archlint.workers.crew import Crew

_IDLE = 3_600
"""Seconds without a question after which a daemon ends."""
_LOOK = 5
"""Seconds after which it looks whether its door is still there."""
_PATIENCE = 10
"""Seconds that somebody may take to ask."""
_OWN_RUN = 60
"""Seconds that the run of somebody without an answer is waited for."""


class _Asked(TypedDict):
    arguments: list[str]
    environment: dict[str, str]
    """The variables that a report may depend on."""
    encodings: tuple[str, str]
    """Of the streams that come with it."""
    path: str
    """Where the report is to be kept."""
    text: str
    """Under which question, in hexadecimal digits."""


class Daemon:
    """Answers at a door, and remembers."""

    def __init__(self, door: Path) -> None:
        self._door = door
        self._readers = Crew(1)
        self._keeping = Keeping(self._readers)
        self._itself = seen_of_archlint()
        self._last = time.monotonic()

    def serve(self, arguments: list[str]) -> None:
        """Judge the project, then answer until nobody asks, the door is taken away, or archlint is another."""
        with self._readers:
            self._readers.hire()  # before there is much to share
            self._judge(arguments)
            if not self._keeping.is_empty:
                self._listen()

    def _listen(self) -> None:
        self._door.unlink(missing_ok=True)
        os.umask(0o077)
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as listening:
            listening.bind(os.fspath(self._door))
            listening.listen()
            listening.settimeout(_LOOK)
            here = self._door.stat().st_ino
            while self._is_wanted(here):
                with suppress(TimeoutError):
                    line, _ = listening.accept()
                    with line:
                        again = self._answer(line)
                    if again is not None:
                        self._judge(again)
                    self._last = time.monotonic()

    def _is_wanted(self, here: int) -> bool:
        try:
            is_there = self._door.stat().st_ino == here
        except OSError:
            return False
        return is_there and not self._keeping.is_empty and time.monotonic() - self._last < _IDLE and bool(self._itself)

    def _answer(self, line: socket.socket) -> list[str] | None:
        """Answer one question; where that is not quick, the arguments of the run that is to be made now."""
        line.settimeout(_PATIENCE)
        try:
            line.sendall(HERE)
            _, streams, _, _ = socket.recv_fds(line, 1, 2)
            asked: _Asked = json.loads(line.makefile("rb").readline())
        except (OSError, ValueError):
            return None
        self._itself = trail.all_again(self._itself) or {}
        if not self._itself:
            _say(line, NO)
            return None
        for name in environment():
            del os.environ[name]
        os.environ.update(asked["environment"])
        try:
            with self._keeping.hastily(), _printing_into(streams, asked["encodings"]):
                code = self._run(asked["arguments"], Question(asked["path"], bytes.fromhex(asked["text"])))
        except Beyond:
            _say(line, NO)
            _wait_for_its_end(line)
            return asked["arguments"]
        _say(line, b"%d" % code)
        self._keeping.sweep()
        _settle_garbage()
        return None

    def _judge(self, arguments: list[str]) -> None:
        """Come to know the project, for nobody."""
        gc.unfreeze()
        gc.collect()  # what was known before, whose parts know each other
        gc.disable()  # millions of objects are made, and hardly one is thrown away
        nowhere = os.open(os.devnull, os.O_WRONLY)
        with _printing_into([nowhere, os.dup(nowhere)], ("utf-8", "utf-8")):
            self._run(arguments, question(arguments))
        gc.enable()
        _settle_garbage()

    def _run(self, arguments: list[str], asked: Question | None) -> int:
        token = KEEPING.set(self._keeping)
        try:
            if asked is None:
                return main(arguments)
            return recorded(asked, lambda: main(arguments), self._itself)
        finally:
            KEEPING.reset(token)


def _settle_garbage() -> None:
    """Have what is left looked through never again, for hardly any of it will be thrown away."""
    gc.collect()
    gc.freeze()


def _say(line: socket.socket, said: bytes) -> None:
    with suppress(OSError):  # whoever asked may have gone
        line.sendall(said + b"\n")


def _wait_for_its_end(line: socket.socket) -> None:
    """Wait while whoever asked makes a run of its own, which would take longer beside another one."""
    line.settimeout(_OWN_RUN)
    with suppress(OSError):
        line.recv(1)


@contextmanager
def _printing_into(streams: list[int], encodings: tuple[str, str]) -> Iterator[None]:
    """Let a run print into streams that are somebody's else; they are closed afterwards."""
    kept = sys.stdout, sys.stderr
    with ExitStack() as stack:
        sys.stdout, sys.stderr = (
            stack.enter_context(os.fdopen(handle, "w", encoding=encoding))
            for handle, encoding in zip(streams, encodings, strict=True)
        )
        try:
            yield
        finally:
            sys.stdout, sys.stderr = kept
