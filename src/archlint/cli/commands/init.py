"""`archlint init`: settings told from the code, and what runs archlint from then on."""

from __future__ import annotations

from pathlib import Path

import click

from archlint import trail
from archlint.cache.folder import cache_folder
from archlint.cli import options
from archlint.cli.analysis import Question
from archlint.cli.founding import Founding
from archlint.cli.printing import complain
from archlint.config import ConfigError


@click.command(
    "init",
    short_help="Write the settings that fit a service.",
    epilog=options.examples(
        "archlint init",
        "archlint init --yes --baseline --hook --ci github",
        "archlint init --from import-linter --dry-run",
    ),
)
@click.argument("folder", required=False, type=click.Path(path_type=Path, file_okay=False, exists=True))
@click.option("--from", "source", type=click.Choice(["code", "import-linter"]), default="code", show_default=True,
              help="Tell the layers from the code, or from import-linter's contracts.")  # fmt: skip
@click.option("--baseline/--no-baseline", default=None, help="Write down the findings of today.")
@click.option("--hook/--no-hook", default=None, help="Run archlint by pre-commit.")
@click.option("--ci", type=click.Choice(["github", "gitlab", "none"]), help="Run archlint in CI.")
@click.option("-y", "--yes", is_flag=True, help="Write the settings without asking; flags say what else.")
@click.option("--dry-run", is_flag=True, help="Print what would be written, and write nothing.")
@click.option("--force", is_flag=True, help="Replace the layers of a project that has settings; its other keys stay.")
@options.cache
def command(
    folder: Path | None,
    source: str,
    baseline: bool | None,
    hook: bool | None,
    ci: str | None,
    yes: bool,
    dry_run: bool,
    force: bool,
    cache_dir: Path | None,
) -> int:
    """Tell which layers the service in FOLDER, or around this folder, has, print why, and write them as
    `[tool.archlint]` into its pyproject.toml.

    Asks before it writes where somebody can answer; elsewhere --yes is the answer. Exits with 0 when the settings were
    written, 1 when somebody said no, 2 when they cannot be.
    """
    trail.current().repeatable = False
    cache = (cache_dir or Path(cache_folder())).absolute()
    question = Question(paths=(folder,) if folder else (), isolated=True, cache=cache, baseline=False)
    founding = Founding(
        question, from_contracts=source == "import-linter", yes=yes, dry_run=dry_run, force=force,
        baseline=baseline, hook=hook, ci=ci,
    )  # fmt: skip
    try:
        return founding.run()
    except ConfigError as error:
        complain(error)
        return 2
