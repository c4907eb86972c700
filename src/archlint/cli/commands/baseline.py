"""`archlint baseline`: start today, and only get better."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import click

from archlint import catalogue
from archlint.baseline import committed
from archlint.cache.folder import cache_folder
from archlint.cli import options
from archlint.cli.analysis import Question
from archlint.cli.printing import complain
from archlint.cli.terminal import ColourChoice, say, wants_colour, write
from archlint.config import ConfigError, Workspace
from archlint.debt import Entry, render
from archlint.engine.reckoning import Debt
from archlint.report import Sheet
from archlint.report.ascii_json import dumped
from archlint.report.debts import DebtShape, DebtsShape, DoneWith, families, table
from archlint.report.escape import visible, visible_path
from archlint.report.summary import count
from archlint.report.text import paint
from archlint.writing import put


@click.command(
    "baseline",
    short_help="Write down the findings of today, to be told of new ones only.",
    epilog=options.examples("archlint baseline", "archlint baseline --prune", "archlint baseline --grow"),
)
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--prune", is_flag=True, help="Take out what is gone, and take nothing in.")
@click.option("--grow", is_flag=True, help="Take the new findings in too.")
@options.today
@options.cache
@click.option("--config", type=click.Path(path_type=Path), metavar="FILE", help="Take all settings from this file.")
@options.listing_format
@options.colour
@click.option("-q", "--quiet", is_flag=True, help="Print what is wrong only.")
def command(
    paths: tuple[Path, ...],
    prune: bool,
    grow: bool,
    today: date,
    cache_dir: Path | None,
    config: Path | None,
    output_format: str,
    color: ColourChoice,
    quiet: bool,
) -> int:
    """Write down what is found today in the services that PATHS are in: from then on `archlint check` tells what is
    new, and which entries have had their day.

    Once there, the file shrinks as findings go, and takes in new ones only when asked to. Exits with 1 when there are
    new findings, and then writes nothing.
    """
    if prune and grow:
        raise click.UsageError("--prune takes nothing in; leave it out to --grow, which takes out what is gone too")
    cache = (cache_dir or Path(cache_folder())).absolute()
    question = Question(paths=paths, config_file=config, cache=cache, quiet=quiet, today=today)
    is_text = output_format == "text"
    sheet = Sheet({}, catalogue.folder(), colour=wants_colour(color, sys.stdout))
    writing = _Writing(prune, grow, sheet if is_text and not quiet else None)
    try:
        told = [writing.project(workspace, debt) for workspace, debt in question.debts()]
    except ConfigError as error:
        complain(error)
        return 2
    if not is_text:
        write(dumped(DebtsShape(version=1, baselines=told)))
    return max((_CODES[each["outcome"]] for each in told), default=0)


_CODES: dict[DoneWith, int] = {"written": 0, "unchanged": 0, "nothing-found": 0, "would-grow": 1, "incomplete": 2}


@dataclass(frozen=True, slots=True)
class _Writing:
    """What the user asked for."""

    prune: bool
    grow: bool
    sheet: Sheet | None
    """What the debt is told on, to people."""

    def project(self, workspace: Workspace, debt: Debt) -> DebtShape:
        """Write the baseline of one project, and say what was done."""
        path = os.path.relpath(workspace.root / debt.baseline.path).replace(os.sep, "/")
        shown = visible_path(path)
        entries, outcome, taken = debt.baseline.entries, self._refused(debt, shown), 0
        if outcome is None:
            taking = [] if self.prune else [each.entry for each in debt.match.new]
            entries, taken = tuple(sorted([*debt.entries, *taking])), len(taking)
            outcome = self._save(workspace, debt, entries)
        before = committed(str(workspace.root), debt.baseline.path)
        known = before.entries if before else None
        if self.sheet and outcome in ("written", "unchanged", "nothing-found"):
            write(paint(table(entries, known), self.sheet))
            write(f"\n{shown}: {_changes(debt, taken)}\n")
        is_done = outcome == "written"
        return DebtShape(
            path=path,
            outcome=outcome,
            taken_in=taken if is_done else 0,
            taken_out=len(debt.match.stale) if is_done else 0,
            renamed=debt.moved if is_done else 0,
            new=len(debt.match.new) - taken,
            families=families(entries, known),
        )

    def _refused(self, debt: Debt, shown: str) -> DoneWith | None:
        """Why the baseline stays as it is, which is told to people; None where it need not."""
        if debt.problems:
            for each in debt.problems:
                say(f"archlint: {visible_path(each.path)}: {visible(each.message)}")
            say(f"archlint: {shown} is as it was, since the analysis is not complete")
            return "incomplete"
        starts = debt.baseline.data is None
        if debt.match.new and not (starts or self.grow or self.prune):
            say(
                f"archlint: {shown} is as it was: {count(len(debt.match.new), 'finding')} would be new in it. Repair"
                " what `archlint check` tells, or take it in with --grow; --prune only takes out what is gone"
            )
            return "would-grow"
        return None

    def _save(self, workspace: Workspace, debt: Debt, entries: tuple[Entry, ...]) -> DoneWith:
        old, new = debt.baseline.data, render(entries)
        if old is None and not entries:
            return "nothing-found"
        if new == old:
            return "unchanged"
        try:
            put(str(workspace.root), str(workspace.root / debt.baseline.path), new, before=old)
        except OSError as error:
            path = os.path.relpath(workspace.root / debt.baseline.path)
            raise click.ClickException(f"cannot write `{path}`: {error.strerror}") from error
        return "written"


def _changes(debt: Debt, taken: int) -> str:
    """What was done, in a sentence."""
    if debt.baseline.data is None and not taken:
        return "not written, for nothing is found."
    done = [(taken, "taken in"), (len(debt.match.stale), "taken out"), (debt.moved, "renamed")]
    said = [f"{number} {what}" for number, what in done if number]
    return f"{', '.join(said) or 'as it was'}."
