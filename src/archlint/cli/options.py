"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias, TypeVar

import click

Command = TypeVar("Command", bound=Callable[..., Any])
Option: TypeAlias = Callable[[Command], Command]

colour: Option[Any] = click.option(
    "--color",
    type=click.Choice(["auto", "always", "never"]),
    default="auto",
    show_default=True,
    help="When to write in colour; NO_COLOR, FORCE_COLOR and TERM=dumb are heeded.",
)
_config = click.option(
    "--config", type=click.Path(path_type=Path), metavar="FILE", help="Take all settings from this TOML file."
)
_isolated = click.option("--isolated", is_flag=True, help="Read no configuration file.")
_RULES = "RULE|FAMILY,..."


def projects(command: Command) -> Command:
    """`--config FILE`, `--isolated`: where settings come from."""
    return _config(_isolated(command))


def cache(command: Command) -> Command:
    """`--cache-dir FOLDER`."""
    return click.option(
        "--cache-dir",
        type=click.Path(path_type=Path, file_okay=False),
        metavar="FOLDER",
        help="Keep the cache here, not in ARCHLINT_CACHE_DIR or the user's cache folder.",
    )(command)


def selection(command: Command) -> Command:
    """`--select`, `--extend-select`, `--ignore`: which rules are judged."""
    said = {
        "--ignore": "Leave these rules out.",
        "--extend-select": "Judge these rules as well.",
        "--select": 'Judge these rules only; "default" and "all" are words too.',
    }
    for flag, meaning in said.items():
        command = click.option(flag, multiple=True, callback=_words, metavar=_RULES, help=meaning)(command)
    return command


def examples(*lines: str) -> str:
    """The end of a command's help: what one may type, line by line."""
    return "\n".join(("\b", "Examples:" if len(lines) > 1 else "Example:", *(f"  {line}" for line in lines)))


def listing_format(command: Command) -> Command:
    """`--output-format text|json`, for commands that list something."""
    choose = click.option(
        "--output-format", type=click.Choice(["text", "json"]), default="text", show_default=True, help="How to print."
    )
    return choose(command)


def _words(_ctx: click.Context, _option: click.Parameter, given: tuple[str, ...]) -> tuple[str, ...]:
    """Callback: the words of a repeated option, each of which may hold several with commas between."""
    return tuple(word for each in given for word in (part.strip() for part in each.split(",")) if word)
