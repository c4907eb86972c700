"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
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


def change(command: Command) -> Command:
    """`--base REF`, `--head REF`: the two ends of a change."""
    said = {
        "--head": "Judge this commit, not the files as they are.",
        "--base": "Tell what is new since REF: both states are judged as a whole, by the settings of the base.",
    }
    for flag, meaning in said.items():
        command = click.option(flag, metavar="REF", help=meaning)(command)
    return command


def cache(command: Command) -> Command:
    """`--cache-dir FOLDER`."""
    return click.option(
        "--cache-dir",
        type=click.Path(path_type=Path, file_okay=False),
        metavar="FOLDER",
        help="Keep the cache here, not in ARCHLINT_CACHE_DIR or the user's cache folder.",
    )(command)


def daemon(command: Command) -> Command:
    """`--daemon`, which is heeded before a command is even looked for."""
    return click.option(
        "--daemon/--no-daemon",
        envvar="ARCHLINT_DAEMON",
        show_envvar=True,
        expose_value=False,
        help="Let a process stay that answers the next runs at once; it ends after an idle hour.",
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


def fixes(command: Command) -> Command:
    """`--fix`, `--unsafe-fixes`, `--diff`, `--add-ignore REASON`."""
    said = {
        "--diff": "Print what --fix would change as a diff, and write nothing; 1 where there is something.",
        "--unsafe-fixes": "With --fix or --diff, also make repairs that may change what the code does at run time.",
        "--fix": "Repair what can be without changing what the code does, then print what is left.",
    }
    for flag, meaning in said.items():
        command = click.option(flag, is_flag=True, help=meaning)(command)
    silence = "Silence what is found with comments that give this reason, then print what is left; with --diff, print"
    return click.option(
        "--add-ignore", callback=_reason, default="", metavar="REASON", help=f"{silence} the comments only."
    )(command)


def today(command: Command) -> Command:
    """`--today DATE`."""
    return click.option(
        "--today",
        type=click.DateTime(["%Y-%m-%d"]),
        callback=_day,
        metavar="DATE",
        help="Judge as on this day, YYYY-MM-DD: whether an `until` has passed.",
    )(command)


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


def _day(_ctx: click.Context, _option: click.Parameter, given: datetime | None) -> date:
    """Callback: the day that was given, else the one that it is."""
    return given.date() if given else date.today()


def _reason(_ctx: click.Context, _option: click.Parameter, given: str) -> str:
    """Callback: a reason as it is quoted in a comment; "" for none."""
    if not given:
        return given
    quote = next((each for each in "\"'" if each not in given), None)
    if quote is None or not given.strip() or not given.isprintable():
        raise click.BadParameter("a reason is one line of text, with one kind of quotes at most")
    return f"{quote}{given.strip()}{quote}"
