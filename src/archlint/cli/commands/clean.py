"""`archlint clean`: forget everything."""

from __future__ import annotations

import shutil
from pathlib import Path

import click

from archlint.cache.folder import cache_folder, inside
from archlint.cli import options
from archlint.cli.terminal import write
from archlint.report.escape import visible


@click.command("clean", short_help="Delete the cache.", epilog=options.examples("archlint clean"))
@options.cache
def command(cache_dir: Path | None) -> int:
    """Delete what earlier runs have kept; the next one reads everything again."""
    kept = Path(inside(str(cache_dir.absolute() if cache_dir else cache_folder())))
    if not kept.exists():
        write(f"There is no cache in {visible(str(kept.parent))}.\n")
        return 0
    try:
        shutil.rmtree(kept)
    except OSError as error:
        raise click.ClickException(f"cannot delete the cache: {error}; delete the folder yourself") from error
    write(f"Deleted the cache in {visible(str(kept.parent))}.\n")
    return 0
