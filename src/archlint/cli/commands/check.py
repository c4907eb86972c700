"""`archlint check`: judge a service."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from archlint import trail
from archlint.cache.folder import cache_folder
from archlint.cli import options
from archlint.cli.analysis import Question
from archlint.cli.printing import FOR_PEOPLE, Printing
from archlint.cli.settings import as_text
from archlint.cli.terminal import ColourChoice, say, write
from archlint.config import ConfigError, Workspace
from archlint.report import FORMATS, Format
from archlint.report.escape import visible, visible_path

if TYPE_CHECKING:
    from archlint.cli.against import Against


@click.command(
    "check",
    short_help="Judge a service.",
    epilog=options.examples(
        "archlint check",
        "archlint check app --select layers,blocking-call",
        "archlint check --base origin/main --output-format github",
        "archlint check --daemon",
        "archlint check --output-format sarif --output-file archlint.sarif",
        "archlint check --diff --unsafe-fixes",
        "archlint check --fix",
        'archlint check app/legacy --add-ignore "goes with the old client"',
    ),
)
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@options.selection
@click.option("--output-format", type=click.Choice(FORMATS), default="text", show_default=True, help="How to print.")
@click.option(
    "-o", "--output-file", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="Print into FILE."
)
@options.fixes
@click.option("--exit-zero", is_flag=True, help="Exit with 0 also when there are findings.")
@click.option("--statistics", is_flag=True, help="Print how often each rule is broken, instead of where.")
@click.option("--no-cache", is_flag=True, help="Read and parse everything again, and keep nothing.")
@click.option("--no-baseline", is_flag=True, help="Tell the findings that the baseline knows, too.")
@options.today
@options.cache
@options.daemon
@options.projects
@options.change
@click.option("--changed", is_flag=True, help="With --base, show findings only in files that changed.")
@click.option("--show-files", is_flag=True, help="Print the files that would be read, and stop.")
@click.option("--show-settings", is_flag=True, help="Print the settings in force and where each comes from, and stop.")
@click.option("--stdin-filename", type=click.Path(path_type=Path), metavar="FILE", help="Judge FILE as standard input.")
@options.colour
@click.option("-q", "--quiet", is_flag=True, help="Print findings only, no summary and no progress.")
@click.option("-v", "--verbose", is_flag=True, help="Tell what was read and what was left out.")
def command(
    paths: tuple[Path, ...],
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    extend_select: tuple[str, ...],
    output_format: Format,
    output_file: Path | None,
    fix: bool,
    unsafe_fixes: bool,
    diff: bool,
    add_ignore: str,
    exit_zero: bool,
    statistics: bool,
    no_cache: bool,
    no_baseline: bool,
    today: date,
    cache_dir: Path | None,
    config: Path | None,
    isolated: bool,
    base: str | None,
    head: str | None,
    changed: bool,
    show_files: bool,
    show_settings: bool,
    stdin_filename: Path | None,
    color: ColourChoice,
    quiet: bool,
    verbose: bool,
) -> int:
    """Judge the services that PATHS are in, or the one in this folder.

    A service is always read whole; PATHS choose the files whose findings are printed. Exits with 0 when nothing was
    found, 1 when something was, 2 when the command line or the configuration is wrong or a file could not be read.
    """
    question = Question(
        paths=paths,
        config_file=config,
        isolated=isolated,
        flags={"select": select, "ignore": ignore, "extend-select": extend_select},
        cache=None if no_cache else (cache_dir or Path(cache_folder())).absolute(),
        stdin_filename=stdin_filename,
        quiet=quiet,
        today=today,
        baseline=not no_baseline and not isolated,
        silence=add_ignore,
    )
    printing = Printing(output_format, output_file, color, statistics, exit_zero, quiet, verbose)
    if statistics and output_format not in FOR_PEOPLE:
        raise click.UsageError(f"--statistics is for people; leave --output-format {output_format} out")
    against = _against(base, head, changed, stdin_filename)
    trail.current().verbose = verbose
    try:
        if show_settings:
            write("\n".join(as_text(each) for each in question.workspaces()))
            return 0
        if show_files:
            return _list_files(question.workspaces(), verbose)
        if fix or diff or unsafe_fixes or add_ignore:
            if against:
                raise click.UsageError("repairs are made of all that is found; leave --base and --changed out")
            if add_ignore and (fix or unsafe_fixes):
                raise click.UsageError("--add-ignore silences what --fix would repair; run --fix first")
            is_written = fix or bool(add_ignore and not diff)
            return _repair(question, printing, write=is_written, unsafe=unsafe_fixes, show=diff)
        if against:
            return against.report(question, printing)
        return printing.report(question.outcomes(), only=stdin_filename)
    except ConfigError as error:
        return printing.refuse(error)


def _repair(question: Question, printing: Printing, *, write: bool, unsafe: bool, show: bool) -> int:
    """Repair what can be; the exit code."""
    from archlint.cli.fixing import Fixing  # brings the parser

    return Fixing(write, unsafe, show).report(question, printing)


def _against(base: str | None, head: str | None, changed: bool, stdin_filename: Path | None) -> Against | None:
    """What a run compares with; None for one that compares nothing, and need not import how."""
    if base is None and head is None and not changed:
        return None
    from archlint.cli.against import from_flags

    return from_flags(base, head, changed, stdin_filename)


def _list_files(workspaces: tuple[Workspace, ...], verbose: bool) -> int:
    """Print what would be read and, when asked, what would not and why."""
    for each in workspaces:
        for file in each.listing.files:
            if each.shows(file.path):
                write(f"{visible_path(os.path.relpath(file.real))}\n")
        for skipped in each.listing.skipped if verbose else ():
            say(f"left out: {visible(os.path.relpath(each.root / skipped.path))}: {skipped.reason}")
    return 0
