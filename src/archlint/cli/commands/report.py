"""`archlint report`: what a change does, for the people who review it."""

from __future__ import annotations

from pathlib import Path

import click

from archlint.cache.folder import cache_folder
from archlint.cli import options
from archlint.cli.against import Against, told
from archlint.cli.analysis import Question
from archlint.cli.output import deliver
from archlint.cli.printing import complain
from archlint.config import ConfigError


@click.command(
    "report",
    short_help="Tell what a change does, for a pull request.",
    epilog=options.examples(
        "archlint report --base origin/main", "archlint report --base origin/main --output-file comment.md"
    ),
)
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--base", metavar="REF", required=True, help="The branch that the change starts from.")
@click.option("--head", metavar="REF", default="", help="Judge this commit, not the files as they are.")
@click.option(
    "--output-format", type=click.Choice(["markdown"]), default="markdown", show_default=True, help="How to print."
)
@click.option(
    "-o", "--output-file", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="Print into FILE."
)
@click.option("--exit-zero", is_flag=True, help="Exit with 0 also when there are new findings.")
@options.selection
@options.cache
@options.projects
def command(
    paths: tuple[Path, ...],
    base: str,
    head: str,
    output_format: str,  # noqa: ARG001 - there is one so far
    output_file: Path | None,
    exit_zero: bool,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    extend_select: tuple[str, ...],
    cache_dir: Path | None,
    config: Path | None,
    isolated: bool,
) -> int:
    """Tell what a change does: new findings with their reasons, routes and models, layers, settings and migrations.

    Fits into a comment on a pull request, however much there is to tell. Exits with 1 when there are new findings, with
    2 when the history cannot be read or the analysis is not complete.
    """
    question = Question(
        paths=paths,
        config_file=config,
        isolated=isolated,
        flags={"select": select, "ignore": ignore, "extend-select": extend_select},
        cache=(cache_dir or Path(cache_folder())).absolute(),
    )
    try:
        outcome, text = told(Against(base, head), question)
    except ConfigError as error:
        complain(error)
        return 2
    deliver(text, output_file)
    if outcome.problems:
        return 2
    return 1 if outcome.findings and not exit_zero else 0
