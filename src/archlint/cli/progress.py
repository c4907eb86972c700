"""A bar for the person who waits."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from archlint.cli.terminal import is_terminal
from archlint.engine import Progress

_PATIENCE = 0.5
"""Seconds without a bar: most runs are over by then."""


@contextmanager
def shown(*, quiet: bool = False) -> Iterator[Progress | None]:
    """Something to tell the progress to; None where nobody watches."""
    if quiet or not is_terminal(sys.stderr):
        yield None
        return
    with ExitStack() as stack:
        yield _Bar(stack).advance


class _Bar:
    """Appears when the work has lasted, and goes without a trace."""

    def __init__(self, stack: ExitStack) -> None:
        self._stack = stack
        self._start = time.monotonic()
        self._update: Progress | None = None

    def advance(self, done: int, total: int) -> None:
        if self._update is None and time.monotonic() - self._start > _PATIENCE and done < total:
            self._update = self._appear()
        if self._update:
            self._update(done, total)

    def _appear(self) -> Progress:
        from rich.console import Console  # most runs never need a bar
        from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
        from rich.progress import Progress as Bars

        columns = TextColumn("reading"), BarColumn(), MofNCompleteColumn(), TextColumn("files")
        bars = self._stack.enter_context(Bars(*columns, console=Console(stderr=True), transient=True))
        task = bars.add_task("reading", total=None)

        def update(done: int, total: int) -> None:
            bars.update(task, completed=done, total=total)

        return update
