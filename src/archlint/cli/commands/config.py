"""`archlint config`: the settings in force."""

from __future__ import annotations

from pathlib import Path

import click

from archlint.cli import options
from archlint.cli.analysis import Question
from archlint.cli.printing import complain
from archlint.cli.settings import as_json, as_text
from archlint.cli.terminal import write
from archlint.config import ConfigError
from archlint.report.ascii_json import dumped


@click.command(
    "config",
    short_help="Show the settings and where each comes from.",
    epilog=options.examples("archlint config", "archlint config --schema > archlint.schema.json"),
)
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--schema", is_flag=True, help="Print the JSON Schema of [tool.archlint], and stop.")
@options.listing_format
@options.projects
def command(paths: tuple[Path, ...], schema: bool, output_format: str, config: Path | None, isolated: bool) -> int:
    """Show the settings in force for the services that PATHS are in, and where each comes from."""
    if schema:
        from archlint.config.validation import schema as described

        write(dumped(described()))
        return 0
    try:
        workspaces = Question(paths=paths, config_file=config, isolated=isolated).workspaces()
    except ConfigError as error:
        complain(error)
        return 2
    if output_format == "json":
        write(dumped([as_json(each) for each in workspaces]))
    else:
        write("\n".join(as_text(each) for each in workspaces))
    return 0
