"""What a run is asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from archlint.config import Workspace
from archlint.debt import Baseline
from archlint.workers import machine

if TYPE_CHECKING:
    from archlint.engine.keeping import Keeping

KEEPING: ContextVar[Keeping | None] = ContextVar("keeping", default=None)
"""What outlives the runs of this process, where something does."""
Progress: TypeAlias = Callable[[int, int], None]
"""Told how many of how many files have their facts."""


@dataclass(frozen=True, slots=True)
class Unsaved:
    """A file as its editor has it: `content` stands for what is at `path`, which is absolute and need not exist."""

    path: Path
    content: bytes


@dataclass(frozen=True, slots=True)
class Request:
    """One run over one or several projects."""

    workspaces: tuple[Workspace, ...]
    cache: Path | None = None
    """The folder to keep facts in; None for a run without a cache."""
    workers: int = 0
    """How many processes may work at once; 0 for one a core."""
    unsaved: tuple[Unsaved, ...] = ()
    progress: Progress | None = None
    today: date = field(default_factory=date.today)
    """Decides which suppressions have expired."""
    baselines: Mapping[Path, Baseline] | None = None
    """By the roots of projects, in place of what their files say; a project that is missing here has none."""
    keeping: Keeping | None = None
    """What outlives the run, and was left by the one before."""
    silence: str = ""
    """The quoted reason to silence findings with; then the fix of each is the comment that does so."""

    @property
    def processes(self) -> int:
        """How many processes may work at once."""
        return self.workers or machine.cores()
