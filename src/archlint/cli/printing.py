"""How a run is told, and the exit code that goes with it."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from msgspec.structs import replace

from archlint import trail
from archlint.catalogue import rules
from archlint.cli.output import deliver
from archlint.cli.terminal import ColourChoice, is_ascii, is_terminal, say, wants_colour, width_of, write
from archlint.config import ConfigError
from archlint.findings import Outcome
from archlint.report import Format, Sheet, git_top, render, seen_from
from archlint.report.escape import visible, visible_path
from archlint.report.summary import count, statistics

FOR_PEOPLE = ("text", "concise")
_FROM_GIT_TOP = ("github", "gitlab", "markdown", "sarif")
_FILE_WIDTH = 88


def complain(error: ConfigError) -> None:
    """Tell on standard error what is wrong with the settings, a line each."""
    for each in error.problems:
        where = visible_path(each.path) + (f":{each.line}" if each.line else "")
        say(f"archlint: {where}: {visible(each.message)}" if where else f"archlint: {visible(each.message)}")


@dataclass(frozen=True, slots=True)
class Printing:
    """What the user asked for with the flags of `check`."""

    form: Format
    file: Path | None
    colour: ColourChoice
    statistics: bool
    exit_zero: bool
    quiet: bool
    verbose: bool
    beside: bool = False
    """Whether standard output is for something else, and the report goes to standard error."""

    def report(self, outcomes: Iterable[tuple[Path, Outcome]], only: Path | None = None) -> int:
        """Print what the engine said, of one file alone if asked; the exit code."""
        outcome = seen_from(self._base(), outcomes)
        if only:
            path = os.path.relpath(only, self._base()).replace(os.sep, "/")
            outcome = replace(outcome, findings=tuple(each for each in outcome.findings if each.place.path == path))
        code = self._exit_code(outcome)
        self._print(outcome, code)
        if self.verbose:
            with trail.aside():
                say(f"{outcome.parsed} of {count(outcome.read, 'file')} parsed")
        return code

    def refuse(self, error: ConfigError) -> int:
        """Tell what is wrong with the settings: to people on standard error, to machines in the report."""
        trail.current().repeatable = False
        if self.form in FOR_PEOPLE:
            complain(error)
            return 2
        self._print(Outcome((), error.problems, 0), 2)
        return 2

    def _print(self, outcome: Outcome, code: int) -> None:
        sheet = self._sheet(code)
        text = statistics(outcome, sheet.rules) if self.statistics else render(self.form, outcome, sheet)
        if self.beside and self.file is None:
            write(text, sys.stderr)
        else:
            deliver(text, self.file)

    def _exit_code(self, outcome: Outcome) -> int:
        if outcome.problems:
            return 2
        found = outcome.findings or (outcome.changes and outcome.changes.elsewhere)
        return 1 if found and not self.exit_zero else 0

    def _base(self) -> Path:
        """The folder that printed paths are relative to."""
        cwd = Path.cwd()
        return git_top(cwd) or cwd if self.form in _FROM_GIT_TOP else cwd

    def _sheet(self, code: int) -> Sheet:
        to_file = self.file is not None
        stream = sys.stderr if self.beside else sys.stdout
        return Sheet(
            rules=rules(),
            base=self._base(),
            width=_FILE_WIDTH if to_file else width_of(stream),
            wrap=not to_file and is_terminal(stream),
            colour=self.colour == "always" if to_file else wants_colour(self.colour, stream),
            ascii=not to_file and is_ascii(stream),
            summary=not self.quiet,
            exit_code=code,
        )
