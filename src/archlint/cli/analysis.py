"""From what the user typed to outcomes: shared by the commands that look at a project."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from archlint.cli.progress import shown
from archlint.config import Workspace, discover
from archlint.debt import Baseline
from archlint.engine import Progress, Request, Unsaved, debts, run, studies
from archlint.engine.request import KEEPING
from archlint.findings import Finding, Outcome

if TYPE_CHECKING:
    from archlint.engine.keeping import Keeping
    from archlint.engine.reckoning import Debt
    from archlint.engine.repairing import Repaired
    from archlint.engine.study import Study


@dataclass(frozen=True, slots=True)
class Question:
    """What a run is asked for: paths as typed, where settings come from, and flags under the keys of settings."""

    paths: tuple[Path, ...] = ()
    config_file: Path | None = None
    isolated: bool = False
    flags: Mapping[str, Sequence[str]] = field(default_factory=dict)
    cache: Path | None = None
    """The folder to keep facts in; None for a run without a cache."""
    stdin_filename: Path | None = None
    quiet: bool = False
    today: date = field(default_factory=date.today)
    baseline: bool = True
    """Whether findings that the baseline knows are left out."""
    silence: str = ""
    """The quoted reason to silence findings with, in place of repairing them."""

    def workspaces(self) -> tuple[Workspace, ...]:
        """The projects it is about; raises ConfigError."""
        return discover(
            self._starts(),
            cwd=Path.cwd(),
            file=self.config_file,
            isolated=self.isolated,
            flags={key: list(value) for key, value in self.flags.items() if value},
        )

    def outcomes(self) -> tuple[tuple[Path, Outcome], ...]:
        """What the engine says, with the root of each project; raises ConfigError."""
        workspaces = self.workspaces()
        unsaved = self.unsaved()
        with shown(quiet=self.quiet) as progress:
            return run(self._request(workspaces, unsaved, progress, KEEPING.get()))

    def unsaved(self) -> tuple[Unsaved, ...]:
        """The file that comes by standard input, which is read once; none without such a file."""
        if not self.stdin_filename:
            return ()
        return (Unsaved(Path.cwd() / self.stdin_filename, sys.stdin.buffer.read()),)

    def debts(self) -> Iterator[tuple[Workspace, Debt]]:
        """What the baseline of each project knows; raises ConfigError."""
        workspaces = self.workspaces()
        with shown(quiet=self.quiet) as progress:
            yield from debts(self._request(workspaces, (), progress))

    def studies(self) -> Iterator[Study]:
        """The projects, linked, for questions beyond the report; raises ConfigError."""
        workspaces = self.workspaces()
        with shown(quiet=self.quiet) as progress:
            yield from studies(Request(workspaces, cache=self.cache, progress=progress))

    def repaired(self, allowed: Callable[[Finding], bool], unsaved: tuple[Unsaved, ...] = ()) -> Repaired:
        """What comes of making every allowed fix, in memory, in the unsaved files alone if there are; raises
        ConfigError.
        """
        from archlint.engine.repairing import repair  # brings the parser

        workspaces = self.workspaces()
        with shown(quiet=self.quiet) as progress:
            return repair(self._request(workspaces, unsaved, progress), allowed)

    def _request(
        self,
        workspaces: tuple[Workspace, ...],
        unsaved: tuple[Unsaved, ...],
        progress: Progress | None,
        keeping: Keeping | None = None,
    ) -> Request:
        baselines: dict[Path, Baseline] | None = None if self.baseline else {}
        return Request(
            workspaces,
            cache=self.cache,
            unsaved=unsaved,
            progress=progress,
            today=self.today,
            baselines=baselines,
            keeping=keeping,
            silence=self.silence,
        )

    def _starts(self) -> tuple[Path, ...]:
        stdin = Path("-") in self.paths
        if stdin and not self.stdin_filename:
            raise click.UsageError("`-` reads from standard input; say with --stdin-filename which file that is")
        if not self.stdin_filename:
            return self.paths
        if [each for each in self.paths if each != Path("-")]:
            raise click.UsageError("--stdin-filename is about one file; leave the paths out")
        return (self.stdin_filename if self.stdin_filename.exists() else self.stdin_filename.parent,)
