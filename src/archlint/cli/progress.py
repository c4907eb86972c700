"""A bar for the person who waits."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from archlint import trail
from archlint.cli.terminal import is_terminal
from archlint.engine import Progress

_PATIENCE = 0.5
"""Seconds without a bar: most runs are over by then."""

_PAUSE = 0.1
"""Seconds between two pictures."""


@contextmanager
def shown(*, quiet: bool = False) -> Iterator[Progress | None]:
    """Something to tell the progress to; None where nobody watches."""
    if quiet or not is_terminal(sys.stderr):
        yield None
        return
    with trail.aside(), ExitStack() as stack:
        yield _Bar(stack).advance


class _Bar:
    """Appears when the work has lasted, and goes without a trace."""

    def __init__(self, stack: ExitStack) -> None:
        self._stack = stack
        self._start = time.monotonic()
        self._drawn = 0.0
        self._update: Progress | None = None

    def advance(self, done: int, total: int) -> None:
        if self._update is None and time.monotonic() - self._start > _PATIENCE and done < total:
            self._update = self._appear()
        if self._update and time.monotonic() - self._drawn > _PAUSE:
            self._drawn = time.monotonic()
            self._update(done, total)

    def _appear(self) -> Progress:
        from rich.console import Console  # most runs never need a bar
        from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
        from rich.progress import Progress as Bars

        columns = TextColumn("reading"), BarColumn(), MofNCompleteColumn(), TextColumn("files")
        console = Console(stderr=True)
        bars = Bars(*columns, console=console, transient=True, auto_refresh=False)  # a thread would be forked with us
        self._stack.enter_context(bars)
        task = bars.add_task("reading", total=None)

        def update(done: int, total: int) -> None:
            bars.update(task, completed=done, total=total, refresh=True)

        return update
